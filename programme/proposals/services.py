"""Write a proposal, hand it in, add its dossier, take it back; the wish of a trademark becomes one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.core import audit
from app.core.actor import SYSTEM, Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken, check_together
from app.core.policy import authorize
from catalog import fields
from catalog.models import AdministrativeUnit, Facility, Product, Trademark, TrademarkSupport
from catalog.trademark_course.services import when_asked
from programme.activities.rules import SUMS, beyond
from programme.activities.services import cancel_activity
from programme.models import ActivityKind, Offer, PlanYear, Proposal, ProposalAct
from programme.plan_years.queries import find_offer, find_offer_of
from programme.proposals.mails import write_letters
from programme.proposals.policies import can_change_proposal, can_propose
from programme.proposals.queries import list_open_councils, missing_papers
from programme.proposals.states import BEGINNING, ENDS, OPEN_FOR_DOSSIER, ProposalState, may_go

TRADEMARK_SUPPORT = "trademark-support"
"""Code of the kind of activity that a wish on the trademark desk asks for."""
MOST_PRODUCTS = 50
MOST_THINGS = 1_000_000
"""More than any programme counts."""


@dataclass(frozen=True, slots=True)
class ProposalData:
    """What is asked for. asked: by `activities.rules.SUMS`, in đồng."""

    title: str
    need: str = ""
    result: str = ""
    quantity: int = 1
    asked: Mapping[str, int] = field(default_factory=dict)
    products: Sequence[Product] = ()
    trademark: Trademark | None = None


def draft_proposal(
    actor: Actor, offer_id: int, facility: Facility | None, unit: AdministrativeUnit, data: ProposalData
) -> Proposal:
    """A new proposal of a facility, or of the centre of a province where facility is None."""
    authorize(actor, can_propose, facility, unit)
    offer = db.session.get(Offer, offer_id)
    if offer is None:
        raise NotFound("not_found")
    if today() > offer.plan_year.register_until:
        raise RuleBroken("registration_over", "title", day=offer.plan_year.register_until)
    row = _new(actor, offer.plan_year, offer.kind, facility, unit)
    _fill(row, data)
    db.session.add(row)
    db.session.flush()
    note_act(actor, row, "draft")
    return row


def change_proposal(
    actor: Actor, proposal_id: int, data: ProposalData, *, version: int | None = None
) -> Proposal:
    """Write on until it is handed in, or after it was returned. version: what the person saw."""
    row = load_proposal(proposal_id, version)
    authorize(actor, can_change_proposal, row)
    if row.state not in BEGINNING:
        raise Conflict("proposal_settled")
    _fill(row, data)
    row.changed_at = utc_now()
    audit.record(actor, "programme.proposal.edit", row)
    return row


def register_proposal(actor: Actor, proposal_id: int) -> Proposal:
    """Hand it in. A returned one may come back until the last day of the dossiers."""
    row = load_proposal(proposal_id)
    authorize(actor, can_change_proposal, row)
    year = row.plan_year
    last = year.register_until if row.registered_on is None else year.dossier_until
    if today() > last:
        raise RuleBroken("registration_over", "title", day=last)
    if not row.need.strip():
        raise RuleBroken("proposal_without_need", "need")
    if not any(getattr(row, f"asked_{name}") for name in ("national", "local")) and row.support_id is None:
        raise RuleBroken("proposal_asks_nothing", "asked_local")
    move(actor, row, ProposalState.REGISTERED, "register")
    row.registered_on = row.registered_on or today()
    return row


def hand_in_dossier(actor: Actor, proposal_id: int, dossier: str) -> Proposal:
    """All papers that the year needs are there; handed in again, it keeps its first day. dossier: which others were
    handed in elsewhere, and where they are; empty leaves what was noted.
    """
    row = load_proposal(proposal_id)
    authorize(actor, can_change_proposal, row)
    if row.state not in OPEN_FOR_DOSSIER:
        raise Conflict("proposal_settled")
    if list_open_councils(row.id):
        raise Conflict("proposal_papers_looked_at")
    if today() > row.plan_year.dossier_until:
        raise RuleBroken("dossier_over", "dossier", day=row.plan_year.dossier_until)
    if missing := missing_papers(row):
        names = "; ".join(paper.name_vi for paper in missing)
        raise RuleBroken("dossier_papers_missing", "dossier", names=names)
    row.dossier = dossier.strip() or row.dossier
    if not row.papers:
        fields.required(row.dossier, "dossier")
    row.dossier_on = row.dossier_on or today()
    note_act(actor, row, "dossier")
    return row


def withdraw_proposal(actor: Actor, proposal_id: int, reason: str) -> Proposal:
    """Who asks takes it back."""
    row = load_proposal(proposal_id)
    authorize(actor, can_change_proposal, row)
    move(actor, row, ProposalState.WITHDRAWN, "withdraw", reason=reason.strip())
    return row


def check_quantity(quantity: int) -> None:
    """Raises RuleBroken where there is nothing, or more than a column holds."""
    if not 0 < quantity <= MOST_THINGS:
        raise RuleBroken("proposal_quantity", "quantity")


def check_sums(sums: Mapping[str, int], prefix: str = "") -> None:
    """Raises RuleBroken at the field, named by prefix and source of money, of a sum that no column holds."""
    if name := beyond(sums):
        raise RuleBroken("whole_number", f"{prefix}{name}")


def load_proposal(proposal_id: int, version: int | None = None) -> Proposal:
    """For a change; version: what the person saw. Raises NotFound or Conflict."""
    row = db.session.get(Proposal, proposal_id, with_for_update=True)
    if row is None:
        raise NotFound("not_found")
    if version is not None and row.version != version:
        raise Conflict("stale")
    return row


def move(
    actor: Actor,
    row: Proposal,
    state: ProposalState,
    act: str,
    *,
    reason: str = "",
    decision: str = "",
    **detail: Any,
) -> None:
    """To another state, with its act; a council that has not signed yet is closed, as it was called for the state
    before. Raises Conflict where the way does not lead there.
    """
    if not may_go(row.state, state):
        raise Conflict("proposal_settled")
    row.state = state
    _close_councils(row)
    note_act(actor, row, act, reason=reason, decision=decision, **detail)
    if state in ENDS and row.support is not None and row.support.closed_at is None:
        row.support.closed_at = utc_now()


def note_act(
    actor: Actor, row: Proposal, act: str, *, reason: str = "", decision: str = "", **detail: Any
) -> None:
    """Write an act down where its history is read, and in the register of acts."""
    now = utc_now()
    db.session.add(
        ProposalAct(
            proposal_id=row.id, act=act, state=row.state, reason=reason, decision=decision, detail=detail,
            done_by=actor.user_id, done_at=now,
        )
    )  # fmt: skip
    row.changed_at = now
    words = {name: text for name, text in (("reason", reason), ("decision", decision)) if text}
    audit.record(actor, f"programme.proposal.{act}", row, **words)
    write_letters(actor, row, act, reason=reason, decision=decision, sums=detail.get("sums"))


def set_aside(row: Proposal, reason: str) -> None:
    """What was told as carried out counts no more."""
    if row.activity_id is not None:
        cancel_activity(SYSTEM, row.activity_id, reason, for_proposal=True)
        row.activity = None


@when_asked
def propose_support(actor: Actor, support: TrademarkSupport) -> Proposal | None:
    """The wish of a facility for support with its mark, handed in for the year that is open; None where none is."""
    offer = find_offer_of(TRADEMARK_SUPPORT, today())
    if offer is None:
        return None
    mark = support.trademark
    row = _new(actor, offer.plan_year, offer.kind, mark.facility, mark.facility.unit.present)
    row.title, row.need, row.trademark, row.support = (
        f"Hỗ trợ nhãn hiệu {mark.name}",
        support.wish,
        mark,
        support,
    )
    row.is_demo, row.registered_on = mark.is_demo, today()
    db.session.add(row)
    db.session.flush()
    note_act(actor, row, "draft")
    move(actor, row, ProposalState.REGISTERED, "register")
    return row


def open_wishes() -> list[TrademarkSupport]:
    """Those on the trademark desk that are no proposal yet."""
    query = select(TrademarkSupport).where(
        TrademarkSupport.closed_at.is_(None),
        TrademarkSupport.id.not_in(select(Proposal.support_id).where(Proposal.support_id.is_not(None))),
    )
    return list(db.session.scalars(query.order_by(TrademarkSupport.id)))


def _close_councils(row: Proposal) -> None:
    for found in list_open_councils(row.id):
        found.closed_at = utc_now()


def _new(
    actor: Actor, year: PlanYear, kind: ActivityKind, facility: Facility | None, unit: AdministrativeUnit
) -> Proposal:
    now = utc_now()
    return Proposal(
        plan_year=year, kind=kind, facility=facility, unit=unit, title="", state=ProposalState.DRAFT, need="",
        asked_national=0, asked_local=0, asked_own=0, quantity=1, created_by=actor.user_id, created_at=now,
        changed_at=now,
    )  # fmt: skip


def _fill(row: Proposal, data: ProposalData) -> None:
    offer = find_offer(row.plan_year.id, row.kind.id)
    check_together(
        lambda: fields.required(data.title, "title"),
        lambda: check_quantity(data.quantity),
        lambda: _check_asked(data.asked, offer.most if offer is not None else None),
        lambda: _check_products(row, data),
    )
    row.title, row.need, row.result = data.title.strip(), data.need.strip(), data.result.strip()
    row.quantity, row.products, row.trademark = data.quantity, list(data.products), data.trademark
    for name in SUMS:
        setattr(row, f"asked_{name}", data.asked.get(name, 0))


def _check_asked(asked: Mapping[str, int], most: int | None) -> None:
    check_sums(asked, "asked_")
    if most is not None and asked.get("national", 0) + asked.get("local", 0) > most:
        raise RuleBroken("asked_above_most", "asked_national", most=most)


def _check_products(row: Proposal, data: ProposalData) -> None:
    if len(data.products) > MOST_PRODUCTS:
        raise RuleBroken("too_many_products", "products", limit=MOST_PRODUCTS)
    mine = row.facility.id if row.facility is not None else None
    if mine is not None and any(product.facility_id != mine for product in data.products):
        raise RuleBroken("product_of_another", "products")
    if data.trademark is not None and data.trademark.facility_id != mine:
        raise RuleBroken("mark_of_another", "trademark")
