"""A juror saves and submits a sheet. Each save is an append-only revision, on disk before the answer is sent."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from operator import attrgetter
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db, insert_plain
from app.core.errors import Conflict, RuleBroken, Unavailable
from app.core.policy import authorize
from app.core.text import control_characters, nfc
from voting.enums import BallotStatus
from voting.jury.services import find_recusal
from voting.log import writer as log
from voting.log.ballots import ballot_facts, sheet_status
from voting.log.edge import LogEdge
from voting.models import EntryCode, Nomination, RoundLeaf, ScoreSheet, ScoreSheetRevision, SelectionRound
from voting.policies import can_lead, can_score
from voting.rounds.services import get_round_for_change
from voting.rounds.status import RANKED, accepts_scores
from voting.rule_sets.services import rules_from
from voting.rules.rule_set import RuleSet, scored
from voting.score_sheets import mails
from voting.score_sheets.standing import COLUMNS, Revision, Standing, get_standing
from voting.tally.exact import exact_text, parse_decimal

COMMENT_LIMIT = 4_000
LONGEST_SCORE = 12
CLOCK_RETRY = 5
"""Seconds until a machine whose clock is behind is asked again."""
_VALUES = attrgetter(*COLUMNS)
_SET = (
    update(cast("Table", ScoreSheet.__table__))
    .where(ScoreSheet.id == bindparam("sheet_id"))
    .values(revision=bindparam("to"), status=bindparam("as"))
)


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


def save_sheet(actor: Actor, key: str, saving: Saving) -> Revision:
    """Append a revision; the same client_id with the same content again returns the revision of the first time.

    Raises NotFound (no such sheet, or the juror stands aside), Conflict `scoring_closed`, `already_submitted`,
    `client_id_used` (for other content), `sheet_given_up` (another juror has the entry now) or `sheet_changed` (another
    device saved after `base`), RuleBroken naming the criterion.
    """
    client_id = _client_id(saving.client_id)
    found = get_standing(key, client_id)
    round_, sheet = found.round, found.sheet
    authorize(actor, can_score, sheet, recused=sheet.is_recused)
    if client_id is None:
        raise RuleBroken("bad_client_id", "client_id")
    if found.saved is not None:
        if not _is_same(found.saved, saving):
            raise Conflict("client_id_used")
        return found.saved
    now = utc_now()  # the one moment that is compared with the deadline and stored
    _check_takes(found, saving, now)
    revision = Revision(
        sheet_id=sheet.id,
        revision=sheet.revision + 1,
        client_id=client_id,
        comment=clean_comment(saving.comment),
        scores=clean_scores(rules_from(sheet.rules), saving.scores, complete=saving.submit),
        status="cast" if saving.submit else "draft",
        saved_by=actor.user_id,
        saved_at=now,
    )
    edge = LogEdge(round_.id, sheet.size or 0, sheet.nodes or [])
    revision = _store(edge, sheet, revision)
    if saving.submit:
        subject = (ScoreSheet.__tablename__, sheet.id)
        audit.record(actor, "voting.sheet.submit", subject, label=sheet.code, receipt=revision.receipt)
        note = edge.sign(db.session.connection(), log.origin(round_), "ballot")
        mails.sheet_received(actor, round_, sheet.code, revision, note)
    return revision


def _store(edge: LogEdge, sheet: Any, revision: Revision) -> Revision:
    """Seal a revision in the log and store it, by plain statements."""
    connection = db.session.connection()
    leaf = edge.append(connection, "ballot", ballot_facts(revision, sheet, sheet, sheet.code, sheet.previous))
    revision = replace(revision, leaf_index=leaf["position"], receipt=log.receipt_of(leaf["leaf_hash"]))
    insert_plain(connection, ScoreSheetRevision.__table__, COLUMNS, [_VALUES(revision)])
    connection.execute(
        _SET, {"sheet_id": sheet.id, "to": revision.revision, "as": sheet_status(revision.status)}
    )
    return revision


def _check_takes(found: Standing, saving: Saving, now: datetime) -> None:
    """Whether a sheet takes another revision now. Raises Conflict, as `save_sheet` says, and Unavailable where this
    machine's clock is behind the log, for somebody set it back: another one takes the sheet, or this one later.
    """
    round_, sheet = found.round, found.sheet
    if sheet.status == "void":  # of a divided jury; it may have been typed without a network
        raise Conflict("sheet_given_up", entry=sheet.code)
    if not accepts_scores(round_, now) or sheet.scoring_pass != round_.scoring_pass:
        raise Conflict("scoring_closed")
    if sheet.last_at is not None and now < sheet.last_at:
        raise Unavailable("clock_went_back", retry_after=CLOCK_RETRY)
    if sheet.nomination_state not in RANKED:
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
) -> ScoreSheetRevision:
    """Seal one revision in the log and store it. status: draft, cast, recused, absent, void. source: screen, paper."""
    code, previous = code_of(sheet), _previous(round_, sheet)
    sheet.revision += 1
    sheet.status = sheet_status(status)
    revision = ScoreSheetRevision(
        sheet_id=sheet.id,
        revision=sheet.revision,
        client_id=client_id,
        scores=scores,
        comment=comment,
        status=status,
        saved_by=user_id,
        saved_at=utc_now(),
        source=source,
    )
    leaf = log.append(round_, "ballot", **ballot_facts(revision, sheet.juror, sheet, code, previous))
    revision.leaf_index, revision.receipt = leaf.position, log.receipt_of(leaf.leaf_hash)
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


def _is_same(before: Revision, saving: Saving) -> bool:
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
