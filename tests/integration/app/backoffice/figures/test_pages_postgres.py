"""Figures on PostgreSQL: every question of a department, every facet of a list, and what no text may hold."""

import pytest

from app.backoffice.figures.questions import QUESTIONS
from app.backoffice.figures.views import columns_of, names_of
from app.backoffice.lists.labels import PLACES
from tests.factories import everything
from tests.factories.accounts import signed_in_client
from tests.helpers.postgres import needs_postgres
from tests.integration.app.backoffice.figures.test_pages import fill
from tests.integration.app.site import test_costs_postgres as site

pytestmark = [*needs_postgres, pytest.mark.slow]
app = site.app


def test_figures_answer_on_postgresql(app):
    factory = everything()
    fill(factory)
    client = signed_in_client(app, factory.user("officer-national"))
    for one in QUESTIONS:
        assert (
            client.get(f"/can-bo/so-lieu/{PLACES[one.kind][0]}", query_string=one.address).status_code == 200
        )
    for kind, (place, _english) in PLACES.items():
        with app.test_request_context():
            rows, columns = list(names_of(kind)), list(columns_of(kind))
        for at, by in enumerate(rows):
            page = f"/can-bo/so-lieu/{place}?by={by}&across={columns[(at + 1) % len(columns)]}"
            assert client.get(page).status_code == 200, page
        for page in ("so-lieu", "danh-sach"):
            assert (
                client.get(f"/can-bo/{page}/{place}?kind=%00&q=%00&facility=%00&commune=%00").status_code
                == 200
            )
