"""The scan page's own statements find what the tables' relations find."""

from datetime import date, timedelta

import pytest
from flask import render_template

from app.core.clock import today
from app.core.database.base import db
from app.core.database.reading import reading
from app.core.database.transaction import transaction
from catalog.enums import CheckState
from catalog.models import Certificate, Facility
from traceability.lots.public import get_scan_view
from traceability.recalls.services import undo_recall
from traceability.scan_page.queries import get_scan_rows
from traceability.scan_page.view import scan_page


def drawn(app, view, path):
    with app.test_request_context(path):
        app.preprocess_request()
        context = {**scan_page(view), "scans": 3, "first_scan": "x"}
        return render_template("traceability/scan_page/scan.html", **context)


@pytest.fixture
def told(factory):
    """A lot with papers, awards, a diary, a lifted recall of its own and one in force of what it was made from."""
    product = factory.product()
    factory.certificate(product.facility, products=(product,))
    refused = factory.certificate(product.facility, products=(product,), kind="haccp").id
    gone = factory.certificate(product.facility, products=(product,), revoked_on=today()).id
    for changes in ({"level": "khu-vuc"}, {"issued_on": date(2018, 1, 1), "valid_until": date(2021, 12, 31)}):
        factory.award(product, **changes)
    lot = factory.lot_with_events(product)
    with transaction():
        db.session.get_one(Certificate, refused).check_state = CheckState.REFUSED
        db.session.get_one(Certificate, gone).valid_until = today() + timedelta(days=10)
    code, facility_id = factory.lot_code(lot).code, product.facility_id
    actor = factory.member_actor(product.facility)
    source = get_scan_view(code).inputs[0][1]
    lifted = factory.recall(lot, by=actor).id
    with transaction():
        undo_recall(actor, lifted, "Đã kiểm tra lại.")
    factory.recall(source, by=actor)
    db.session.rollback()
    return code, facility_id


@pytest.mark.parametrize("path", ["/truy-xuat/x", "/en/trace/x"])
def test_the_page_is_the_same_from_rows_and_from_relations(app, told, path):
    code, _ = told
    rows, view = get_scan_rows(code), get_scan_view(code)
    assert drawn(app, rows, path) == drawn(app, view, path)
    assert (len(rows.recalls), len(rows.past_recalls), len(rows.lot.product.certificates)) == (1, 1, 3)


def test_a_maker_that_may_not_be_named_is_not(app, told):
    code, facility_id = told
    with transaction():
        facility = db.session.get_one(Facility, facility_id)
        facility.kind, facility.consent_at, facility.state = "ho-kinh-doanh", None, "suspended"
    assert (get_scan_rows(code).maker_shown, get_scan_rows(code).product_public) == (
        get_scan_view(code).maker_shown,
        get_scan_view(code).product_public,
    )


def test_the_scan_page_costs_six_statements(client, told):
    code, _ = told
    seen = []
    with reading() as source:
        source.set_trace_callback(seen.append)
    assert client.get(f"/truy-xuat/{code}").status_code == 200
    assert len([line for line in seen if line.startswith(("SELECT", "WITH"))]) == 6


@pytest.mark.parametrize("typed", ["nonsense", "AAAAAAAAAAAAAAAAAAAA"])
def test_a_code_that_was_never_issued_is_not_found(app, typed):
    assert get_scan_rows(typed) is None
