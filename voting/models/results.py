"""Counts, verdicts of the council and decisions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.audit import append_only
from app.core.database.base import Base, HasId


class TallyRecord(HasId, Base):
    """A frozen count. input and result: the documents of `tieubieu tally`; digest: SHA-256 of both, canonical.

    count: 1, and one more after each reopening of the pass; the highest holds, the others are kept.
    """

    __tablename__ = "tally_record"

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"), index=True)
    scoring_pass: Mapped[int]
    count: Mapped[int] = mapped_column(default=1)
    group: Mapped[str]
    input: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    program_version: Mapped[str]
    digest: Mapped[str]
    at: Mapped[datetime]


class CouncilVerdict(HasId, Base):
    """What the council decided on one entry. recognised: None while undecided; reason: needed against the score.

    votes: `for` or `against` by member id, where each member's vote was written down; empty after a secret ballot.
    """

    __tablename__ = "council_verdict"

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), unique=True)
    recognised: Mapped[bool]
    grade: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    votes_for: Mapped[int | None] = mapped_column(default=None)
    votes_against: Mapped[int | None] = mapped_column(default=None)
    votes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    valid_until: Mapped[date | None] = mapped_column(default=None)
    decided_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime]


class CouncilSession(HasId, Base):
    """A session of the council. present: ids of the members who were there; the latest one holds."""

    __tablename__ = "council_session"

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"), index=True)
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(default="")
    agenda: Mapped[str] = mapped_column(default="")
    present: Mapped[list[Any]]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]


class RecognitionDecision(HasId, Base):
    """The decision that recognises a round's products. number: e.g. 44/QĐ-SCT, loosely checked.

    frozen: everything the result page, its PDF and the API show, written once at publication.
    """

    __tablename__ = "recognition_decision"

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"), unique=True)
    number: Mapped[str]
    signed_on: Mapped[date]
    signer: Mapped[str]
    signer_title: Mapped[str] = mapped_column(default="")
    authority: Mapped[str]
    valid_until: Mapped[date]
    file: Mapped[str] = mapped_column(default="")
    frozen: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(default=None)


append_only("tally_record")
