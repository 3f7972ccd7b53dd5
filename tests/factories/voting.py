"""Rounds for tests: `factory.round_in_scoring(...)`, `factory.published_round(...)`."""

import uuid
from types import SimpleNamespace
from typing import Any

from app.accounts.models import User
from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.factories import accounts, catalog
from tests.helpers.states import made_once
from voting.council import services as council
from voting.dossiers import check_list as dossier
from voting.dossiers import services as nominations
from voting.jury import services as jury
from voting.models import Nomination, ScoreSheet, SelectionRound
from voting.publication import services as publication
from voting.rounds import services as rounds
from voting.rounds import transitions
from voting.rule_sets import services as rule_sets
from voting.score_sheets import services as score_sheets
from voting.score_sheets.queries import list_seats
from voting.scoring import services as scoring_stage

STATEMENT = "Nước chấm ủ chượp mười hai tháng trong thùng gỗ bời lời, không phẩm màu, không hương liệu."
FULL = {"market": "30", "economy": "31.5", "culture": "8", "other": "7"}


@made_once
def planned_round(*, products: int = 2, jurors: int = 3, **plan: Any) -> SimpleNamespace:
    """A provincial round with its people and published products: officer, chair, secretary, jurors, products."""
    facility = catalog.facility()
    made = [catalog.product(facility) for _ in range(products)]
    unit_id = facility.unit_id
    people = SimpleNamespace(
        officer=accounts.user("officer-province", unit_id=unit_id),
        chair=accounts.user("chair"),
        secretary=accounts.user("secretary"),
        jurors=[accounts.user("juror") for _ in range(jurors)],
        member=accounts.user("facility", facility_id=facility.id),
        products=made,
        facility=facility,
    )
    officer = accounts.actor(people.officer)
    with transaction():
        rules = rule_sets.sync_rule_sets()
        round_ = rounds.plan_round(
            officer,
            rounds.RoundPlan(
                **{
                    "title_vi": "Kỳ bình chọn thử",
                    "level": "tinh",
                    "year": 2026,
                    "rule_set_id": rules.id,
                    "unit_id": unit_id,
                }
                | plan
            ),
        )
        people.round_id = round_.id
    with transaction():
        rounds.seat_council(
            officer,
            people.round_id,
            [
                rounds.Seat(people.chair.email, "", role="chair"),
                rounds.Seat(people.secretary.email, "", role="secretary"),
            ],
        )
    for group in sorted({product.group for product in made}):
        with transaction():
            rounds.seat_jury(
                officer, people.round_id, group, [rounds.Seat(j.email, "") for j in people.jurors]
            )
    return people


@made_once
def receiving_round(**facts: Any) -> SimpleNamespace:
    people = planned_round(**facts)
    for act in ("announce", "open_entries"):
        with transaction():
            transitions.step(accounts.actor(people.officer), people.round_id, act)
    return people


def stored_file(number: int) -> nominations.StoredFile:
    """A picture of its own by its number; its bytes are nowhere."""
    name = f"{number:064d}.webp"
    return nominations.StoredFile(name, "image/webp", 1, {"320": name})


def complete_dossier(member: User, round_id: int, product_id: int) -> Nomination:
    """A dossier with all it needs, not handed in yet."""
    actor = accounts.actor(member)
    with transaction():
        nomination = nominations.enter_product(actor, round_id, product_id, statement=STATEMENT)
        for number, kind in enumerate((dossier.ENTRY_FORM, dossier.REGISTRATION, *[dossier.PHOTO] * 3)):
            nominations.add_document(actor, nomination.id, kind, "", stored_file(number))
        db.session.flush()
    return nomination


@made_once
def round_in_scoring(*, declared: bool = True, **facts: Any) -> SimpleNamespace:
    """A round with all products accepted and scoring open. Adds sheets: {(juror number, product number): key}."""
    people = receiving_round(**facts)
    people.nominations = []
    for product in people.products:
        nomination = complete_dossier(people.member, people.round_id, product.id)
        with transaction():
            nominations.submit_nomination(accounts.actor(people.member), nomination.id)
        with transaction():
            nominations.accept_nomination(accounts.actor(people.secretary), nomination.id)
        people.nominations.append(nomination)
    with transaction():
        transitions.step(accounts.actor(people.officer), people.round_id, "close_entries")
    with transaction():
        scoring_stage.open_scoring(accounts.actor(people.officer), people.round_id)
    people.seats = [list_seats(user.id)[0] for user in people.jurors]
    if declared:
        for user, seat in zip(people.jurors, people.seats, strict=True):
            with transaction():
                jury.declare_conflicts(accounts.actor(user), seat.id, frozenset(), "")
    people.sheets = {
        (seat_number, number): sheet.key
        for seat_number, seat in enumerate(people.seats)
        for number, nomination in enumerate(people.nominations)
        for sheet in db.session.query(ScoreSheet).filter_by(juror_id=seat.id, nomination_id=nomination.id)
    }
    return people


def submit_sheet(user: User, key: str, scores: dict[str, str] | None = None) -> str:
    """Submit a sheet; returns the receipt."""
    with transaction():
        saving = score_sheets.Saving(str(uuid.uuid4()), scores or FULL, submit=True)
        return score_sheets.save_sheet(accounts.actor(user), key, saving).receipt


@made_once
def closed_round(scores: dict[int, dict[str, str]] | None = None, **facts: Any) -> SimpleNamespace:
    """A round whose sheets are all in and counted. scores: by product number."""
    people = round_in_scoring(**facts)
    for (seat, number), key in people.sheets.items():
        submit_sheet(people.jurors[seat], key, (scores or {}).get(number))
    for user in (people.chair, people.secretary):
        with transaction():
            scoring_stage.sign_closing(accounts.actor(user), people.round_id)
    return people


@made_once
def provisional_round(**facts: Any) -> SimpleNamespace:
    people = closed_round(**facts)
    rows = council.result_rows(db.session.get_one(SelectionRound, people.round_id))
    for nomination in people.nominations:
        passed = rows[nomination.id]["verdict"] == "pass"
        with transaction():
            council.decide_entry(
                accounts.actor(people.chair), people.round_id, nomination.id, recognised=passed, reason=""
            )
    for user in (people.secretary, people.chair):
        with transaction():
            council.sign_provisional(accounts.actor(user), people.round_id)
    return people


@made_once
def published_round(**facts: Any) -> SimpleNamespace:
    """A round whose decision is public and whose certificates are issued."""
    from datetime import date

    from app.core.clock import today
    from catalog.validity import award_valid_until

    people = provisional_round(**facts)
    day: date = today()
    with transaction():
        council.prepare_decision(
            accounts.actor(people.secretary),
            people.round_id,
            council.DecisionForm(
                "12/QĐ-SCT", day, "Nguyễn Văn Thử", "Sở Công Thương", award_valid_until(day)
            ),
        )
    for user in (people.chair, people.secretary):
        with transaction():
            publication.sign_publication(accounts.actor(user), people.round_id)
    return people
