"""Backup and restore of an installation on PostgreSQL."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app import create_app
from app.accounts.models import User
from app.accounts.services import members
from app.accounts.services.members import Scope
from app.core.actor import SYSTEM, Role
from app.core.audit import AuditEntry
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.migrations.run import upgrade
from app.ops.backup import restore_backup, write_backup
from catalog.models import AdministrativeUnit
from tests.helpers.postgres import postgres_programs, running_postgres

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.skipif(
        postgres_programs() is None, reason="no PostgreSQL server (apt-get install postgresql)"
    ),
]


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
