"""A PostgreSQL server that stops and comes back: answers in the meantime, and no restart of ours afterwards."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from app import create_app
from app.core.database.base import db
from app.core.database.changes import latest_change, list_changes, record_change
from app.core.database.transaction import transaction
from app.core.errors import Unavailable
from app.migrations.run import upgrade
from app.web.access import access
from tests.conftest import make_settings
from tests.helpers import postgres

pytestmark = postgres.needs_postgres


@pytest.fixture
def served(tmp_path):
    with postgres.running_postgres() as address:
        upgrade(address)
        app = create_app(replace(make_settings(tmp_path), database_url=address))
        app.extensions["micro_cache"].look = 0.0
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def test_server_that_goes_and_comes_back(served):
    client = served.test_client()
    folder = Path(db.session.scalar(text("SHOW data_directory")))
    options = postgres.options_of(folder)
    assert client.get("/").status_code == 200
    limits = [
        db.session.scalar(text(f"SHOW tcp_{name}"))
        for name in ("user_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count")
    ]
    assert limits == ["5000", "3", "1", "3"]  # ms, s, s: the server lets go of a machine that is cut off
    own = db.session.connection().connection.dbapi_connection.info.get_parameters()
    assert (own["tcp_user_timeout"], own["connect_timeout"]) == (
        "3000",
        "2",
    )  # ms, s: and the machine finds out
    with transaction():
        record_change("product", 1)
    position = latest_change()

    postgres.control(folder, "-m", "immediate", "stop")
    for path in ("/", "/san-pham"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert "Chưa có gì được lưu" in answer.text
    with pytest.raises(Unavailable), transaction():
        record_change("product", 2)

    postgres.control(folder, "-o", options, "-wt", str(postgres.START), "start")
    assert client.get("/").status_code == 200
    assert latest_change() == position
    with transaction():
        record_change("product", 3)
    assert [row.key for row in list_changes(position)] == ["3"]


def test_answer_that_is_made_does_not_fail_where_the_server_goes_before_its_end(served):
    """A rollback meets a connection that is gone; the next request has a new one."""

    @served.get("/cut-off")
    @access("public")
    def cut_off():
        mine = db.session.scalar(text("SELECT pg_backend_pid()"))
        with db.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:mine, 5000)"), {"mine": mine})
        return "made"

    client = served.test_client()
    with served.app_context():  # its session ends with the request
        answer = client.get("/cut-off")
    assert (answer.status_code, answer.text) == (200, "made")
    with served.app_context():
        assert client.get("/").status_code == 200
