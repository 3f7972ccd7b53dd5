"""A jury that is divided: even shares by the proven rule, kept even when somebody stands aside, leaves or comes."""

from collections import Counter

import pytest

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import RuleBroken
from tests.factories import accounts, catalog
from tests.helpers.voting.acts import act, assert_bundle_holds, close, publish, the_round
from tests.helpers.voting.browser import Person
from tests.integration.voting.council_papers.test_office_program import words
from tests.integration.voting.scoring.test_second_pass import rules
from voting.amendments.services import seat_late_juror
from voting.dossiers import services as nominations
from voting.jury import services as jury
from voting.models import Juror, Nomination, ScoreSheet
from voting.planning.services import JURIES, plan_next_round
from voting.rounds import services as rounds
from voting.rounds import transitions
from voting.scoring import services as scoring_stage


def divided(factory, *, products, jurors, per_entry):
    """A round in scoring whose jurors share the entries; none has declared yet."""
    made = factory.receiving_round(products=products, jurors=jurors, rule_set_id=rules(minimum_ballots=2))
    seats = [rounds.Seat(juror.email, "") for juror in made.jurors]
    act(made.officer, rounds.seat_jury, made.round_id, made.products[0].group, seats, per_entry=per_entry)
    made.nominations = []
    for product in made.products:
        nomination = factory.complete_dossier(made.member, made.round_id, product.id)
        act(made.member, nominations.submit_nomination, nomination.id)
        act(made.secretary, nominations.accept_nomination, nomination.id)
        made.nominations.append(nomination)
    act(made.officer, transitions.step, made.round_id, "close_entries")
    return made


def opened(people):
    act(people.officer, scoring_stage.open_scoring, people.round_id)
    return people


def sheets():
    db.session.rollback()
    return db.session.query(ScoreSheet).filter(ScoreSheet.status != "void").all()


def loads():
    """How many sheets each juror has, by alias, and how many each entry."""
    found = sheets()
    by_juror = Counter(sheet.juror.alias for sheet in found)
    return dict(sorted(by_juror.items())), set(Counter(sheet.nomination_id for sheet in found).values())


def test_six_entries_are_shared_by_four_jurors_three_each(factory):
    """Six entries with two jurors each are twelve sheets: three for each of four."""
    opened(divided(factory, products=6, jurors=4, per_entry=2))
    assert loads() == ({"G1": 3, "G2": 3, "G3": 3, "G4": 3}, {2})


def test_who_stands_aside_is_replaced_by_those_with_the_least_work(factory):
    people = opened(divided(factory, products=4, jurors=4, per_entry=2))
    other = catalog.facility()
    mine = next(sheet for sheet in sheets() if sheet.juror.user_id == people.jurors[0].id)
    with transaction():
        db.session.get_one(Nomination, mine.nomination_id).facility_id = other.id
    entry_id, seat_id = mine.nomination_id, mine.juror_id
    act(people.jurors[0], jury.declare_conflicts, seat_id, frozenset({other.id}), "Em trai là chủ cơ sở")
    able = [s for s in sheets() if s.nomination_id == entry_id and s.juror_id != seat_id]
    assert len(able) == 2
    by_juror = Counter(s.juror_id for s in sheets() if (s.juror_id, s.nomination_id) != (seat_id, entry_id))
    assert sorted(by_juror.values()) == [1, 2, 2, 3]


def test_work_of_a_removed_juror_is_shared_and_a_late_one_takes_a_share(factory):
    """Of six sheets each two are taken from three jurors: the fourth has gone; then a fifth comes."""
    people = opened(divided(factory, products=6, jurors=3, per_entry=2))
    assert loads() == ({"G1": 4, "G2": 4, "G3": 4}, {2})
    gone = db.session.query(Juror).filter_by(alias="G1").one().id
    act(people.chair, scoring_stage.remove_juror, people.round_id, gone, "Đi công tác")
    assert loads() == ({"G2": 6, "G3": 6}, {2})
    late = accounts.user("juror")
    act(people.chair, seat_late_juror, people.round_id, people.products[0].group, late.email, "Thay người")
    assert loads() == ({"G2": 4, "G3": 4, "G4": 4}, {2})


def test_divided_round_is_counted_published_and_recounted(factory, app, login_as):
    people = opened(divided(factory, products=3, jurors=3, per_entry=2))
    for user in people.jurors:
        seat = db.session.query(Juror).filter_by(user_id=user.id).one()
        act(user, jury.declare_conflicts, seat.id, frozenset(), "")
    for sheet in sheets():
        person = next(user for user in people.jurors if user.id == sheet.juror.user_id)
        factory.submit_sheet(person, sheet.key)
    close(people)
    publish(people)
    bundle = assert_bundle_holds(people)
    assert [row["ballots"] for row in bundle["results"]] == [2, 2, 2]
    assert len([row for row in bundle["ballots"] if row["status"] == "cast"]) == 6
    chair, slug = Person(app, login_as(people.chair), "vi"), the_round(people).slug
    minutes = chair.client.get(chair.url("voting.paper", slug=slug, name="bien-ban.pdf"))
    assert "3 giám khảo; mỗi hồ sơ do 2 giám khảo được phân công chấm" in words(minutes.data)
    assert "Mỗi hồ sơ do 2 giám khảo trong số này chấm." in chair.open("voting.work_round", slug=slug)


def test_too_few_without_a_conflict_is_said_before_scoring_opens(factory):
    people = divided(factory, products=1, jurors=2, per_entry=2)
    [seat, _other] = the_round(people).panels[0].jurors
    act(people.jurors[0], jury.declare_conflicts, seat.id, frozenset({people.facility.id}), "Em trai")
    with pytest.raises(RuleBroken) as few:
        opened(people)
    code = people.nominations[0].codes[0].code
    assert (few.value.code, few.value.params) == ("share_too_few", {"entry": code, "able": 1, "wanted": 2})


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_form_divides_the_jury_and_the_next_round_takes_it_over(factory, app, login_as, locale):
    people = factory.planned_round(jurors=3)
    officer, slug = Person(app, login_as(people.officer), locale), the_round(people).slug
    group, emails = people.products[0].group, [juror.email for juror in people.jurors]
    for wrong in ("4", "0", "hai", "²"):
        form = {"jurors": emails, "per_entry": wrong}
        officer.send("voting.seat_jury", form, expect=422, slug=slug, group=group)
        assert len(officer.errors) == 1, wrong
    officer.send("voting.seat_jury", {"jurors": emails, "per_entry": "2"}, slug=slug, group=group)
    source = the_round(people)
    assert [panel.per_entry for panel in source.panels] == [2]
    assert 'value="2"' in officer.open("voting.seat_jury", slug=slug, group=group)
    plan = rounds.RoundPlan("Kỳ 2027", "tinh", 2027, source.rule_set_id, source.unit_id)
    done = act(people.officer, plan_next_round, source.id, plan, {JURIES})
    assert [panel.per_entry for panel in done.round.panels] == [2]
