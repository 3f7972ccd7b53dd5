"""Whole files on PostgreSQL: the same rows in the same order, and a register that was read at one moment."""

import json

import pytest

from app.core.database.base import db
from app.core.ports import ports
from app.core.work.jobs import Job, JobState, run_pending
from app.site.open_data import reads
from app.site.open_data.tables import TABLES
from app.site.whole_files import queries
from app.site.whole_files.models import WholeFile
from app.site.whole_files.tasks import order_whole_files
from catalog.register import writer
from tests.factories import everything
from tests.helpers.postgres import needs_postgres
from tests.integration.app.site import test_costs_postgres as site
from tests.integration.app.site.open_data.test_costs import fill

pytestmark = [*needs_postgres, pytest.mark.slow]
app = site.app


def test_tables_come_by_key_and_files_are_made(app, monkeypatch):
    monkeypatch.setattr(reads, "BATCH", 2)
    monkeypatch.setattr(writer, "ROWS", 2)
    monkeypatch.setattr(queries, "SMALL", 0)
    fill(everything(), 5)
    rows = {
        table.name: [row[5 if table.name == "results" else 1] for row in table.rows()] for table in TABLES
    }
    assert rows["products"] == ["Gốm 00", "Gốm 01", "Gốm 02", "Gốm 03", "Gốm 04"]
    assert rows["certificates"] == ["Gốm 04", "Gốm 03", "Gốm 02", "Gốm 01", "Gốm 00"]
    assert rows["results"] == ["Gốm 04", "Gốm 02", "Gốm 03", "Gốm 00", "Gốm 01"]
    db.session.rollback()
    order_whole_files()
    run_pending()
    assert [job.state for job in db.session.query(Job).filter_by(kind="site.whole_files")] == [JobState.DONE]
    register = db.session.query(WholeFile).filter_by(name="register.json").one()
    assert len(json.loads(ports().files.get(register.file))["certificates"]) == 5
