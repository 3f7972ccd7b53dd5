"""A facility enters a product; the secretary accepts or returns the dossier."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from catalog.acts import lock
from catalog.models import Product
from catalog.registration.queries import find_registration_paper
from catalog.registration.services import keep_registration_paper
from voting.dossiers import check_list as dossier
from voting.dossiers import mails
from voting.dossiers.contents import get_check_list, get_entry, makers_of
from voting.dossiers.entry_codes import draw_codes
from voting.dossiers.entry_rules import check_may_enter, check_standing
from voting.enums import NominationAct, NominationState, RoundState
from voting.log import records as sealed
from voting.log import writer as log
from voting.models import DossierDocument, EntryCode, Nomination, SelectionRound
from voting.policies import can_edit_nomination, can_enter, can_handle_dossiers, can_see_nomination
from voting.product_sets.services import leave_results
from voting.rounds.lifecycle import get_nomination_acts
from voting.rounds.services import get_round_for_change
from voting.rounds.status import accepts_entries, shown_state
from voting.rounds.transitions import move_nomination
from voting.rules.eligibility import SMALLEST_SET

SET_CASES = frozenset({"a", "b", "c"})


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is already in the store. files: derivatives of a picture by width, empty for a paper."""

    name: str
    media_type: str
    size: int
    files: dict[str, str]


def enter_product(
    actor: Actor,
    round_id: int,
    product_id: int,
    *,
    statement: str = "",
    is_set: bool = False,
    set_case: str = "",
    set_name: str = "",
    set_items: Sequence[str] = (),
) -> Nomination:
    """Start a dossier. set_items: the names of the items of the set, at least two.

    Raises RuleBroken when round, product or facility may not take part.
    """
    round_ = get_round_for_change(round_id)
    product = lock(Product, product_id)  # it does not go to another facility meanwhile
    authorize(actor, can_enter, product.facility_id)
    return begin_nomination(
        actor, round_, product,
        statement=statement, is_set=is_set, set_case=set_case, set_name=set_name, set_items=set_items,
    )  # fmt: skip


def begin_nomination(
    actor: Actor,
    round_: SelectionRound,
    product: Product,
    *,
    statement: str,
    is_set: bool,
    set_case: str,
    set_name: str,
    set_items: Sequence[str],
) -> Nomination:
    """Begin a dossier for whoever may enter the product. Raises as `enter_product`."""
    if not accepts_entries(round_, utc_now()):
        raise RuleBroken("entries_closed")
    items = _checked_items(set_case, set_items) if is_set else []
    check_may_enter(round_, product, set_case if is_set else "")
    nomination = Nomination(
        round_id=round_.id,
        product_id=product.id,
        facility_id=product.facility_id,
        group=product.group,
        statement=statement,
        is_set=is_set,
        set_case=set_case if is_set else "",
        set_name=(set_name.strip() or product.name_vi) if is_set else "",
        set_items=items,
        created_by=actor.user_id,
        created_at=utc_now(),
    )
    db.session.add(nomination)
    db.session.flush()
    audit.record(actor, "voting.nomination.begin", nomination, label=product.name_vi)
    use_kept_paper(actor, nomination)
    return nomination


def use_kept_paper(actor: Actor, nomination: Nomination) -> None:
    """Put the registration paper that the facility gave once into a dossier that has none."""
    kept = find_registration_paper(nomination.facility_id)
    has_one = any(d.kind == dossier.REGISTRATION and d.removed_at is None for d in nomination.documents)
    if kept is None or has_one:
        return
    file = StoredFile(kept.file, kept.media_type, kept.size, {})
    _put_in(actor, nomination, dossier.REGISTRATION, "", file)


def _checked_items(set_case: str, set_items: Sequence[str]) -> list[str]:
    """The names of the items of a set, with single spaces. Raises RuleBroken naming the field."""
    if set_case not in SET_CASES:
        raise RuleBroken("choose_set_case", "set_case")
    items = [name for name in (" ".join(item.split()) for item in set_items) if name]
    if len(items) < SMALLEST_SET:
        raise RuleBroken("set_items_missing", "set_items", minimum=SMALLEST_SET)
    return items


def change_statement(actor: Actor, nomination_id: int, statement: str, *, version: int) -> Nomination:
    nomination = _editable(actor, nomination_id)
    if nomination.version != version:
        raise Conflict("stale")
    nomination.statement = statement
    audit.record(actor, "voting.nomination.change", nomination)
    return nomination


def add_document(
    actor: Actor, nomination_id: int, kind: str, title: str, file: StoredFile
) -> DossierDocument:
    """Put one paper or photo into the dossier; the first registration paper is kept for all dossiers to come."""
    nomination = _editable(actor, nomination_id)
    if kind not in dossier.KINDS:
        raise RuleBroken("unknown_document_kind", "kind")
    if kind == dossier.REGISTRATION and find_registration_paper(nomination.facility_id) is None:
        keep_registration_paper(actor, nomination.facility_id, file.name, file.media_type, file.size)
    return _put_in(actor, nomination, kind, title, file)


def _put_in(actor: Actor, nomination: Nomination, kind: str, title: str, file: StoredFile) -> DossierDocument:
    document = DossierDocument(
        nomination_id=nomination.id,
        kind=kind,
        title=title,
        file=file.name,
        media_type=file.media_type,
        size=file.size,
        files=dict(file.files),
        uploaded_by=actor.user_id,
        uploaded_at=utc_now(),
    )
    db.session.add(document)
    audit.record(actor, "voting.document.add", nomination, kind=kind)
    return document


def remove_document(actor: Actor, nomination_id: int, document_id: int) -> None:
    """Remove a document; the row stays, marked."""
    nomination = _editable(actor, nomination_id)
    document = db.session.get(DossierDocument, document_id)
    if document is None or document.nomination_id != nomination.id or document.removed_at is not None:
        raise Conflict("already_removed")
    document.removed_at = utc_now()
    audit.record(actor, "voting.document.remove", nomination, kind=document.kind)


def submit_nomination(actor: Actor, nomination_id: int) -> Nomination:
    """Submit the dossier. Raises RuleBroken(`dossier_incomplete`) naming what is missing."""
    nomination = _editable(actor, nomination_id)
    if not accepts_entries(nomination.round, utc_now()) and nomination.state == "draft":
        raise RuleBroken("entries_closed")
    lacking = [item.code for item in get_check_list(nomination) if not item.is_complete]
    if lacking:
        raise RuleBroken("dossier_incomplete", lacking=", ".join(lacking))
    move_nomination(nomination, NominationAct.SUBMIT)
    nomination.submitted_at = utc_now()
    audit.record(actor, "voting.nomination.submit", nomination)
    mails.dossier_submitted(nomination)
    return nomination


def accept_nomination(actor: Actor, nomination_id: int) -> Nomination:
    """The secretary accepts the dossier: what jurors see is frozen and the entry gets its code."""
    nomination = _handled(actor, nomination_id)
    lacking = [item.code for item in get_check_list(nomination) if not item.is_complete]
    if lacking:
        raise RuleBroken("dossier_incomplete", lacking=", ".join(lacking))
    check_standing([nomination])
    take_in(actor, nomination.round, [nomination])
    return nomination


def take_in(actor: Actor, round_: SelectionRound, nominations: Sequence[Nomination]) -> None:
    """Accept dossiers that whoever calls may accept and has checked; the number of statements does not grow with
    them.
    """
    makers = makers_of(nominations)
    new = [n for n in nominations if not n.codes]  # a dossier accepted a second time keeps its code
    give_codes(round_, new, scoring_pass=1)
    for nomination in nominations:
        move_nomination(nomination, NominationAct.ACCEPT)
        nomination.accepted_at = utc_now()
        nomination.entry = get_entry(nomination, makers[nomination.facility_id])
    audit.record_all(actor, "voting.nomination.accept", ((nomination, {}) for nomination in nominations))
    mails.dossiers_answered(nominations)


def return_nomination(actor: Actor, nomination_id: int, reason: str) -> Nomination:
    """The secretary sends the dossier back with a reason."""
    nomination = _handled(actor, nomination_id)
    if not reason.strip():
        raise RuleBroken("reason_needed", "reason")
    move_nomination(nomination, NominationAct.RETURN_FOR_CHANGES, reason)
    nomination.return_reason = reason
    audit.record(actor, "voting.nomination.return", nomination, reason=reason)
    mails.dossiers_answered([nomination])
    return nomination


def withdraw_nomination(actor: Actor, nomination_id: int, reason: str = "") -> Nomination:
    """The facility withdraws its entry before the decision; an earlier count stays as it is."""
    nomination = _get(nomination_id)
    authorize(actor, can_enter, nomination.facility_id)
    return leave_round(actor, nomination, reason)


def leave_round(actor: Actor, nomination: Nomination, reason: str) -> Nomination:
    """The entry leaves its round; whoever calls has judged who may say so."""
    leave_results(nomination, reason)
    move_nomination(nomination, NominationAct.WITHDRAW, reason)
    nomination.closed_reason = reason
    seal_entries(nomination.round)
    audit.record(actor, "voting.nomination.withdraw", nomination, reason=reason)
    return nomination


def may_withdraw(nomination: Nomination) -> bool:
    """Whether the entry can still be withdrawn at this step of its round."""
    state, round_state = NominationState(shown_state(nomination)), RoundState(nomination.round.state)
    return NominationAct.WITHDRAW in get_nomination_acts(state, round_state)


def seal_entries(round_: SelectionRound) -> None:
    """Seal the entries again when one leaves after scoring opened; the log shows that they were amended."""
    if round_.scoring_opened_at is None:
        return
    db.session.flush()  # the sealed entries show who left
    log.append(round_, "amend_entries", seals=sealed.seals(round_, "entries"))
    log.checkpoint(round_, "amend_entries")


def give_codes(round_: SelectionRound, nominations: Sequence[Nomination], *, scoring_pass: int) -> list[str]:
    """Random codes, unique in the round, that reveal nothing about product or order; in the order of the entries."""
    taken = set(db.session.scalars(select(EntryCode.code).where(EntryCode.round_id == round_.id)))
    codes = draw_codes(len(nominations), taken)
    rows = [
        {"round_id": round_.id, "nomination_id": nomination.id, "scoring_pass": scoring_pass, "code": code}
        for nomination, code in zip(nominations, codes, strict=True)
    ]
    if rows:
        db.session.execute(insert(EntryCode), rows)
    for nomination in nominations:
        db.session.expire(nomination, ["codes"])
    return codes


def _get(nomination_id: int) -> Nomination:
    nomination = db.session.get(Nomination, nomination_id, with_for_update=True)
    if nomination is None:
        raise NotFound("not_found")
    return nomination


def _editable(actor: Actor, nomination_id: int) -> Nomination:
    nomination = _get(nomination_id)
    authorize(actor, can_edit_nomination, nomination)
    return nomination


def _handled(actor: Actor, nomination_id: int) -> Nomination:
    nomination = _get(nomination_id)
    authorize(actor, can_see_nomination, nomination)
    authorize(actor, can_handle_dossiers, nomination.round)
    return nomination
