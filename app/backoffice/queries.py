"""Reads of the back office."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from app.accounts.models import Membership, User
from app.core.audit import AuditEntry
from app.core.clock import VIETNAM
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.mail import OutboxMail
from app.core.text import fold
from app.core.work.jobs import Job

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """actor: part of a name or address; act: beginning of a code; days in Việt Nam, both inclusive."""

    actor: str = ""
    act: str = ""
    subject_kind: str = ""
    subject_id: str = ""
    since: date | None = None
    until: date | None = None


def list_users(text: str = "", role: str = "", *, page: int = 1) -> tuple[list[User], int]:
    """People whose name or address holds the words typed (marks and case do not matter), and how many there are."""
    query = select(User.id, User.email, User.name).order_by(User.email)
    if role:
        query = query.where(User.memberships.any(Membership.role == role))
    wanted = fold(text).split()
    ids = [
        row.id
        for row in db.session.execute(query)
        if all(word in fold(f"{row.email} {row.name}") for word in wanted)
    ]  # fmt: skip
    shown = ids[(page - 1) * PER_PAGE : page * PER_PAGE]
    rows = select(User).where(User.id.in_(shown)).options(selectinload(User.memberships)).order_by(User.email)
    return list(db.session.scalars(rows)), len(ids)


def get_user(user_id: int) -> User:
    """Raises NotFound."""
    user = db.session.get(User, user_id, options=[selectinload(User.memberships)])
    if user is None:
        raise NotFound("not_found")
    return user


def list_audit(
    wanted: AuditFilter, *, page: int = 1, per_page: int = PER_PAGE
) -> tuple[list[AuditEntry], int]:
    """The register of acts, newest first, and how many lines fit the filter."""
    conditions = _conditions(wanted)
    total = db.session.scalar(select(func.count()).select_from(AuditEntry).where(*conditions)) or 0
    query = select(AuditEntry).where(*conditions).order_by(AuditEntry.id.desc())
    return list(db.session.scalars(query.limit(per_page).offset((page - 1) * per_page))), total


def list_audit_words() -> tuple[list[str], list[str]]:
    """The acts and the kinds of subject that the register holds."""
    acts = db.session.scalars(select(AuditEntry.act).distinct())
    kinds = db.session.scalars(select(AuditEntry.subject_kind).distinct())
    return list(acts), list(kinds)


def list_jobs(state: str = "", *, page: int = 1) -> tuple[list[Job], int]:
    """Jobs, newest first, and how many."""
    conditions = [Job.state == state] if state else []
    total = db.session.scalar(select(func.count()).select_from(Job).where(*conditions)) or 0
    query = select(Job).where(*conditions).order_by(Job.id.desc())
    return list(db.session.scalars(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE))), total


def count_jobs() -> dict[str, int]:
    """How many jobs there are in each state."""
    query = select(Job.state, func.count()).group_by(Job.state)
    return {row[0]: row[1] for row in db.session.execute(query)}


def get_job(job_id: int) -> Job:
    """Raises NotFound."""
    job = db.session.get(Job, job_id)
    if job is None:
        raise NotFound("not_found")
    return job


def list_mails(*, only_unsent: bool = False, page: int = 1) -> tuple[list[OutboxMail], int]:
    """The outbox, newest first, and how many mails."""
    conditions = [OutboxMail.sent_at.is_(None)] if only_unsent else []
    total = db.session.scalar(select(func.count()).select_from(OutboxMail).where(*conditions)) or 0
    query = select(OutboxMail).where(*conditions).order_by(OutboxMail.id.desc())
    return list(db.session.scalars(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE))), total


def get_mail(mail_id: int) -> OutboxMail:
    """Raises NotFound."""
    mail = db.session.get(OutboxMail, mail_id)
    if mail is None:
        raise NotFound("not_found")
    return mail


def count_failing_mails() -> int:
    """Mails that could not be handed over so far."""
    query = (
        select(func.count())
        .select_from(OutboxMail)
        .where(OutboxMail.sent_at.is_(None), OutboxMail.error != "")
    )
    return db.session.scalar(query) or 0


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.actor:
        people = select(User.id).where(User.email.contains(wanted.actor.lower(), autoescape=True))
        by_label = AuditEntry.actor_label.contains(wanted.actor, autoescape=True)
        found.append(by_label | AuditEntry.user_id.in_(people))
    if wanted.act:
        found.append(AuditEntry.act.startswith(wanted.act, autoescape=True))
    if wanted.subject_kind:
        found.append(AuditEntry.subject_kind == wanted.subject_kind)
    if wanted.subject_id:
        found.append(AuditEntry.subject_id == wanted.subject_id)
    if wanted.since:
        found.append(AuditEntry.at >= _midnight(wanted.since))
    if wanted.until:
        found.append(AuditEntry.at < _midnight(wanted.until + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
