"""Rules that cannot be are refused with the place that is wrong; only officers write them."""

import pytest

from app.core.database.base import db
from app.core.errors import NotAllowed
from tests.helpers.voting.acts import act, refused
from voting.models import RuleSet
from voting.rule_sets.services import create_rule_set


def test_rules_are_written_by_officers_and_hold_together(factory):
    people = factory.planned_round(products=1)
    body = dict(db.session.query(RuleSet).one().body)
    with pytest.raises(NotAllowed):
        act(people.member, create_rule_set, body)
    assert refused(people.officer, create_rule_set, body | {"minimum_ballots": 0}) == (
        "rules_minimum_ballots_zero",
        None,
    )
    assert act(people.officer, create_rule_set, body).version == 2
    assert db.session.query(RuleSet).count() == 2
