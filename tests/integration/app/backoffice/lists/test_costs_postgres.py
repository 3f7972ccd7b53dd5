"""Officers' lists on PostgreSQL: every statement of a long list finds its rows by an index."""

import json

import pytest
from sqlalchemy import text

from app.core.database.base import db
from tests.factories import everything
from tests.factories.accounts import signed_in_client
from tests.helpers.postgres import needs_postgres
from tests.helpers.statements import statements
from tests.integration.app.backoffice.lists.test_costs import PAGES, QUESTIONS, USUAL, fill
from tests.integration.app.site import test_costs_postgres as site

pytestmark = [*needs_postgres, pytest.mark.slow]
app = site.app


def read_whole(node):
    """The tables that a plan reads without any index, from the plan's node downwards."""
    found = [table for part in node.get("Plans", []) for table in read_whole(part)]
    return [*found, node["Relation Name"]] if node["Node Type"] == "Seq Scan" else found


def test_a_long_list_is_taken_by_an_index(app, monkeypatch):
    monkeypatch.setattr("app.backoffice.lists.queries.MOST_COUNTED", 0)
    factory = everything()
    client = signed_in_client(app, factory.user("officer-national"))
    fill(factory, 3)
    dear = {}
    with statements() as heard:
        for path in [f"{path}{question}" for path in PAGES for question in (*QUESTIONS, "?q=0893")]:
            assert client.get(path).status_code == 200
    said = [(one, values) for one, values in heard if one.lstrip().upper().startswith("SELECT")]
    db.session.remove()
    with db.engine.connect() as connection:
        connection.execute(text("SET enable_seqscan = off"))
        for statement, parameters in said:
            plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar()
            plan = json.loads(plan) if isinstance(plan, str) else plan
            if "LIKE" in statement or USUAL.match(statement):
                continue  # words are looked for in a whole index
            if tables := set(read_whole(plan[0]["Plan"])) - site.FEW - {"user"}:
                dear[statement] = tables
    assert dear == {}
