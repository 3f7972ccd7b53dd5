"""Backup and restore of an installation on PostgreSQL."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, select, text

from app import create_app
from app.accounts.models import User
from app.accounts.services import members
from app.accounts.services.members import Scope
from app.core.actor import SYSTEM, Role
from app.core.audit import AuditEntry
from app.core.database.base import Base, db
from app.core.database.transaction import transaction
from app.migrations.run import upgrade
from app.migrations.state import current
from app.ops.backup.archives import restore_backup, write_backup
from app.ops.backup.container import BackupError, member_of, write_archive
from app.ops.backup.postgres import PostgresError, check_dump, dump_database, load_dump, replace_database
from catalog.models import AdministrativeUnit
from tests.helpers.postgres import needs_postgres, running_postgres

pytestmark = [*needs_postgres, pytest.mark.slow]


def test_postgres_comes_back_as_it_was_and_goes_on(settings, tmp_path):
    from catalog.units.services import sync_units

    with running_postgres() as url:
        there = replace(settings, database_url=url)
        upgrade(url)
        application = create_app(there)
        with application.app_context():
            with transaction():
                sync_units()
                members.create_user(SYSTEM, "a@example.vn", "", Scope(Role.JUROR), name="Đỗ Lan")
            write_backup(there, tmp_path / "saved.tar.gz")
            with transaction():
                members.create_user(SYSTEM, "later@example.vn", "", Scope(Role.CHAIR))
            db.session.remove()
            db.engine.dispose()
            aside = restore_backup(there, tmp_path / "saved.tar.gz")["old_state"]
            assert [(user.id, user.name) for user in db.session.scalars(select(User))] == [(1, "Đỗ Lan")]
            assert len(db.session.scalars(select(AdministrativeUnit)).all()) == 97
            assert len(db.session.scalars(select(AuditEntry)).all()) == 2
            with transaction():
                assert members.create_user(SYSTEM, "b@example.vn", "", Scope(Role.CHAIR)).id == 2
            old = f'SELECT count(*) FROM "{aside.rpartition("/")[2]}"."user"'
            with db.engine.connect() as connection:
                assert connection.exec_driver_sql(old).scalar() == 2
            db.session.remove()
            db.engine.dispose()


def test_an_archive_of_before_is_still_read(settings, tmp_path):
    """Each table as JSON lines, in the order in which they can be loaded."""
    with running_postgres() as url:
        there = replace(settings, database_url=url)
        upgrade(url)
        application = create_app(there)
        with application.app_context():
            with transaction():
                members.create_user(SYSTEM, "a@example.vn", "", Scope(Role.JUROR), name="Đỗ Lan")
            _write_tables(url, tmp_path / "saved.tar.gz")
            with transaction():
                members.create_user(SYSTEM, "later@example.vn", "", Scope(Role.CHAIR))
            db.session.remove()
            db.engine.dispose()
            restore_backup(there, tmp_path / "saved.tar.gz")
            assert [(user.id, user.name) for user in db.session.scalars(select(User))] == [(1, "Đỗ Lan")]
            with transaction():
                assert members.create_user(SYSTEM, "b@example.vn", "", Scope(Role.CHAIR)).id == 2
            db.session.remove()
            db.engine.dispose()


def test_a_dump_that_cannot_be_loaded_changes_nothing(settings, tmp_path):
    with running_postgres() as url:
        there = replace(settings, database_url=url)
        upgrade(url)
        engine = create_engine(url)
        dump_database(url, tmp_path / "whole")
        with pytest.raises(PostgresError):
            replace_database(url, "aside", lambda: load_dump(url, tmp_path / "none"))
        with engine.connect() as connection:
            assert connection.exec_driver_sql('SELECT count(*) FROM public."user"').scalar() == 0
        engine.dispose()
        (tmp_path / "cut").write_bytes((tmp_path / "whole").read_bytes()[:200])
        with pytest.raises(PostgresError):
            check_dump(tmp_path / "cut")
        with pytest.raises(BackupError, match="does not exist"):
            write_backup(replace(there, database_url=f"{url}_else"), tmp_path / "x.tar.gz")


def test_a_missing_program_is_named(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    there = replace(settings, database_url="postgresql+psycopg://a:b@127.0.0.1:1/c")
    with pytest.raises(BackupError, match="pg_dump is not installed: it comes with the client"):
        write_backup(there, tmp_path / "x.tar.gz")


def _write_tables(url, target):
    import app.models  # noqa: F401  # fills the metadata

    engine, found = create_engine(url), []
    with engine.connect() as connection:
        for number, table in enumerate(Base.metadata.sorted_tables):
            rows = connection.execute(text(f'SELECT row_to_json(t) FROM "{table.name}" t')).scalars()
            path = target.parent / f"{number:03d}-{table.name}.jsonl"
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
            found.append(member_of(f"tables/{path.name}", path))
    engine.dispose()
    listed = [{"name": m.name, "size": m.size, "sha256": m.sha256} for m in found]
    manifest = {"format": 1, "database": "postgresql", "revision": current(url), "members": listed}
    write_archive(target, manifest, found)
