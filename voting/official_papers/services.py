"""Set how a round's office writes its papers, and give a paper its number."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from voting.enums import RoundState
from voting.models import PaperNumber, PaperOffice, SelectionRound
from voting.official_papers.queries import find_number, get_office, propose_number
from voting.official_papers.series import Numbering, PaperKind
from voting.policies import can_decide, can_manage_round, can_see_secretariat
from voting.rounds.services import get_round_for_change

HIGHEST = 99_999


@dataclass(frozen=True, slots=True)
class OfficeData:
    """As filled in; see `voting.models.PaperOffice`."""

    council: str
    council_sign: str
    body_sign: str
    parent: str = ""
    place: str = ""
    drafter: str = ""
    signer_power: str = ""
    signer_post: str = ""
    signer_name: str = ""
    numbering: str = Numbering.BY_TYPE


def set_office(actor: Actor, round_id: int, data: OfficeData) -> PaperOffice:
    """Keep how the papers of a round are headed and signed; later rounds of the same body begin with it."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_see_secretariat, round_)
    for field in ("council", "council_sign", "body_sign"):
        if not getattr(data, field).strip():
            raise RuleBroken("fill_in", field)
    row = db.session.scalar(select(PaperOffice).where(PaperOffice.round_id == round_id))
    if row is None:
        row = PaperOffice(round_id=round_id)
        db.session.add(row)
    for name, value in asdict(data).items():
        setattr(row, name, " ".join(value.split()))
    row.saved_by, row.saved_at = actor.user_id, utc_now()
    db.session.flush()
    audit.record(actor, "voting.paper_office.change", round_)
    return row


def give_number(
    actor: Actor,
    round_id: int,
    kind: PaperKind,
    signed_on: date,
    *,
    subject: str = "",
    number: int | None = None,
) -> PaperNumber:
    """Give a paper its number and day: the next of its series, or the one that the registry gave.

    Given again, it changes: the act is in the register, and the scan under another number is dropped. Raises Conflict
    where another paper has that number, (`round_over`) for a plan with its scan once the round is over.
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_see_secretariat if kind is PaperKind.PLAN else can_decide, round_)
    if number is not None and not 1 <= number <= HIGHEST:
        raise RuleBroken("paper_number_range", "number", most=HIGHEST)
    earlier = find_number(round_.id, kind, subject)
    if earlier and earlier.file:
        _check_goes_on(round_)
    before = (earlier.number, earlier.sign, earlier.signed_on, earlier.file) if earlier else None
    row = _given(actor, round_, kind, signed_on, subject, number)
    db.session.flush()
    audit.record(actor, "voting.paper_number.give", round_, number=row.audit_label, kind=kind)
    if before and before[3] and before[:3] != (row.number, row.sign, row.signed_on):
        _replace_scan(actor, round_, row, "", "")  # it shows a number that the plan no longer has
    return row


def keep_plan_scan(
    actor: Actor, round_id: int, file: str, media_type: str, *, instead_of: str = ""
) -> PaperNumber:
    """Keep the scan of the signed plan; it is public with the round. instead_of: the scan that the person saw there.

    Raises RuleBroken(`plan_without_number`) at `scan`: a plan is signed once it has its number and day; Conflict
    (`scan_replaced`) where another scan was put there meanwhile, (`round_over`) once the round is archived or annulled.
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_manage_round, round_)
    _check_goes_on(round_)
    row = find_number(round_.id, PaperKind.PLAN)
    if row is None:
        raise RuleBroken("plan_without_number", "scan")
    if row.file != instead_of:
        raise Conflict("scan_replaced")
    _replace_scan(actor, round_, row, file, media_type)
    return row


def _check_goes_on(round_: SelectionRound) -> None:
    if round_.state in {RoundState.ARCHIVED, RoundState.ANNULLED}:
        raise Conflict("round_over")


def _replace_scan(actor: Actor, round_: SelectionRound, row: PaperNumber, file: str, media_type: str) -> None:
    """Files are named after their SHA-256, which the register keeps of both, so that a change leaves a trace."""
    old, new = row.file.partition(".")[0], file.partition(".")[0]
    row.file, row.media_type = file, media_type
    record_change("round", round_.id)
    audit.record(actor, "voting.round.scan", round_, number=row.audit_label, old=old, new=new)


def number_notices(actor: Actor, round_id: int, signed_on: date, subjects: list[str]) -> int:
    """Give each facility's notice that has no number yet the next one; returns how many."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_decide, round_)
    missing = [one for one in subjects if find_number(round_id, PaperKind.NOTICE, one) is None]
    for subject in missing:
        _given(actor, round_, PaperKind.NOTICE, signed_on, subject, None)
        db.session.flush()  # the next one counts it
    if missing:
        audit.record(actor, "voting.paper_number.give", round_, kind=PaperKind.NOTICE, count=len(missing))
    return len(missing)


def _given(
    actor: Actor, round_: SelectionRound, kind: PaperKind, signed_on: date, subject: str, number: int | None
) -> PaperNumber:
    office = get_office(round_)
    row = find_number(round_.id, kind, subject)
    if row is None:
        chosen = number or propose_number(round_, kind, signed_on)
        row = PaperNumber(round_id=round_.id, kind=kind, subject=subject, number=chosen)
        db.session.add(row)
    elif number is not None:
        row.number = number
    row.series, row.year = office.series(kind), signed_on.year
    row.sign, row.signed_on = office.sign(kind), signed_on
    row.given_by, row.given_at = actor.user_id, utc_now()
    return row
