"""Who did what, to what, when: written in the transaction of the change, never changed afterwards."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import DDL, Index, event, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import Base, HasId, db
from app.core.database.transaction import RECORDED, in_transaction


class AuditEntry(HasId, Base):
    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "subject_kind", "subject_id"), Index(None, "act", "id"))

    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(index=True)
    actor_label: Mapped[str]
    act: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    subject_label: Mapped[str]
    detail: Mapped[dict[str, Any]]


APPEND_ONLY: set[str] = set()
"""Append-only tables; the names given to `append_only`."""


def append_only(table: str) -> None:
    """Refuse UPDATE and DELETE on a table by triggers (SQLite) or a trigger function (PostgreSQL; TRUNCATE too)."""
    APPEND_ONLY.add(table)
    target = Base.metadata.tables[table]
    for verb in ("UPDATE", "DELETE"):
        name = f"{table}_no_{verb.lower()}"
        event.listen(target, "after_create", _sqlite_refusal(name, verb, table))
        event.listen(target, "after_create", _postgres_refusal(name, verb, table))
    event.listen(target, "after_create", _postgres_refusal(f"{table}_no_truncate", "TRUNCATE", table))


def append_only_statements(table: str, dialect: str) -> list[str]:
    """The DDL that `append_only` runs, for migrations. dialect: `sqlite` or `postgresql`."""
    make = _sqlite_refusal if dialect == "sqlite" else _postgres_refusal
    verbs = ("UPDATE", "DELETE") if dialect == "sqlite" else ("UPDATE", "DELETE", "TRUNCATE")
    return [str(make(f"{table}_no_{verb.lower()}", verb, table).statement) for verb in verbs]


def grant_statements(role: str) -> list[str]:
    """PostgreSQL: what the role of the web server may do: all but change what is append-only, and no DDL.

    role: a name in quotes already or plain. The owner of the tables, who migrates, is another role.
    """
    names = sorted(Base.metadata.tables)
    kept = ", ".join(f'"{name}"' for name in names if name in APPEND_ONLY)
    free = ", ".join(f'"{name}"' for name in names if name not in APPEND_ONLY)
    return [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {free} TO {role}",
        f"GRANT SELECT, INSERT ON {kept} TO {role}",
        f"GRANT SELECT ON alembic_version TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ]


def _sqlite_refusal(name: str, verb: str, table: str) -> DDL:
    return DDL(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    ).execute_if(dialect="sqlite")


def _postgres_refusal(name: str, verb: str, table: str) -> DDL:
    return DDL(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$; "
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
        f"FOR EACH {'STATEMENT' if verb == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION {name}();"
    ).execute_if(dialect="postgresql")


append_only("audit_entry")


def record(actor: Actor, act: str, subject: object, *, label: str = "", **detail: Any) -> AuditEntry:
    """Write one audit line. Must run inside `transaction()`.

    act: `package.noun.verb`. subject: a mapped object (flushed here when it has no id yet) or a pair
    (kind, id). detail: JSON values, never a secret.
    """
    entry = AuditEntry(**_line(actor, act, subject, label, detail))
    db.session.add(entry)
    return entry


def record_all(actor: Actor, act: str, records: Iterable[tuple[object, dict[str, Any]]]) -> None:
    """As `record` for many subjects, each with its detail, by one statement."""
    lines = [_line(actor, act, subject, "", detail) for subject, detail in records]
    if lines:
        db.session.execute(insert(AuditEntry), lines)


def _line(actor: Actor, act: str, subject: object, label: str, detail: dict[str, Any]) -> dict[str, Any]:
    """The columns of one line."""
    if not in_transaction():
        raise RuntimeError("audit outside a transaction")
    kind, key = _subject(subject)
    db.session().info.setdefault(RECORDED, (kind, key))
    return {
        "at": utc_now(),
        "user_id": actor.user_id,
        "actor_label": actor.label,
        "act": act,
        "subject_kind": kind,
        "subject_id": key,
        "subject_label": label or str(getattr(subject, "audit_label", "")),
        "detail": detail,
    }


def first_recorded(session: Session) -> tuple[str, str] | None:
    """Kind and id of what the first act of the running transaction is about."""
    found: tuple[str, str] | None = session.info.get(RECORDED)
    return found


def has_done(actor: Actor, act: str, subject: tuple[str, int]) -> bool:
    """Whether this very person did this to that subject before. subject: (kind, id)."""
    kind, key = _subject(subject)
    mine = (AuditEntry.user_id == actor.user_id) & (AuditEntry.act == act)
    found = select(AuditEntry.id).where(
        mine, AuditEntry.subject_kind == kind, AuditEntry.subject_id == key
    ).limit(1)  # fmt: skip
    return db.session.scalar(found) is not None


def _subject(subject: object) -> tuple[str, str]:
    if isinstance(subject, tuple):
        return str(subject[0]), str(subject[1])
    if getattr(subject, "id", None) is None:
        db.session.flush()  # the audit line needs the new row's id
    return str(getattr(subject, "__tablename__", type(subject).__name__)), str(getattr(subject, "id", ""))
