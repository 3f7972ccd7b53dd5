"""Publication: two people, one transaction that freezes everything the public will see."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from catalog.awards.files import order_papers
from catalog.awards.services import AwardData, issue_awards
from catalog.enums import Level
from catalog.models import Award, Product
from catalog.register import writer as register
from voting.dossiers.entry_rules import check_standing
from voting.enums import NominationAct, RoundAct, RoundState
from voting.log import records as sealed
from voting.log import writer as log
from voting.models import MergedSet, Nomination, RecognitionDecision, SelectionRound
from voting.official_papers.queries import get_office
from voting.policies import can_sign
from voting.product_sets.queries import set_items_of, set_name_of, sets_by_lead
from voting.publication import mails
from voting.results.queries import (
    counted_nominations,
    group_place,
    recognised_nominations,
    result_rows,
    verdicts_of,
)
from voting.rounds.queries import count_open_complaints, list_upheld_complaints, load_entries
from voting.rounds.services import get_round_for_change
from voting.rounds.signatures import sign, signers
from voting.rounds.status import RANKED
from voting.rounds.transitions import move_nomination, move_round

REGION_CODES = {"phia-bac": "PB", "mien-trung-tay-nguyen": "MT", "phia-nam": "PN"}


def sign_publication(actor: Actor, round_id: int) -> bool:
    """One of the two signatures; True when this was the second and the decision is public."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_sign, round_)
    decision = sealed.find_decision(round_.id)
    if round_.state != RoundState.COMPLAINTS:
        raise Conflict("not_ready_to_publish")
    if decision is None:
        raise RuleBroken("decision_missing")
    if open_complaints := count_open_complaints(round_.id):
        raise RuleBroken("complaints_open", count=open_complaints)
    if upheld := list_upheld_complaints(round_):
        raise RuleBroken("complaint_upheld", codes=", ".join(row.code for row in upheld))
    load_entries(round_)
    check_standing(recognised_nominations(round_))
    assert round_.provisional_at is not None
    statement = {
        "act": "publish",
        "decision": sealed.decision_record(decision),
        "valid_until": decision.valid_until.isoformat(),
        "provisional_at": round_.provisional_at.isoformat(),  # none from before a return to the council counts
        **sealed.verdicts_record(round_),
    }
    if not sign(actor, round_, "publish", statement):
        return False
    _publish(actor, round_, decision)
    return True


def _publish(actor: Actor, round_: SelectionRound, decision: RecognitionDecision) -> None:
    now = utc_now()
    recognised, sets = recognised_nominations(round_), sets_by_lead(round_.id)
    numbers = next_numbers(round_, decision.signed_on, len(recognised))
    issued = issue_awards(
        actor,
        [
            _award(round_, decision, n, sets.get(n.id), number)
            for n, number in zip(recognised, numbers, strict=True)
        ],
    )
    awards = {n.id: award for n, award in zip(recognised, issued, strict=True)}
    register.checkpoint("issue")
    order_papers(awards.values(), user_id=actor.user_id)
    move_round(round_, RoundAct.PUBLISH, people=signers(round_, "publish"))
    for nomination in counted_nominations(round_):
        chosen = nomination.id in awards
        move_nomination(nomination, NominationAct.RECOGNISE if chosen else NominationAct.DECLINE)
    round_.published_at = decision.published_at = now
    decision.frozen = freeze_result(round_, decision, awards)
    log.append(round_, "publish", number=decision.number, seals=sealed.seals(round_, "decision", "decisions"))
    log.checkpoint(round_, "publish")
    record_change("round", round_.id)
    audit.record(actor, "voting.decision.publish", round_, number=decision.number, recognised=len(awards))
    mails.results(round_)


def freeze_result(
    round_: SelectionRound, decision: RecognitionDecision, awards: dict[int, Award]
) -> dict[str, Any]:
    """Everything the result page, its files and the API show, as it is now and for ever."""
    rows = result_rows(round_)
    codes = {n.id: n.codes[-1].code for n in round_.nominations if n.codes}
    verdicts, sets = verdicts_of(round_), sets_by_lead(round_.id)
    recognised = [
        {
            "code": codes[n.id],
            "group": n.group,
            "product": set_name_of(n, sets.get(n.id)) or n.product.name_vi,
            "product_slug": n.product.slug,
            "facility": n.facility.name,
            "facility_slug": n.facility.slug,
            "place": rows[n.id]["place"],
            "total": rows[n.id]["total"],
            "certificate": awards[n.id].number,
            "reason": verdicts[n.id].reason,
            "set": _frozen_set(sets[n.id], rows) if n.id in sets else _frozen_own_set(n),
        }
        for n in recognised_nominations(round_)
    ]
    return {
        "title_vi": round_.title_vi,
        "title_en": round_.title_en,
        "unit_name": round_.unit_name,
        "entered": len(rows),
        "recognised": recognised,
        "groups": _group_counts(round_),
        "decision": {
            **sealed.decision_record(decision),
            "signer_title": decision.signer_title,
            "valid_until": decision.valid_until.isoformat(),
        },
        "office": asdict(get_office(round_)),
        "council": [{"name": m.name, "title": m.title, "role": m.role} for m in round_.members],
        "tally": sealed.tally_record(round_),
        "log": {"checkpoint_key": log.verifier_key()},
    }


def _award(
    round_: SelectionRound,
    decision: RecognitionDecision,
    nomination: Nomination,
    merged: MergedSet | None,
    number: str,
) -> tuple[Product, AwardData]:
    """One certificate; a set has one, on the name of the set, with the product that carries it."""
    return (
        nomination.product,
        AwardData(
            number=number,
            level=Level(round_.level),
            year=decision.signed_on.year,
            issuer=decision.authority,
            signer=decision.signer,
            decision_number=decision.number,
            decision_date=decision.signed_on,
            issued_on=decision.signed_on,
            valid_until=decision.valid_until,
            unit_name=round_.unit_name,
            product_name=set_name_of(nomination, merged),
            set_items=set_items_of(nomination, merged),
            round_id=round_.id,
            nomination_id=nomination.id,
            is_demo=round_.is_demo,
        ),
    )


def next_numbers(round_: SelectionRound, issued_on: date, count: int) -> list[str]:
    """The next certificate numbers of the round's issuer: `CNNT-75-2026-0001`; demonstration ones begin with DEMO.

    A commune's has the codes of province and commune: `CNNT-75-26308-2026-0001`.
    """
    if round_.level == Level.NATIONAL:
        area = "QG"
    elif round_.level == Level.REGION:
        area = REGION_CODES[round_.region]
    else:
        area = round_.unit.code if round_.unit else "00"
        if round_.level == Level.COMMUNE:
            area += f"-{round_.commune.rpartition('-')[2]}"
    prefix = f"{'DEMO' if round_.is_demo else 'CNNT'}-{area}-{issued_on.year}-"
    highest = db.session.scalar(select(func.max(Award.number)).where(Award.number.startswith(prefix)))
    first = int(highest[len(prefix) :]) + 1 if highest else 1
    return [f"{prefix}{number:04d}" for number in range(first, first + count)]


def _frozen_set(merged: MergedSet, rows: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """The members of a set with the scores each of them got."""
    return {
        "code": merged.code,
        "case": merged.set_case,
        "members": [
            {
                "code": member.nomination.codes[-1].code,
                "product": member.nomination.product.name_vi,
                "product_slug": member.nomination.product.slug,
                "place": rows[member.nomination_id]["place"],
                "total": rows[member.nomination_id]["total"],
            }
            for member in merged.members
        ],
    }


def _frozen_own_set(nomination: Nomination) -> dict[str, Any] | None:
    """A set that the facility entered itself: its items have no pages and no scores of their own."""
    if not nomination.is_set:
        return None
    return {
        "code": "",
        "case": nomination.set_case,
        "members": [
            {"code": "", "product": item, "product_slug": "", "place": None, "total": None}
            for item in nomination.set_items
        ],
    }


def _group_counts(round_: SelectionRound) -> list[dict[str, Any]]:
    chosen = {n.id for n in recognised_nominations(round_)}
    groups: dict[str, dict[str, Any]] = {}
    for n in round_.nominations:
        if n.state in RANKED:
            row = groups.setdefault(n.group, {"group": n.group, "entered": 0, "recognised": 0})
            row["entered"] += 1
            row["recognised"] += n.id in chosen
    return [groups[name] for name in sorted(groups, key=group_place)]
