"""A declaration of connections holds for the whole round."""

import pytest

from app.core.actor import SYSTEM
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import NotAllowed, NotFound, RuleBroken
from tests.factories import catalog
from tests.helpers import send
from tests.helpers.voting.acts import act, the_round
from voting.dossiers import services as nominations
from voting.jury import services as jury
from voting.models import Juror, Nomination, Recusal
from voting.rounds import services as rounds
from voting.rounds import transitions
from voting.score_sheets.queries import list_group_facilities, list_seats
from voting.scoring import services as scoring_stage

GROUPS = ("thu-cong-my-nghe", "khac")


def test_declaration_in_one_group_shuts_out_in_all(factory):
    people = factory.planned_round(products=0)
    people.products = [catalog.product(people.facility, group=group) for group in GROUPS]
    for group in GROUPS:
        seats = [rounds.Seat(juror.email, "") for juror in people.jurors]
        act(people.officer, rounds.seat_jury, people.round_id, group, seats)
    for step in ("announce", "open_entries"):
        act(people.officer, transitions.step, people.round_id, step)
    entries = []
    for product in people.products:
        nomination = factory.complete_dossier(people.member, people.round_id, product.id)
        act(people.member, nominations.submit_nomination, nomination.id)
        act(people.secretary, nominations.accept_nomination, nomination.id)
        entries.append(nomination.id)
    act(people.officer, transitions.step, people.round_id, "close_entries")
    act(people.officer, scoring_stage.open_scoring, people.round_id)
    first = people.jurors[0]
    seats = list_seats(first.id)
    assert [f.id for f in list_group_facilities(seats[0])] == [people.facility.id]
    act(first, jury.declare_conflicts, seats[0].id, frozenset({people.facility.id}), "Anh em")
    shut = db.session.query(Recusal.juror_id, Recusal.nomination_id, Recusal.state).order_by(Recusal.id)
    assert sorted((n, state) for _juror, n, state in shut) == [
        (entry, "declared") for entry in sorted(entries)
    ]
    assert {juror for juror, _n, _state in shut} == {seat.id for seat in seats}
    assert all(seat.declared_at is not None for seat in list_seats(first.id))


def connected(people):
    return frozenset({people.facility.id})


def test_a_connection_without_a_reason_is_refused_and_nothing_is_kept(factory):
    people = factory.round_in_scoring(declared=False)
    with pytest.raises(RuleBroken) as caught:
        act(people.jurors[0], jury.declare_conflicts, people.seats[0].id, connected(people), " ")
    assert (caught.value.code, caught.value.field) == ("reason_needed", "reason")
    assert (db.session.query(Recusal).count(), list_seats(people.jurors[0].id)[0].declared_at) == (0, None)


def test_who_has_declared_may_add_a_connection_later_and_take_none_back(factory):
    people = factory.round_in_scoring(products=1)
    seat, juror = people.seats[0], people.jurors[0]
    act(juror, jury.declare_conflicts, seat.id, connected(people), "Anh em")
    act(juror, jury.declare_conflicts, seat.id, frozenset(), "")
    [row] = db.session.query(Recusal)
    assert (row.juror_id, row.state, row.reason) == (seat.id, "declared", "Anh em")


def test_a_connection_that_the_chair_had_refused_counts_when_the_juror_declares_it(factory):
    people = factory.round_in_scoring(products=1)
    seat = people.seats[0]
    with transaction():
        jury.propose_conflict(
            SYSTEM,
            db.session.get_one(Juror, seat.id),
            db.session.get_one(Nomination, people.nominations[0].id),
            "same_facility",
        )
    recusal = db.session.query(Recusal).one()
    act(people.chair, scoring_stage.decide_conflict, recusal.id, stands=False)
    assert db.session.query(Recusal).one().state == "refused"
    act(people.jurors[0], jury.declare_conflicts, seat.id, connected(people), "Anh em")
    [row] = db.session.query(Recusal)
    assert (row.state, row.reason) == ("declared", "Anh em")


def test_paper_declarations_are_entered_by_the_secretariat_while_scoring_is_open(factory):
    people = factory.round_in_scoring(declared=False, products=1)
    seat = people.seats[0]
    with pytest.raises(NotFound):
        act(people.secretary, jury.enter_paper_declaration, 999_999, frozenset(), "")
    with pytest.raises(NotAllowed):
        act(people.jurors[0], jury.enter_paper_declaration, seat.id, frozenset(), "")
    act(people.secretary, jury.enter_paper_declaration, seat.id, connected(people), "Theo bản khai giấy")
    [row] = db.session.query(Recusal)
    assert (row.juror_id, row.reason) == (seat.id, "Theo bản khai giấy")


def test_no_paper_declaration_after_scoring_has_closed(factory):
    people = factory.closed_round(products=1)
    with pytest.raises(RuleBroken, match="scoring_closed"):
        act(people.secretary, jury.enter_paper_declaration, people.seats[0].id, frozenset(), "")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Xã " + "a" * 98, "Use at most 100 characters."),
        ("Xã\x00 Phú Lâm", "Remove the invisible characters from this text"),
    ],
)
def test_a_commune_that_cannot_be_is_shown_again_with_its_fault(factory, login_as, typed, told):
    people = factory.round_in_scoring()
    page = f"/en/officer/rounds/{the_round(people).slug}/conflicts"
    answer = send(login_as(people.secretary), page, **{f"commune-{people.seats[0].id}": typed})
    assert (answer.status_code, told in answer.text, "Commune where the juror lives" in answer.text) == (
        422,
        True,
        True,
    )
    assert list_seats(people.jurors[0].id)[0].commune == ""
