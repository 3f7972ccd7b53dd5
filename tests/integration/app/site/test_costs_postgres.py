"""What public pages ask of PostgreSQL: each statement finds the rows of growing tables by a condition of an index."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import text

from app import create_app
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.migrations.run import upgrade
from app.site import pages
from catalog.units.services import sync_units
from tests.conftest import make_settings
from tests.factories import everything
from tests.helpers.postgres import needs_postgres, running_postgres
from tests.helpers.statements import statements
from tests.integration.app.site.test_costs import PAGES, SMALL, fill

pytestmark = [*needs_postgres, pytest.mark.slow]
FEW = SMALL | {"tally", "recognition_cell", "user_session", "setting"}
"""Tables that do not grow with the catalogue; of numbers and cells there are as many as values."""


@pytest.fixture
def app(tmp_path):
    with running_postgres() as url:
        upgrade(url)
        application = create_app(replace(make_settings(tmp_path / "var"), database_url=url))
        with application.app_context():
            with transaction():
                sync_units()
            yield application
            db.session.remove()
            db.engine.dispose()


def walked(node):
    """The tables that a plan reads without a condition of an index, from the plan's node downwards."""
    below = node.get("Plans", [])
    found = [table for part in below for table in walked(part)]
    by_bitmap = node["Node Type"] == "Bitmap Heap Scan" and "Index Cond" in json.dumps(below)
    if "Relation Name" in node and "Index Cond" not in node and not by_bitmap:
        found.append(node["Relation Name"])
    return found


def test_every_statement_finds_its_rows_by_an_index(app):
    factory = everything()
    fill(factory, 3)
    db.session.remove()
    client, dear = app.test_client(), {}
    for path in PAGES:
        with statements() as all_said:
            assert client.get(path, headers={"Authorization": "Bearer none"}).status_code == 200
        db.session.remove()
        said = [one for one in all_said if one[0].lstrip().upper().startswith(("SELECT", "WITH"))]
        assert said
        with db.engine.connect() as connection:
            connection.execute(text("SET enable_seqscan = off"))
            for statement, parameters in said:
                plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar()
                if tables := set(walked(plan[0]["Plan"])) - FEW:
                    dear.setdefault(path, set()).update(tables)
    assert dear == {}


def test_recognitions_of_a_product_are_found_by_an_index(app):
    factory = everything()
    for number in range(3):
        factory.award(factory.product(slug=f"gom-{number}"))
    db.session.remove()
    with statements() as said:
        assert app.test_client().get("/san-pham/gom-0").status_code == 200
    db.session.remove()
    ((statement, parameters),) = [one for one in said if "lead_slug" in one[0]]
    with db.engine.connect() as connection:
        connection.execute(text("SET enable_seqscan = off"))
        plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar()
    assert set(walked(plan[0]["Plan"])) - FEW <= {"merged_set", "merged_set_member", "nomination"}


def test_a_page_is_kept_where_the_driver_reads_documents(app, monkeypatch):
    factory, render, drawn = everything(), pages.render_page, []
    factory.award(factory.product(slug="mam", pictures=2))
    db.session.remove()
    monkeypatch.setattr(pages, "render_page", lambda *of, **given: drawn.append(of) or render(*of, **given))
    client = app.test_client()
    for path, change in (
        ("/san-pham/mam", "UPDATE product_picture SET alt_vi = 'Hình khác'"),
        ("/ket-qua", "UPDATE award SET product_name = 'Tên lúc ấy'"),
    ):
        del drawn[:]
        bodies = []
        for after in (None, None, None, change, None):
            if after:
                with transaction() as session:
                    session.execute(text(after))
            bodies.append(client.get(path, headers={"Authorization": "Bearer none"}).text)
            db.session.remove()
        assert (len(drawn), len(set(bodies)), bodies[2], bodies[4]) == (4, 2, bodies[0], bodies[3])
