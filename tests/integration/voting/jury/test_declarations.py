"""A declaration of connections holds for the whole round."""

from app.core.database.base import db
from tests.factories import catalog
from tests.helpers.voting.acts import act
from voting.dossiers import services as nominations
from voting.jury import services as jury
from voting.models import Recusal
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
