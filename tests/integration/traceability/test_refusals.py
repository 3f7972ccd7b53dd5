"""What a maker is refused at a field: links, lots, diaries, labels, recalls, reports of visitors and keys."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.core.actor import PUBLIC, SYSTEM
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotFound, RuleBroken
from traceability.code_reports.services import close_report, report_code
from traceability.codes.signed_lists.keys import label_signing_key, list_label_keys, revoke_label_key
from traceability.codes.signed_lists.signed_list import key_id
from traceability.diary.services import correct_event, record_event
from traceability.enums import EventKind, LotState
from traceability.labels.services import LabelOrder, order_labels
from traceability.links.services import MAX_LINKS, LinkData, add_link, remove_link
from traceability.lots.services import edit_lot, open_input, publish_lot, set_lot_state
from traceability.models import CodeReport, Lot, ProductLink, TraceEvent
from traceability.recalls.services import undo_recall


def refused(verb, *args, **facts):
    """(code, field) of what an act refuses."""
    with pytest.raises((RuleBroken, Conflict, NotFound)) as caught, transaction():
        verb(*args, **facts)
    return caught.value.code, caught.value.field


LINK = LinkData(link_type="instructions", url="https://huongque.vn/hdsd", title="Cách dùng")


@pytest.fixture
def linked(factory):
    """A product of a facility with a site of its own."""
    return factory.product(factory.facility(website="https://www.huongque.vn"))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"link_type": "gs1:nothing"}, ("choice_unknown", "link_type")),
        ({"hreflang": "fr"}, ("choice_unknown", "hreflang")),
        ({"media_type": "text/x-shellscript"}, ("choice_unknown", "media_type")),
        ({"title": ""}, ("required", "title")),
        ({"url": "https://[huongque.vn/"}, ("link_form", "url")),
        ({"url": "https://huongque.vn:99999/"}, ("link_form", "url")),
        ({"url": "http://huongque.vn/hdsd"}, ("link_form", "url")),
        ({"url": "https://ai@huongque.vn/"}, ("link_form", "url")),
        ({"url": "https://other.example/"}, ("link_host", "url")),
    ],
)
def test_a_link_names_its_faulty_field(factory, linked, changes, told):
    member = factory.member_actor(linked.facility)
    assert refused(add_link, member, linked.id, replace(LINK, **changes)) == told
    assert db.session.query(ProductLink).count() == 0


def test_a_link_of_the_lot_of_another_product_is_refused(factory, linked):
    other = factory.lot(factory.product(linked.facility))
    member = factory.member_actor(linked.facility)
    assert refused(add_link, member, linked.id, replace(LINK, lot_id=other.id)) == (
        "choice_unknown",
        "lot_id",
    )


def test_links_end_at_their_limit_and_a_removed_one_makes_room_once(factory, linked):
    member = factory.member_actor(linked.facility)
    with transaction():
        links = [add_link(member, linked.id, LINK) for _ in range(MAX_LINKS)]
    first = links[0].id
    assert refused(add_link, member, linked.id, LINK) == ("too_many_links", None)
    for _ in range(2):
        with transaction():
            removed_at = remove_link(member, first).removed_at
    assert db.session.get_one(ProductLink, first).removed_at == removed_at
    with transaction():
        add_link(member, linked.id, LINK)
    assert refused(add_link, member, linked.id, LINK) == ("too_many_links", None)


def test_raw_material_needs_a_name_and_gets_neither_page_nor_labels(factory, member, product):
    assert refused(open_input, member, product.facility_id, "", factory.lot_data()) == ("required", "name")
    raw = factory.input_lot(product.facility)
    assert refused(publish_lot, member, raw.id) == ("input_not_public", None)
    assert refused(order_labels, member, raw.id, LabelOrder(kind="item", quantity=1)) == (
        "input_not_public",
        None,
    )


def test_code_of_a_lot_stays_once_its_diary_has_begun(factory, member, product):
    row = factory.lot_with_events(product)
    data = factory.lot_data(
        code="KHAC-1", made_on=row.made_on, best_before=row.best_before, quantity=row.quantity, unit=row.unit
    )
    assert refused(edit_lot, member, row.id, data) == ("diary_begun", "code")


def test_a_lot_that_is_closed_twice_is_closed_once(factory, member, lot):
    for _ in range(2):
        with transaction():
            set_lot_state(member, lot.id, LotState.CLOSED)
    assert db.session.get_one(Lot, lot.id).state == "closed"


def test_an_unknown_level_of_error_correction_is_refused(member, lot):
    assert refused(order_labels, member, lot.id, LabelOrder(kind="item", quantity=1, level="X")) == (
        "choice_unknown",
        "level",
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": EventKind.CORRECT}, ("choice_unknown", "kind")),
        ({"client_id": ""}, ("required", "client_id")),
        ({"happened_at": datetime(1949, 12, 31, tzinfo=UTC)}, ("paper_date_too_early", "happened_on")),
        ({"happened_at": datetime(2999, 1, 1, tzinfo=UTC)}, ("date_in_future", "happened_on")),
        ({"readings": {"taste": "7"}}, ("choice_unknown", "readings")),
        ({"quantity": Decimal("NaN"), "unit": "kg"}, ("quantity_form", "quantity")),
        ({"quantity": Decimal(5), "unit": "thùng rượu"}, ("unit_unknown", "unit")),
    ],
)
def test_a_diary_entry_names_its_faulty_field(factory, member, lot, changes, told):
    entry = replace(factory.entry(EventKind.FERMENT), **changes)
    assert refused(record_event, member, lot.id, entry) == told
    assert db.session.query(TraceEvent).count() == 0


def test_a_correction_needs_a_reason_and_counts_once(factory, member, lot):
    wrong = factory.event(lot, EventKind.FERMENT).id
    assert refused(correct_event, member, wrong, reason="", client_id="c-1") == (
        "reason_text_required",
        "reason",
    )
    for _ in range(2):  # a phone sends it again where the answer was lost
        with transaction():
            correct_event(member, wrong, reason="Ghi nhầm lô", client_id="c-1")
    assert [event.kind for event in db.session.query(TraceEvent).order_by(TraceEvent.id)] == [
        "ferment",
        "correct",
    ]
    assert refused(correct_event, member, wrong, reason="Lại nhầm", client_id="c-2") == (
        "event_corrected",
        None,
    )


def test_a_recall_ends_with_a_reason_alone(factory, lot):
    recall = factory.recall(lot).id
    officer = factory.officer_actor(unit_code=lot.facility.unit.code)
    assert refused(undo_recall, officer, recall, "") == ("reason_text_required", "reason")


def test_reports_of_codes_name_what_is_wrong_with_them(factory, member, lot):
    code = factory.lot_code(lot).code
    assert refused(report_code, PUBLIC, "KHONG-CO", reason="copied")[0] == "not_found"
    assert refused(report_code, PUBLIC, code, reason="bored") == ("choice_unknown", "reason")
    with transaction():
        report = report_code(PUBLIC, code, reason="other", contact="0912345678").id
    assert refused(close_report, member, report, "") == ("required", "answer")
    with transaction():
        close_report(member, report, "Đã kiểm tra, tem thật")
    row = db.session.get_one(CodeReport, report)
    assert (row.contact, row.answer) == ("", "Đã kiểm tra, tem thật")
    assert refused(close_report, member, report, "Lần nữa") == ("wrong_state", None)


def test_a_label_key_is_revoked_once_with_a_reason(app):
    with transaction():
        label_signing_key()
    [row] = list_label_keys()
    assert refused(revoke_label_key, SYSTEM, "nothing", "Lộ khóa")[0] == "not_found"
    name = key_id(bytes.fromhex(row.public))
    assert refused(revoke_label_key, SYSTEM, name, "") == ("reason_text_required", "reason")
    with transaction():
        revoke_label_key(SYSTEM, name, "Lộ khóa")
    assert list_label_keys()[0].revoked_reason == "Lộ khóa"
    assert refused(revoke_label_key, SYSTEM, name, "Lộ khóa") == ("wrong_state", None)
