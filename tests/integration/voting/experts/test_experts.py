"""The pool of experts: their own words, officers' view, juries proposed from it and seated as shown."""

import re
from datetime import UTC, date, datetime

import pytest

from app.core.database.base import db
from app.core.errors import NotAllowed, NotFound, RuleBroken
from catalog.enums import ProductGroup
from tests.factories import accounts
from tests.helpers.voting.acts import act, refused, the_round
from tests.helpers.voting.browser import Person
from voting.experts.queries import list_pool
from voting.experts.services import (
    ExpertFacts,
    change_expert,
    propose_juries,
    seat_proposed,
    seats_of_proposal,
)
from voting.models import Expert
from voting.rounds import services as rounds

FOOD, CRAFT = ProductGroup.FOOD.value, ProductGroup.CRAFT.value


@pytest.fixture
def people(factory):
    """A planned round whose scoring runs from 10 to 20 May 2027, and six experts in the pool.

    0 to 3 know food, 2 to 5 crafts; 3 is away on 20 May and after, 5 until 9 May.
    """
    made = factory.planned_round(
        jurors=1,
        scoring_from=datetime(2027, 5, 10, 1, tzinfo=UTC),
        scoring_until=datetime(2027, 5, 20, 10, tzinfo=UTC),
    )
    made.experts = [accounts.user("juror", name=f"Chuyên gia {n}") for n in range(6)]
    away = {3: (date(2027, 5, 20), None), 5: (None, date(2027, 5, 9))}
    for number, user in enumerate(made.experts):
        groups = ((FOOD,) if number < 4 else ()) + ((CRAFT,) if number >= 2 else ())
        facts = ExpertFacts(f"Chuyên viên {number}", groups, *away.get(number, (None, None)))
        act(made.officer, change_expert, user.id, facts)
    return made


def names(rows):
    return [row.name for row in rows]


def test_proposal_keeps_to_groups_and_absences_and_shares_work(people):
    found = propose_juries(the_round(people), [CRAFT, FOOD], 2, people.officer.id)
    assert {group: names(rows) for group, rows in found.items()} == {
        CRAFT: ["Chuyên gia 2", "Chuyên gia 4"],
        FOOD: ["Chuyên gia 0", "Chuyên gia 1"],
    }
    three = propose_juries(the_round(people), [CRAFT, FOOD], 3, people.officer.id)
    assert {group: names(rows) for group, rows in three.items()} == {
        CRAFT: ["Chuyên gia 2", "Chuyên gia 4", "Chuyên gia 5"],
        FOOD: ["Chuyên gia 0", "Chuyên gia 1", "Chuyên gia 2"],
    }
    with pytest.raises(RuleBroken) as few:
        propose_juries(the_round(people), [CRAFT, FOOD], 4, people.officer.id)
    assert (few.value.code, few.value.field, few.value.params["able"]) == ("too_few_experts", "size", 3)


def test_who_belongs_to_an_entrant_is_not_proposed_for_its_group(factory):
    people = factory.round_in_scoring(products=1)
    group = people.nominations[0].group
    inside = accounts.user("juror", "facility", name="Người của cơ sở", facility_id=people.facility.id)
    outside = accounts.user("juror", name="Người ngoài")
    for user in (inside, outside):
        act(people.officer, change_expert, user.id, ExpertFacts("", (group,)))
    found = propose_juries(the_round(people), [group], 1, people.officer.id)
    assert names(found[group]) == ["Người ngoài"]
    with pytest.raises(RuleBroken) as few:
        propose_juries(the_round(people), [group], 2, people.officer.id)
    assert few.value.params["able"] == 1


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_officer_sees_the_proposal_and_seats_it(people, app, login_as, locale):
    slug, officer = the_round(people).slug, Person(app, login_as(people.officer), locale)
    assert officer.url("voting.propose_juries", slug=slug) in officer.open("voting.work_round", slug=slug)
    asked = {"groups": [CRAFT, FOOD], "size": "2", "act": "show"}
    page = officer.send("voting.propose_juries", asked, expect=200, slug=slug)
    assert [f"Chuyên gia {n}" in page for n in range(6)] == [True, True, True, False, True, False]
    assert "Chuyên viên 4" in page
    assert the_round(people).panels[0].jurors[0].user_id == people.jurors[0].id  # nothing is seated yet
    seats = re.search(r'name="seats"[^>]*value="([^"]*)"', page)[1]
    officer.send("voting.propose_juries", asked | {"act": "seat", "seats": seats}, slug=slug)
    seated = {
        panel.group: [(juror.name, juror.title) for juror in panel.jurors]
        for panel in the_round(people).panels
    }
    assert seated == {
        FOOD: [("Chuyên gia 0", "Chuyên viên 0"), ("Chuyên gia 1", "Chuyên viên 1")],
        CRAFT: [("Chuyên gia 2", "Chuyên viên 2"), ("Chuyên gia 4", "Chuyên viên 4")],
    }
    assert {row.name: row.rounds for row in list_pool()}["Chuyên gia 4"] == 1


def test_proposed_jury_stays_divided_as_it_was(people):
    seats = [rounds.Seat(user.email, "") for user in people.experts[:2]]
    act(people.officer, rounds.seat_jury, people.round_id, FOOD, seats, per_entry=2)
    with pytest.raises(RuleBroken) as few:
        propose_juries(the_round(people), [FOOD], 1, people.officer.id)
    assert (few.value.code, few.value.field) == ("share_over_jury", "size")
    proposed = propose_juries(the_round(people), [FOOD], 2, people.officer.id)
    act(people.officer, seat_proposed, people.round_id, [FOOD], 2, seats_of_proposal(proposed))
    [panel] = [panel for panel in the_round(people).panels if panel.group == FOOD]
    assert ([juror.name for juror in panel.jurors], panel.per_entry) == (["Chuyên gia 0", "Chuyên gia 1"], 2)


def test_proposal_that_has_changed_is_shown_again(people, app, login_as):
    slug, officer = the_round(people).slug, Person(app, login_as(people.officer), "en")
    asked = {"groups": [FOOD], "size": "2", "act": "seat", "seats": f"{FOOD}:999999"}
    officer.send("voting.propose_juries", asked, expect=422, slug=slug)
    assert officer.errors == ["The pool has changed since: look at the new proposal."]
    page = officer.send("voting.propose_juries", asked, expect=422, slug=slug)
    assert ["Chuyên gia 0" in page, "Chuyên gia 1" in page] == [True, True]
    for wrong in (
        {"size": "0"},
        {"size": "hai"},
        {"size": "26"},
        {"groups": []},
        {"groups": ["xe"]},
        {"size": "5"},
    ):
        officer.send("voting.propose_juries", asked | {"act": "show"} | wrong, expect=422, slug=slug)
        assert len(officer.errors) == 1, wrong
    for person in (people.chair, people.jurors[0], people.member):
        with pytest.raises(NotAllowed):
            act(person, seat_proposed, people.round_id, [FOOD], 2, set())


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_expert_says_it_and_an_officer_reads_it(people, app, login_as, locale):
    user = people.experts[0]
    own = Person(app, login_as(user), locale)
    assert own.url("voting.own_expertise") in own.open("voting.jury")
    good = {
        "title": "TS. Viện Công nghệ",
        "groups": [CRAFT],
        "away_from": "2027-06-01",
        "away_until": "2027-06-03",
    }
    own.send("voting.own_expertise", good)
    row = db.session.query(Expert).filter_by(user_id=user.id).populate_existing().one()
    assert (row.title, row.groups, row.away_until) == ("TS. Viện Công nghệ", [CRAFT], date(2027, 6, 3))
    for wrong in ({"groups": ["xe"]}, {"away_until": "2027-05-01"}, {"away_from": "mai"}, {"title": "x" * 301},
                  {"title": "x" * 250}):  # fmt: skip
        page = own.send("voting.own_expertise", good | wrong, expect=422)
        assert len(own.errors) == 1, wrong
        assert "TS. Viện Công nghệ" in page or "title" in wrong
    officer = Person(app, login_as(people.officer), locale)
    assert "TS. Viện Công nghệ" in officer.open("voting.pool")
    assert officer.url("voting.pool") in officer.open("voting.rounds_admin")
    officer.send("voting.expert", good | {"title": "Th.S."}, user_id=user.id)
    assert "Th.S." in officer.open("voting.pool")
    officer.open("voting.expert", user_id=people.chair.id, expect=404)


def test_nobody_writes_down_another(people):
    facts = ExpertFacts("x", (FOOD,))
    for person in (people.experts[1], people.chair, people.member):
        with pytest.raises(NotAllowed):
            act(person, change_expert, people.experts[0].id, facts)
    with pytest.raises(NotFound):
        act(people.officer, change_expert, people.chair.id, facts)


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_jury_seated_by_hand_takes_titles_from_the_pool_and_names_what_speaks_against(
    people, app, login_as, locale
):
    """Expert 1 gets another title by hand, 3 is away, 4 knows crafts alone."""
    officer, slug = Person(app, login_as(people.officer), locale), the_round(people).slug
    page = officer.open("voting.seat_jury", slug=slug, group=FOOD)
    away, other = {
        "vi": ("Vắng mặt trong thời gian chấm điểm", "Nhóm sản phẩm khác"),
        "en": ("Away while scoring runs", "Another product group"),
    }[locale]
    lines = {n: re.search(rf"<label[^>]*>(Chuyên gia {n} [^<]*)<", page)[1] for n in range(6)}
    assert {n: (away in line, other in line) for n, line in lines.items()} == {
        0: (False, False), 1: (False, False), 2: (False, False), 3: (True, False), 4: (False, True), 5: (False, True),
    }  # fmt: skip
    emails = [people.experts[number].email for number in (0, 1)]
    form = {"jurors": emails, "titles": f"{emails[1]}; Trưởng phòng"}
    officer.send("voting.seat_jury", form, slug=slug, group=FOOD)
    [panel] = the_round(people).panels
    assert [(j.name, j.title) for j in panel.jurors] == [
        ("Chuyên gia 0", "Chuyên viên 0"), ("Chuyên gia 1", "Trưởng phòng"),
    ]  # fmt: skip


def test_late_juror_has_the_title_of_the_pool(factory):
    from voting.amendments.services import seat_late_juror

    people = factory.round_in_scoring(products=1)
    fresh = accounts.user("juror", name="Chuyên gia Mới")
    act(people.officer, change_expert, fresh.id, ExpertFacts("Nghệ nhân", (FOOD,)))
    juror = act(people.chair, seat_late_juror, people.round_id, FOOD, fresh.email, "Một người ốm")
    assert (juror.name, juror.title) == ("Chuyên gia Mới", "Nghệ nhân")


def test_an_expert_knows_groups_that_there_are(people):
    user, facts = people.experts[0], ExpertFacts("Chuyên viên", ("poetry",), None, None)
    assert refused(people.officer, change_expert, user.id, facts) == ("unknown_group", "groups")
