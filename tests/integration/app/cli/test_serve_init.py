"""`tieubieu serve --init`, as `make run` calls it."""

from pathlib import Path

import pytest

from app.migrations.state import current, revisions
from tests.e2e.server import Server
from tests.helpers import commands


@pytest.fixture
def server(tmp_path: Path):
    made = Server(tmp_path)
    yield made
    made.stop()


def test_an_account_of_before_stays_alone_and_the_site_is_served(server: Server) -> None:
    """A database that somebody works with gets no demonstration."""
    server.tieubieu("migrate")
    server.tieubieu(
        "user",
        "create",
        "--email",
        "quan-tri@tieubieu.example",
        "--role",
        "admin",
        typed="ba-con-voi-di-dao-07\n" * 2,
    )
    server.start("--init")
    assert current(f"sqlite:///{server.folder / 'var' / 'tieubieu.db'}") == revisions()[0]
    assert not (server.folder / "var" / "demo-accounts.json").exists()
    assert "Tiêu Biểu: " + server.url in server.log_text()


def test_a_start_whose_database_cannot_be_filled_ends_with_the_reason(server: Server) -> None:
    folder = server.folder / "var"
    folder.mkdir()
    (folder / "tieubieu.db").write_text(
        "no database at all, but long enough to be taken for one\n" * 20, "utf-8"
    )
    done = commands.run(["serve", "--init"], server.env)
    assert done.returncode == 1
    assert "file is not a database" in done.stderr
    assert len(done.stderr.splitlines()) == 1
