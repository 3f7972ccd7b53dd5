"""A round of a commune with its own officer, and rounds above it."""

from types import SimpleNamespace
from typing import Any

from tests.factories import accounts, catalog
from tests.factories import voting as rounds_made
from tests.helpers.voting.acts import act, close
from voting.dossiers import services as nominations
from voting.rounds import services as rounds
from voting.rounds import transitions
from voting.rule_sets import services as rule_sets
from voting.score_sheets.queries import list_seats
from voting.scoring import services as scoring_stage

SEATS = ("chair", "secretary")


def open_round(
    officer: Any, plan: dict[str, Any], *, groups: tuple[str, ...] = (), jurors: int = 3
) -> SimpleNamespace:
    """A round that takes entries, with its council and a jury for each group."""
    people = SimpleNamespace(
        officer=officer,
        chair=accounts.user("chair"),
        secretary=accounts.user("secretary"),
        jurors=[accounts.user("juror") for _ in range(jurors)],
        nominations=[],
    )
    rules_id = act(officer, lambda _actor: rule_sets.sync_rule_sets().id)
    whole = {"title_vi": "Kỳ bình chọn", "year": 2026, "rule_set_id": rules_id} | plan
    people.round_id = act(officer, rounds.plan_round, rounds.RoundPlan(**whole)).id
    seats = [rounds.Seat(getattr(people, role).email, "", role=role) for role in SEATS]
    act(officer, rounds.seat_council, people.round_id, seats)
    for group in groups:
        jury = [rounds.Seat(juror.email, "") for juror in people.jurors]
        act(officer, rounds.seat_jury, people.round_id, group, jury)
    for step in ("announce", "open_entries"):
        act(officer, transitions.step, people.round_id, step)
    people.finish = lambda: score(people)
    return people


def commune_round(factory: Any, *, products: int = 2, commune: str = "2025-26158") -> SimpleNamespace:
    """A round of Xã Phú Lâm, Đồng Nai with dossiers of one facility accepted."""
    facility = catalog.facility(commune="Xã Phú Lâm")
    made = [catalog.product(facility) for _ in range(products)]
    officer = accounts.user("officer-commune", commune=commune)
    plan = {"level": "xa", "commune": commune}
    people = open_round(officer, plan, groups=(made[0].group,))
    people.facility, people.products = facility, made
    people.member = accounts.user("facility", facility_id=facility.id)
    for product in made:
        enter(people, product)
    return people


def enter(people: SimpleNamespace, product: Any) -> None:
    """A dossier of the facility, handed in and accepted."""
    nomination = rounds_made.complete_dossier(people.member, people.round_id, product.id)
    act(people.member, nominations.submit_nomination, nomination.id)
    act(people.secretary, nominations.accept_nomination, nomination.id)
    people.nominations.append(nomination)


def score(people: SimpleNamespace) -> None:
    """From accepted dossiers to a closed count: every juror gives every entry 76.5."""
    from tests.helpers.voting.khanh_hoa import score_all

    score_all(people, dict.fromkeys(range(len(people.nominations)), rounds_made.FULL))


__all__ = ["close", "commune_round", "enter", "list_seats", "open_round", "scoring_stage"]
