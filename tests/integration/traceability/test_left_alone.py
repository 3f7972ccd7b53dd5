"""What is left alone: links of a listing nobody sees, codes nobody issued, a form not filled."""

from datetime import UTC, datetime

import pytest

from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.enums import ProductState
from catalog.models import ListingChange, Product
from tests.helpers import send
from traceability.links.services import LinkData, add_link, remove_link
from traceability.models import RecallContact
from traceability.scans import buffer
from traceability.scans.buffer import CountedScan, ScanBuffer
from traceability.scans.store import count_scans, scan_store

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
LINK = LinkData(link_type="instructions", url="https://huongque.vn/hdsd", title="Cách dùng")


@pytest.mark.parametrize(("state", "lines"), [(ProductState.PUBLISHED, 2), (ProductState.DRAFT, 0)])
def test_links_of_a_listing_nobody_sees_are_no_change_of_its_page(factory, state, lines):
    product = factory.product(factory.facility(website="https://huongque.vn"), state=state)
    key, member = product.id, factory.member_actor(product.facility)
    with transaction():
        link = add_link(member, key, LINK)
    link_id = link.id
    with transaction():
        remove_link(member, link_id)
    assert db.session.query(ListingChange).filter_by(product_id=key).count() == lines
    assert bool(db.session.get_one(Product, key).unchecked) is bool(lines)


def test_scans_of_codes_nobody_issued_are_not_kept(factory, lot):
    code = factory.lot_code(lot).code
    ours, unknown = CountedScan(code, AT, "visitor"), CountedScan("B" + "0" * 19, AT, "visitor")
    scan_store().keep([unknown])
    scan_store().tell_province(unknown, "75")
    assert count_scans(unknown.code)[0] == 0
    scan_store().keep([unknown, ours])
    assert count_scans(code)[0] == 1


def test_a_day_with_more_visitors_than_memory_holds_still_counts_each_once(monkeypatch):
    monkeypatch.setattr(buffer, "MOST_VISITORS", 3)
    kept = []
    scans = ScanBuffer(kept.extend, lambda _day: b"k" * 32)
    # at the fifth the memory is full, and the store, which knows each visitor of the day, counts the third once
    assert [scans.add("A", visitor) for visitor in ("1", "2", "2", "3", "3")] == [
        True,
        True,
        False,
        True,
        True,
    ]
    scans.flush()
    assert len({scan.visitor for scan in kept}) == 3
    scans.close()


def test_a_recipient_without_a_name_is_refused_at_the_field(factory, maker, product):
    recall = factory.recall(factory.lot_with_events(product)).id
    page = f"/co-so-cua-toi/thu-hoi/{recall}"
    answer = send(maker, f"{page}/noi-nhan", page=page, party="", phone="0901", act="reach")
    assert (answer.status_code, 'id="error-summary"' in answer.text) == (422, True)
    assert db.session.query(RecallContact).count() == 0
