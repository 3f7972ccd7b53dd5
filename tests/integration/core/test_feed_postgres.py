"""On PostgreSQL the change feed is numbered in the order of commits: no reader misses a change."""

import threading
from dataclasses import replace

import pytest

from app import create_app
from app.core.database.base import db
from app.core.database.changes import latest_change, list_changes, record_change
from app.core.database.transaction import transaction
from app.migrations.run import upgrade
from tests.conftest import make_settings
from tests.helpers.postgres import needs_postgres, running_postgres

pytestmark = needs_postgres


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with running_postgres() as address:
        upgrade(address)
        app = create_app(replace(make_settings(tmp_path_factory.mktemp("var")), database_url=address))
        yield app
        with app.app_context():
            db.engine.dispose()


def test_change_that_commits_late_comes_behind_those_before_it(served):
    """The slow writer records first and commits last; a reader that followed the fast one still meets it."""
    recorded, committed = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with served.app_context():
            with transaction() as session:
                record_change("product", "slow")
                session.flush()
                recorded.set()
                assert committed.wait(60)
            db.session.remove()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    with served.app_context():
        assert recorded.wait(60)
        with transaction():
            record_change("product", "fast")
        position = latest_change()
        assert [row.key for row in list_changes(position - 1)] == ["fast"]
        db.session.rollback()
        committed.set()
        slow.join()
        assert [row.key for row in list_changes(position)] == ["slow"]


def test_reader_meets_every_change_of_many_writers(served):
    writers, each = 4, 30
    expected = {f"{writer}-{number}" for writer in range(writers) for number in range(each)}

    def write(writer: int) -> None:
        with served.app_context():
            for number in range(each):
                with transaction():
                    record_change("lot", f"{writer}-{number}")
            db.session.remove()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(writers)]
    with served.app_context():
        position = latest_change()
        for thread in threads:
            thread.start()
        seen: list[str] = []
        while any(thread.is_alive() for thread in threads) or latest_change() > position:
            rows = list_changes(position)
            seen += [row.key for row in rows]
            position = rows[-1].id if rows else position
            db.session.rollback()
    assert len(seen) == writers * each
    assert set(seen) == expected
