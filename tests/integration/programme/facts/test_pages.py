"""A fact on the pages of the office: entered, confirmed by a second person, put right and taken out with a reason."""

from datetime import date

import pytest

from app.core.clock import today
from app.core.database.base import db
from programme.facts.tasks import follow_own_facts
from programme.models import Fact
from programme.showrooms import services as showrooms
from tests.factories.accounts import signed_in_client
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person

TYPED = {"title": "Máy sấy", "number": "5", "day": "2023-05-10", "document": "Biên bản số 1/BB", "origin": ""}


@pytest.fixture
def offices(app, factory):
    """Two officers of the ministry, and the address of a target of its programme."""
    programme = factory.loaded_programme("quoc-gia")
    people = [Person(app, signed_in_client(app, factory.user("officer-national")), "en") for _ in range(2)]
    return *people, {"slug": programme.slug, "code": "1.2"}, {"unit": str(factory.unit("75", "2004").id)}


def kept():
    return db.session.query(Fact).populate_existing().one()


def test_a_fact_is_confirmed_by_somebody_else_put_right_and_taken_out(offices):
    first, second, target, unit = offices
    first.send("programme.work_target", TYPED | unit | {"number": "0"}, expect=422, **target)
    assert len(first.errors) == 1
    where = first.send("programme.work_target", TYPED | unit, **target)
    assert where == first.url("programme.work_target", **target)
    page = {"fact_id": kept().id}
    first.send("programme.confirm_fact", {}, on="programme.correct_fact", **page)
    assert "Somebody other than who entered or last changed it" in first.open(
        "programme.work_target", **target
    )
    assert kept().confirmed_at is None
    second.send("programme.confirm_fact", {}, on="programme.correct_fact", **page)
    assert kept().confirmed_at is not None

    right = TYPED | unit | {"number": "4"}
    second.send("programme.correct_fact", right | {"act": "correct", "reason": " "}, expect=422, **page)
    assert second.errors == ["Reason of the correction: Give a reason."]
    second.send("programme.correct_fact", right | {"act": "sell", "reason": "Ghi thừa"}, expect=422, **page)
    assert second.errors == ["Choose one of the steps of this page."]
    second.send("programme.correct_fact", right | {"act": "correct", "reason": "Ghi thừa"}, **page)
    assert (kept().number, kept().withdrawn_at) == (4, None)
    second.send("programme.correct_fact", right | {"act": "withdraw", "reason": "Ghi nhầm"}, **page)
    assert kept().withdrawn_at is not None
    first.open("programme.correct_fact", expect=404, fact_id=999_999)
    first.send("programme.confirm_fact", {}, on="accounts.security", expect=404, fact_id=999_999)


def test_a_showroom_put_right_counts_in_its_commune(factory):
    factory.loaded_programme("dong-nai")
    officer = factory.officer_actor(unit_code="75")
    row = factory.showroom(officer, commune="Phường Trấn Biên", opened_on=date(2025, 8, 1))
    assert follow_own_facts({"showroom"}) == 1
    before = kept().commune_key
    facts = factory.place_facts(name_vi="Phòng trưng bày thử", commune="Phường Biên Hòa")
    data = showrooms.ShowroomData(
        **facts, place_kind="du-lich", operator="Trung tâm", opened_on=date(2025, 8, 1), closed_on=today()
    )
    act(officer, showrooms.change_showroom, row.id, data)
    assert follow_own_facts({"fair"}) == 0  # whose facts have not moved
    assert follow_own_facts({"showroom"}) == 1
    assert (before, kept().commune_key) == ("2025-26041", "2025-26068")
