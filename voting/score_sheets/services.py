"""A juror saves and submits a sheet. Each save is an append-only revision, on disk before the answer is sent."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, RuleBroken, Unavailable
from app.core.policy import authorize
from app.core.text import control_characters, nfc
from voting.enums import BallotStatus
from voting.jury.services import find_recusal
from voting.log import writer as log
from voting.log.ballots import ballot_facts
from voting.models import EntryCode, Nomination, RoundLeaf, ScoreSheet, ScoreSheetRevision, SelectionRound
from voting.policies import can_lead, can_score
from voting.rounds.services import get_round_for_change
from voting.rounds.status import RANKED, accepts_scores
from voting.rules.rule_set import RuleSet, scored
from voting.score_sheets import mails
from voting.score_sheets.standing import Entry, Standing, get_standing
from voting.tally.exact import exact_text, parse_decimal

COMMENT_LIMIT = 4_000
LONGEST_SCORE = 12
CLOCK_RETRY = 5
"""Seconds until a machine whose clock is behind is asked again."""


@dataclass(frozen=True, slots=True)
class Saving:
    """What a client sends. client_id: a UUID made by the client; scores: {criterion code: text as typed}.

    base: the revision that the juror had before them while typing; None is not checked.
    """

    client_id: str
    scores: dict[str, str]
    comment: str = ""
    submit: bool = False
    base: int | None = None


def save_sheet(actor: Actor, key: str, saving: Saving) -> ScoreSheetRevision:
    """Append a revision; the same client_id with the same content again returns the revision of the first time.

    Raises NotFound (no such sheet, or the juror stands aside), Conflict `scoring_closed`, `already_submitted`,
    `client_id_used` (for other content), `sheet_given_up` (another juror has the entry now) or `sheet_changed` (another
    device saved after `base`), RuleBroken naming the criterion.
    """
    client_id = _client_id(saving.client_id)
    found = get_standing(key, client_id)
    round_, sheet = found.round, found.sheet
    authorize(actor, can_score, sheet, recused=found.is_recused)
    if client_id is None:
        raise RuleBroken("bad_client_id", "client_id")
    if found.saved is not None:
        before = db.session.get_one(ScoreSheetRevision, found.saved)
        if not _is_same(before, saving):
            raise Conflict("client_id_used")
        return before
    now = utc_now()  # the one moment that is compared with the deadline and stored
    _check_takes(found, saving, now)
    comment = clean_comment(saving.comment)
    scores = clean_scores(found.rules, saving.scores, complete=saving.submit)
    revision = append_revision(
        round_,
        sheet,
        status="cast" if saving.submit else "draft",
        scores=scores,
        comment=comment,
        client_id=client_id,
        user_id=actor.user_id,
        at=now,
        entry=found.entry,
    )
    if saving.submit:
        code = found.entry.code
        audit.record(actor, "voting.sheet.submit", sheet, label=code, receipt=revision.receipt)
        note = log.checkpoint(round_, "ballot")
        mails.sheet_received(actor, round_, code, revision, note)
    return revision


def _check_takes(found: Standing, saving: Saving, now: datetime) -> None:
    """Whether a sheet takes another revision now. Raises Conflict, as `save_sheet` says, and Unavailable where this
    machine's clock is behind the log, for somebody set it back: another one takes the sheet, or this one later.
    """
    round_, sheet = found.round, found.sheet
    if sheet.status == "void":  # of a divided jury; it may have been typed without a network
        raise Conflict("sheet_given_up", entry=found.entry.code)
    if not accepts_scores(round_, now) or sheet.scoring_pass != round_.scoring_pass:
        raise Conflict("scoring_closed")
    if found.last_at is not None and now < found.last_at:
        raise Unavailable("clock_went_back", retry_after=CLOCK_RETRY)
    if found.nomination_state not in RANKED:
        raise Conflict("entry_withdrawn")
    if sheet.status == "submitted":
        raise Conflict("already_submitted")
    if saving.base is not None and saving.base != sheet.revision:
        raise Conflict("sheet_changed")


def round_of(key: str) -> int:
    """The id of the round that a sheet belongs to; 0, which no round has, where there is no such sheet."""
    query = select(Nomination.round_id).join(ScoreSheet, ScoreSheet.nomination_id == Nomination.id)
    return db.session.scalar(query.where(ScoreSheet.key == key)) or 0


def append_revision(
    round_: SelectionRound,
    sheet: ScoreSheet,
    *,
    status: str,
    scores: dict[str, str],
    comment: str,
    client_id: str,
    user_id: int | None,
    source: str = "screen",
    at: datetime | None = None,
    entry: Entry | None = None,
) -> ScoreSheetRevision:
    """Seal one revision in the log and store it. status: draft, cast, recused, absent, void. source: screen, paper.

    at: when it is saved; now if None. entry: of the sheet before this revision, where it was read already.
    """
    code, previous = entry or (code_of(sheet), _previous(round_, sheet))
    sheet.revision += 1
    sheet.status = "submitted" if status == "cast" else status
    revision = ScoreSheetRevision(
        sheet_id=sheet.id,
        revision=sheet.revision,
        client_id=client_id,
        scores=scores,
        comment=comment,
        status=status,
        saved_by=user_id,
        saved_at=at or utc_now(),
        source=source,
    )
    facts = ballot_facts(revision, sheet.juror, code, sheet.scoring_pass, previous)
    leaf = log.append(round_, "ballot", **facts)
    revision.leaf_index, revision.receipt = leaf.position, log.receipt_of(leaf)
    db.session.add(revision)
    return revision


def append_draft(
    round_: SelectionRound, sheet: ScoreSheet, last: ScoreSheetRevision, user_id: int | None
) -> None:
    """Open a sheet again: a new draft that holds what an earlier revision held."""
    append_revision(
        round_, sheet, status="draft", scores=dict(last.scores), comment=last.comment,
        client_id=str(uuid.uuid4()), user_id=user_id,
    )  # fmt: skip


def reopen_sheet(actor: Actor, key: str, reason: str, *, juror_id: int | None = None) -> ScoreSheet:
    """The chair returns a submitted sheet to its juror; the cast revision stays in the log.

    juror_id: whose sheet it must be; None for any. Raises Conflict(`scoring_closed`), RuleBroken naming the field.
    """
    sheet = db.session.scalar(select(ScoreSheet).where(ScoreSheet.key == key))
    if sheet is None or juror_id not in {None, sheet.juror_id}:
        raise RuleBroken("choose_sheet", "sheet")
    round_ = get_round_for_change(sheet.nomination.round_id)
    authorize(actor, can_lead, round_)
    db.session.refresh(sheet)  # as it is under the lock: the second of two chairs at once finds it returned
    if not reason.strip():
        raise RuleBroken("reason_needed", "reason")
    if not accepts_scores(round_, utc_now()) or sheet.scoring_pass != round_.scoring_pass:
        raise Conflict("scoring_closed")
    if sheet.nomination.state not in RANKED:
        raise RuleBroken("entry_withdrawn", "sheet")
    if find_recusal(sheet.juror_id, sheet.nomination_id) is not None:
        raise RuleBroken("choose_sheet", "sheet")
    if sheet.status != "submitted":
        raise RuleBroken("sheet_not_submitted", "sheet")
    append_draft(round_, sheet, get_last_revision(sheet), actor.user_id)
    log.append(round_, "reopen_sheet", juror=sheet.juror.alias, entry=code_of(sheet), reason=reason.strip())
    log.checkpoint(round_, "reopen_sheet")
    audit.record(actor, "voting.sheet.reopen", sheet, label=code_of(sheet), reason=reason.strip())
    mails.sheet_returned(round_, sheet.juror, code_of(sheet), reason.strip())
    return sheet


def clean_scores(rules: RuleSet, typed: dict[str, str], *, complete: bool) -> dict[str, str]:
    """Exact ASCII decimals by criterion; blanks left out. A form turns "35,5" into "35.5" before.

    Raises RuleBroken naming the criterion: unknown, not a number, over the maximum, or missing when complete.
    """
    rows = {row.code: row for criterion in rules.criteria for row in scored(criterion)}
    if unknown := sorted(set(typed) - set(rows)):
        name = printable(unknown[0])
        raise RuleBroken("unknown_criterion", name, criterion=name)
    found: dict[str, str] = {}
    for code, row in rows.items():
        text = typed.get(code, "")
        if not text:
            if complete:
                raise RuleBroken("score_missing", code, criterion=code)
            continue
        value = _decimal(code, text)
        if value > row.maximum:
            raise RuleBroken("score_too_high", code, maximum=exact_text(row.maximum), criterion=code)
        found[code] = text
    return found


def clean_comment(text: str) -> str:
    """The remark in NFC. Raises RuleBroken when it is too long or holds invisible characters."""
    comment = nfc(text.replace("\r\n", "\n"))
    if names := control_characters(comment):
        raise RuleBroken("control_characters", "comment", names=", ".join(names[:3]))
    if len(comment) > COMMENT_LIMIT:
        raise RuleBroken("too_long", "comment", limit=COMMENT_LIMIT)
    return comment


def printable(text: str) -> str:
    """A client's value, shortened to be repeated in a refusal."""
    return text[:40].encode("ascii", "backslashreplace").decode()


def _decimal(code: str, text: str) -> Fraction:
    value = parse_decimal(text)
    if value is None or len(text) > LONGEST_SCORE:
        raise RuleBroken("score_not_a_number", code, criterion=code)
    return value


def _client_id(text: str) -> str | None:
    """A UUID in the one form in which it is kept; None for other text."""
    try:
        return str(uuid.UUID(text))
    except (ValueError, AttributeError, TypeError):
        return None


def _is_same(before: ScoreSheetRevision, saving: Saving) -> bool:
    """Whether a client sends again what it sent before under this client_id."""
    scores = {code: text for code, text in saving.scores.items() if text}
    sent = (scores, nfc(saving.comment.replace("\r\n", "\n")), saving.submit)
    return sent == (before.scores, before.comment, before.status == BallotStatus.CAST)


def get_last_revision(sheet: ScoreSheet) -> ScoreSheetRevision:
    """What is on a sheet that has been saved at least once."""
    query = select(ScoreSheetRevision).where(
        ScoreSheetRevision.sheet_id == sheet.id, ScoreSheetRevision.revision == sheet.revision
    )
    return db.session.scalars(query).one()


def _previous(round_: SelectionRound, sheet: ScoreSheet) -> str | None:
    """The leaf hash of the last revision, None where there is none."""
    query = (
        select(RoundLeaf.leaf_hash)
        .join(ScoreSheetRevision, ScoreSheetRevision.leaf_index == RoundLeaf.position)
        .where(
            RoundLeaf.round_id == round_.id,
            ScoreSheetRevision.sheet_id == sheet.id,
            ScoreSheetRevision.revision == sheet.revision,
        )
    )
    return db.session.scalar(query)


def code_of(sheet: ScoreSheet) -> str:
    """The code under which the juror knows the entry of this sheet."""
    query = select(EntryCode.code).where(
        EntryCode.nomination_id == sheet.nomination_id, EntryCode.scoring_pass == sheet.scoring_pass
    )
    return db.session.scalars(query).one()
