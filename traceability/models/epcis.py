"""Tables of the EPCIS repository: captured events and what they are found by, capture jobs, named queries."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.audit import append_only
from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from app.core.work.jobs import Job
from catalog.models.facilities import Facility


class CaptureJob(HasId, Base):
    """One delivery of events to a facility. key: its public id. behaviour: rollback or proceed.

    total: events delivered; done: events looked at and finished with; captured: events added; errors: at most
    `MAX_ERRORS` of error_count, as RFC 9457 objects; warnings: the same for what was kept but is doubtful.
    job_id: the work behind a large delivery, None for one that was finished while the sender waited.
    """

    __tablename__ = "capture_job"
    __table_args__ = (Index(None, "facility_id", "id"),)

    key: Mapped[str] = mapped_column(unique=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    behaviour: Mapped[str]
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    captured: Mapped[int] = mapped_column(default=0)
    error_count: Mapped[int] = mapped_column(default=0)
    errors: Mapped[list[Any]]
    warnings: Mapped[list[Any]]
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), default=None)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(default=None)

    facility: Mapped[Facility] = relationship()
    job: Mapped[Job | None] = relationship()


class CaptureBody(Base):
    """A large delivery until its job has finished with it. data: the document without its events, which are in pieces;
    the document as received where it has none, as deliveries had before.
    """

    __tablename__ = "capture_body"

    capture_job_id: Mapped[int] = mapped_column(ForeignKey("capture_job.id"), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class CapturePiece(Base):
    """Some events of a large delivery, as the text of a list in JSON. number: from 0, in the order of the document."""

    __tablename__ = "capture_piece"

    capture_job_id: Mapped[int] = mapped_column(ForeignKey("capture_job.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class EpcisEvent(HasId, Base):
    """An event as it is given out. event_id: as sent, else its own hash. body: EPCIS JSON, with a `@context` of
    its own where it uses prefixes. declaration: digest of the error declaration, "" for a plain event.
    capture_job_id: None for an event sent alone and for a diary entry.
    """

    __tablename__ = "epcis_event"
    __table_args__ = (
        UniqueConstraint("facility_id", "event_id", "event_hash", "declaration"),
        Index(None, "facility_id", "event_time"),
        Index(None, "facility_id", "record_time"),
    )

    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    capture_job_id: Mapped[int | None] = mapped_column(ForeignKey("capture_job.id"), default=None, index=True)
    event_id: Mapped[str]
    event_hash: Mapped[str]
    declaration: Mapped[str]
    event_time: Mapped[datetime]
    record_time: Mapped[datetime]
    body: Mapped[str] = mapped_column(Text)


_IN_ONE_TREE = {"sqlite_with_rowid": False}
"""The key, in the order of every question, is the whole row: nothing else need be kept, sorted or written."""


class EpcisTerm(Base):
    """A text that events are found by. name: a field as `index` names it; value: in its one spelling. event_id to
    last_id: the events, numbered without a gap; partners send long runs of events that differ in little.
    """

    __tablename__ = "epcis_term"
    __table_args__ = _IN_ONE_TREE

    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("epcis_event.id"), primary_key=True)
    last_id: Mapped[int]


class EpcisNumber(Base):
    """A number or a time (POSIX seconds) that events are found by; for comparing only, the body holds it exactly.
    event_id to last_id: as above.
    """

    __tablename__ = "epcis_number"
    __table_args__ = _IN_ONE_TREE

    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[float] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("epcis_event.id"), primary_key=True)
    last_id: Mapped[int]


class EpcisMirror(Base):
    """A diary entry that the repository has as an event."""

    __tablename__ = "epcis_mirror"

    trace_event_id: Mapped[int] = mapped_column(ForeignKey("trace_event.id"), primary_key=True)


class EpcisQuery(HasId, Base):
    """A named query of a facility. query: the definition as sent."""

    __tablename__ = "epcis_query"
    __table_args__ = (UniqueConstraint("facility_id", "name"),)

    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    name: Mapped[str]
    query: Mapped[dict[str, Any]]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]


append_only("epcis_event")
name_constraint("uq_epcis_query_facility_id_name", "query_name_taken", "name")
