import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from app.core import audit
from app.core.actor import SYSTEM
from app.core.audit import AuditEntry
from app.core.clock import utc_now
from app.core.database import base
from app.core.database.base import db
from app.core.database.changes import Change, latest_change, list_changes, record_change
from app.core.database.constraints import name_constraint
from app.core.database.transaction import after_commit, last_act, transaction
from app.core.errors import Conflict
from app.core.mail import OutboxMail, post_mail
from catalog.models import AdministrativeUnit


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_transaction_commits_all_or_nothing(app: Flask) -> None:
    before = count(Change)
    with pytest.raises(ZeroDivisionError), transaction():
        record_change("product", 1)
        raise ZeroDivisionError
    assert count(Change) == before
    with transaction():
        record_change("product", 1)
    assert count(Change) == before + 1


def test_transaction_does_not_nest(app: Flask) -> None:
    with transaction(), pytest.raises(RuntimeError, match="nest"), transaction():
        pass


def test_hooks_run_after_the_commit_only(app: Flask) -> None:
    seen: list[int] = []
    before = count(Change)
    with pytest.raises(ZeroDivisionError), transaction():
        after_commit(lambda: seen.append(-1))
        raise ZeroDivisionError
    with transaction():
        record_change("product", 2)
        after_commit(lambda: seen.append(count(Change)))
        assert seen == []
    assert seen == [before + 1]


def test_writes_outside_a_transaction_are_refused(app: Flask) -> None:
    for act in (
        lambda: record_change("product", 1),
        lambda: audit.record(SYSTEM, "x.y.z", ("thing", 1)),
        lambda: post_mail("a@example.vn", "s", "b"),
        lambda: after_commit(lambda: None),
    ):
        with pytest.raises(RuntimeError):
            act()


def test_broken_constraint_is_a_domain_error(app: Flask) -> None:
    unit = db.session.scalars(select(AdministrativeUnit)).first()
    assert unit is not None
    facts = {
        "list_version": unit.list_version,
        "code": unit.code,
        "name_vi": "x",
        "name_en": "x",
        "slug": "x",
    }
    name_constraint("uq_administrative_unit_list_version_code", "unit_twice", "code")
    with pytest.raises(Conflict) as caught, transaction() as session:
        session.add(
            AdministrativeUnit(
                **facts, kind="tinh", region="phia-bac", valid_from=unit.valid_from, valid_until=None
            )
        )
    assert (caught.value.code, caught.value.field) == ("unit_twice", "code")


def test_audit_cannot_be_changed(app: Flask) -> None:
    with transaction():
        audit.record(SYSTEM, "test.thing.made", ("thing", 7), label="Thing")
    for statement in ("UPDATE audit_entry SET act = 'x'", "DELETE FROM audit_entry"):
        with pytest.raises(IntegrityError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "test.thing.made")).one()
    assert (entry.subject_kind, entry.subject_id, entry.subject_label) == ("thing", "7", "Thing")


def test_change_feed_is_in_order(app: Flask) -> None:
    start = latest_change()
    for number in range(3):
        with transaction():
            record_change("product", number)
    assert [change.key for change in list_changes(start)] == ["0", "1", "2"]
    assert latest_change() == start + 3


def test_mail_subject_is_one_line(app: Flask) -> None:
    with transaction():
        post_mail("a@example.vn", "Xin chào\r\nBcc: x@example.vn", "…")
    assert db.session.scalars(select(OutboxMail)).one().subject == "Xin chào Bcc: x@example.vn"


def test_naive_datetimes_are_refused(app: Flask) -> None:
    with pytest.raises(Exception, match="naive"), transaction() as session:
        session.add(Change(at=datetime(2026, 1, 1), kind="x", key="1"))  # noqa: DTZ001


def test_datetimes_come_back_in_utc(app: Flask) -> None:
    moment = datetime(2026, 5, 1, 7, tzinfo=UTC) + timedelta(hours=1)
    with transaction() as session:
        session.add(Change(at=moment, kind="x", key="utc"))
    db.session.expire_all()
    found = db.session.scalars(select(Change).where(Change.key == "utc")).one()
    assert found.at == moment
    assert found.at.tzinfo is not None


def test_writers_wait_for_each_other(app: Flask) -> None:
    """Eight threads read, then write what they read plus one: no update is lost and nobody is refused."""
    with transaction() as session:
        session.add(Change(at=utc_now(), kind="counter", key="0"))
    failures: list[BaseException] = []

    def add() -> None:
        with app.app_context():
            try:
                for _ in range(10):
                    with transaction() as session:
                        row = session.scalars(select(Change).where(Change.kind == "counter")).one()
                        row.key = str(int(row.key) + 1)
            except BaseException as error:
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert failures == []
    assert db.session.scalars(select(Change).where(Change.kind == "counter")).one().key == "80"


def test_sqlite_settings_keep_every_acknowledged_write(app: Flask) -> None:
    found = {
        name: db.session.execute(text(f"PRAGMA {name}")).scalar()
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_what_is_done_last_needs_a_transaction(app: Flask) -> None:
    with pytest.raises(RuntimeError, match=r"last_act\(\) outside a transaction"):
        last_act("feed", lambda: pytest.fail("it was made"))


@pytest.mark.parametrize("is_gone", [False, True])
def test_session_that_cannot_be_closed_is_an_error_unless_its_server_is_gone(
    app: Flask, monkeypatch: pytest.MonkeyPatch, is_gone: bool
) -> None:
    def fail(_session: object) -> None:
        raise OperationalError("ROLLBACK", {}, Exception("no answer"), connection_invalidated=is_gone)

    session = db.session()
    monkeypatch.setattr(base.BoundSession, "close", fail)
    if is_gone:
        session.close()
    else:
        with pytest.raises(OperationalError, match="no answer"):
            session.close()
    monkeypatch.undo()
