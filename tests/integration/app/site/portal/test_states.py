"""An article goes from state to state by its own acts alone, and each officer acts on what they saw."""

from datetime import timedelta

import pytest

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotFound
from app.site.portal.models import Article
from app.site.portal.queries import list_work
from app.site.portal.services import (
    change_article,
    publish_due,
    release_article,
    return_article,
    submit_article,
    withdraw_article,
)
from tests.integration.app.site.portal.test_portal import data, done, published, written


def refused(act, actor, key, *more):
    with pytest.raises(Conflict) as caught:
        done(act, actor, key, *more)
    return caught.value.code


def test_acts_out_of_turn_are_refused(writer, second):
    key = written(writer)
    for act in (release_article, return_article, withdraw_article):
        assert refused(act, second, key) == "wrong_state"
    done(submit_article, writer, key)
    assert refused(submit_article, writer, key) == "wrong_state"
    assert done(return_article, second, key) == "draft"
    public = published(writer, second)
    for act in (submit_article, release_article, return_article):
        assert refused(act, second, public) == "wrong_state"
    with pytest.raises(NotFound):
        done(submit_article, writer, 999_999)


def test_a_submitted_article_that_is_changed_is_a_draft_again(writer, second):
    key = written(writer)
    done(submit_article, writer, key)
    assert done(change_article, writer, key, data(title_vi="Hội chợ mùa đông")) == "draft"
    assert refused(release_article, second, key) == "wrong_state"
    assert db.session.get_one(Article, key).title_vi == "Hội chợ mùa đông"


def test_a_public_article_saved_as_it_was_waits_for_nobody(writer, second):
    key = published(writer, second)
    seen = db.session.get_one(Article, key).version
    assert done(change_article, writer, key, data()) == "published"
    assert (db.session.get_one(Article, key).pending, db.session.get_one(Article, key).version) == ({}, seen)
    done(change_article, writer, key, data(title_vi="Hội chợ mùa đông"))
    assert db.session.get_one(Article, key).pending == {"title_vi": "Hội chợ mùa đông"}
    done(return_article, second, key)
    assert db.session.get_one(Article, key).pending == {}
    assert db.session.get_one(Article, key).title_vi == "Hội chợ mùa thu"


def test_nothing_is_due_before_its_time(writer, second):
    at = utc_now() + timedelta(days=1)
    key = published(writer, second, publish_at=at)
    with transaction():
        assert publish_due(at - timedelta(seconds=1)) == 0
    assert db.session.get_one(Article, key).state == "approved"
    with transaction():
        assert publish_due(at) == 1
    assert db.session.get_one(Article, key).state == "published"


def test_office_of_the_nation_sees_the_work_of_every_province(writer, factory):
    written(writer)
    seen = [
        len(list_work(factory.officer_actor(**area)))
        for area in ({}, {"unit_code": "75"}, {"unit_code": "01"})
    ]
    assert seen == [1, 1, 0]
