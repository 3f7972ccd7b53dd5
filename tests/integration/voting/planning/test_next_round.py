"""A round planned from an earlier one: rules and people come along, nothing of its entries."""

from datetime import UTC, datetime

import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import NotAllowed, NotFound
from tests.factories import accounts
from tests.helpers.voting.acts import act, the_round
from tests.helpers.voting.browser import Person
from voting.models import EntryCode, Nomination, Recusal, RuleSet, ScoreSheet, SelectionRound
from voting.planning.services import COUNCIL, JURIES, plan_next_round
from voting.rounds import services as rounds
from voting.rule_sets.services import create_rule_set

DATES = {
    "entries_from": datetime(2026, 3, 2, 1, tzinfo=UTC),
    "entries_until": datetime(2026, 5, 4, 10, tzinfo=UTC),
}


@pytest.fixture
def people(factory):
    """A round of 2026 whose count is closed, with a titled member in its council and in its jury."""
    made = factory.planned_round(title_vi="Kỳ bình chọn 2026", organiser="Sở Công Thương", **DATES)
    seats = [
        rounds.Seat(made.chair.email, "", "Phó Chủ tịch", "chair"),
        rounds.Seat(made.secretary.email, "", "", "secretary"),
        rounds.Seat("", "Trần Văn Ba", "Sở Tài chính", "member"),
    ]
    act(made.officer, rounds.seat_council, made.round_id, seats)
    jury = [rounds.Seat(juror.email, "", f"Chuyên viên {n}") for n, juror in enumerate(made.jurors, 1)]
    act(made.officer, rounds.seat_jury, made.round_id, made.products[0].group, jury)
    return made


def newest():
    return db.session.query(SelectionRound).populate_existing().order_by(SelectionRound.id.desc()).first()


def filled(person, slug):
    """The form as it is shown, with what its fields hold."""
    import re

    page = person.open("voting.next_round", slug=slug)
    names = ("title_vi", "title_en", "year", "organiser", "entries_from", "entries_until")
    found = {}
    for name in names:
        tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)[0]
        found[name] = re.search(r'value="([^"]*)"', tag)[1]
    for name in ("level", "area", "rule_set_id"):
        part = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)[0]
        found[name] = re.search(r'<option selected value="([^"]*)"', part)[1]
    return found


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_form_is_filled_and_two_requests_plan_the_round(people, app, login_as, locale):
    source = the_round(people)
    officer = Person(app, login_as(people.officer), locale)
    assert officer.url("voting.next_round", slug=source.slug) in officer.open("voting.new_round")
    year = max(2027, today().year)
    body = {**source.rule_set.body, "threshold": "75"}
    version = act(people.officer, lambda actor: create_rule_set(actor, body)).id
    form = filled(officer, source.slug)
    assert form == {
        "title_vi": f"Kỳ bình chọn {year}", "title_en": "", "year": str(year), "organiser": "Sở Công Thương",
        "entries_from": f"{year}-03-02 08:00:00", "entries_until": f"{year}-05-04 17:00:00",
        "level": "tinh", "area": f"unit:{source.unit_id}", "rule_set_id": str(version),
    }  # fmt: skip
    old = (source.slug, source.version, len(source.panels))
    leads = officer.send("voting.next_round", form | {"take": [COUNCIL, JURIES]}, slug=source.slug)
    made = newest()
    assert leads == officer.url("voting.work_round", slug=made.slug)
    assert (made.state, made.year, made.rule_set_id, made.notice_vi) == ("plan", year, version, "")
    assert [(m.role, m.name, m.title) for m in made.members] == [
        ("chair", people.chair.name, "Phó Chủ tịch"),
        ("secretary", people.secretary.name, ""),
        ("member", "Trần Văn Ba", "Sở Tài chính"),
    ]
    [panel] = made.panels
    assert [(j.alias, j.title, j.declared_at, j.removed_at) for j in panel.jurors] == [
        ("G1", "Chuyên viên 1", None, None), ("G2", "Chuyên viên 2", None, None), ("G3", "Chuyên viên 3", None, None),
    ]  # fmt: skip
    source = the_round(people)
    assert (source.slug, source.version, len(source.panels)) == old


def test_nothing_of_the_entries_comes_along(factory):
    people = factory.closed_round(title_vi="Kỳ 2026")
    before = [db.session.query(table).count() for table in (Nomination, ScoreSheet, EntryCode, Recusal)]
    source = the_round(people)
    plan = rounds.RoundPlan("Kỳ 2027", "tinh", 2027, source.rule_set_id, source.unit_id)
    done = act(people.officer, plan_next_round, source.id, plan, {COUNCIL, JURIES})
    assert done.left_out == ()
    assert [
        db.session.query(table).count() for table in (Nomination, ScoreSheet, EntryCode, Recusal)
    ] == before
    made = newest()
    assert (len(made.members), len(made.panels[0].jurors), made.scoring_closed_at) == (2, 3, None)
    seeds = {juror.order_seed for panel in the_round(people).panels for juror in panel.jurors}
    assert not seeds & {juror.order_seed for juror in made.panels[0].jurors}


def test_people_who_cannot_sit_again_are_named(people, factory):
    with transaction():
        people.jurors[1].disabled_at = datetime(2026, 6, 1, tzinfo=UTC)
        people.secretary.disabled_at = datetime(2026, 6, 1, tzinfo=UTC)
    source = the_round(people)
    plan = rounds.RoundPlan("Kỳ 2027", "tinh", 2027, source.rule_set_id, source.unit_id)
    done = act(people.officer, plan_next_round, source.id, plan, {COUNCIL, JURIES})
    names = (people.chair.name, people.secretary.name, "Trần Văn Ba", people.jurors[1].name)
    assert done.left_out == tuple(dict.fromkeys(names))
    made = newest()
    assert (made.members, len(made.panels[0].jurors)) == ([], 2)


def test_only_what_is_ticked_is_taken_over(people):
    source = the_round(people)
    plan = rounds.RoundPlan("Kỳ 2027", "tinh", 2027, source.rule_set_id, source.unit_id)
    act(people.officer, plan_next_round, source.id, plan, set())
    assert (newest().members, newest().panels) == ([], [])
    act(people.officer, plan_next_round, source.id, plan, {JURIES})
    assert (newest().members, len(newest().panels)) == ([], 1)


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_wrong_input_is_answered_at_the_field(people, app, login_as, locale):
    slug, officer = the_round(people).slug, Person(app, login_as(people.officer), locale)
    good = filled(officer, slug)
    for wrong in (
        {"title_vi": ""}, {"year": "hai"}, {"rule_set_id": "999"}, {"area": "unit:²"}, {"take": ["entries"]},
        {"entries_until": "2020-01-01T08:00"}, {"entries_from": "hôm qua"},
    ):  # fmt: skip
        page = officer.send("voting.next_round", good | wrong, expect=422, slug=slug)
        assert len(officer.errors) >= 1, wrong
        assert "Sở Công Thương" in page
    assert db.session.query(SelectionRound).count() == 1
    assert db.session.query(RuleSet).count() == 1


def test_only_the_officer_of_the_area_plans_from_it(people, factory, app, login_as):
    source = the_round(people)
    plan = rounds.RoundPlan("Kỳ 2027", "tinh", 2027, source.rule_set_id, source.unit_id)
    stranger = accounts.user("officer-region", region="phia-nam")
    for person in (stranger, people.chair, people.jurors[0], people.member):
        with pytest.raises((NotAllowed, NotFound)):
            act(person, plan_next_round, source.id, plan, set())
    Person(app, login_as(stranger)).open("voting.next_round", expect=404, slug=source.slug)


def test_one_disabled_member_leaves_the_rest_of_the_council_in_its_seats(people):
    vice = accounts.user("chair")
    with transaction():
        people.officer = db.session.merge(people.officer)
    seats = [
        rounds.Seat(people.chair.email, "", "Phó Chủ tịch", "chair"),
        rounds.Seat(people.secretary.email, "", "", "secretary"),
        rounds.Seat(vice.email, "", "Giám đốc Sở", "vice"),
        rounds.Seat("", "Trần Văn Ba", "Sở Tài chính", "member"),
    ]
    act(people.officer, rounds.seat_council, people.round_id, seats)
    with transaction():
        vice.disabled_at = datetime(2026, 6, 1, tzinfo=UTC)
    source = the_round(people)
    plan = rounds.RoundPlan("Kỳ 2027", "tinh", 2027, source.rule_set_id, source.unit_id)
    done = act(people.officer, plan_next_round, source.id, plan, {COUNCIL})
    assert done.left_out == (vice.name,)
    assert [(m.role, m.name) for m in newest().members] == [
        ("chair", people.chair.name), ("secretary", people.secretary.name), ("member", "Trần Văn Ba"),
    ]  # fmt: skip
