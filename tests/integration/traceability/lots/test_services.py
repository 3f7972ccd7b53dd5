"""The use cases of traceability: what they store, what they refuse, what affects what."""

import json
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from app.core.audit import AuditEntry
from app.core.clock import VIETNAM, utc_now
from app.core.database.base import db
from app.core.database.changes import Change
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.core.mail import OutboxMail
from traceability.codes.code import code_is_authentic
from traceability.codes.identity import is_authentic
from traceability.codes.services import change_codes
from traceability.diary.services import InputUse, correct_event, find_break, record_event
from traceability.enums import CodeAct, EventKind, LotState, RecallKind, RunKind
from traceability.epcis import parse
from traceability.genealogy.balances.rules import BalanceState
from traceability.genealogy.queries import get_family, list_derived_ids, list_source_ids
from traceability.labels.services import LabelOrder, order_labels, reprint
from traceability.lot_pages import get_lot
from traceability.lots.public import list_api_lots, list_public_lots
from traceability.lots.queries import suggest_lot_code
from traceability.lots.services import edit_lot, open_lot, publish_lot, set_lot_state
from traceability.models import Lot, LotInput, Recall, TraceEvent
from traceability.recalls.queries import list_recalled_lot_ids, list_recalls_in_scope, list_recalls_on
from traceability.recalls.services import RecallData, recall_lot, undo_recall
from traceability.workspace.export import epcis_document


def acts():
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


@pytest.fixture
def lot(factory):
    return factory.lot_with_events()


@pytest.fixture
def maker(factory, lot):
    return factory.member_actor(lot.facility)


def test_lot_code_is_made_once_and_authentic(factory):
    lot = factory.lot(public=False)
    code = factory.lot_code(lot)
    assert (code.kind, code.serial, is_authentic(code.code)) == ("lot", "", True)
    assert not code_is_authentic(b"k" * 32, code.code)


def test_lot_is_opened_for_published_products_of_verified_facilities_only(factory):
    for product in (factory.product(state="draft"), factory.product(factory.facility(state="suspended"))):
        product_id, actor = product.id, factory.member_actor(product.facility)
        with pytest.raises((RuleBroken, NotAllowed)), transaction():
            open_lot(actor, product_id, factory.lot_data())


def test_lot_code_is_unique_within_its_product_and_among_raw_material(factory):
    lot = factory.lot(code="A-1")
    with pytest.raises(Conflict, match="lot_code_taken"):
        factory.lot(lot.product, code="a-1")
    factory.lot(factory.product(lot.facility), code="A-1")
    factory.input_lot(lot.facility, code="N-1")
    with pytest.raises(Conflict, match="lot_code_taken"):
        factory.input_lot(lot.facility, code="N-1")


def test_suggested_codes_go_on_counting(factory):
    lot = factory.lot(code="L261122-1")
    assert (
        suggest_lot_code(lot.facility_id, lot.created_at.replace(year=2026, month=11, day=22).date())
        == "L261122-2"
    )


def test_every_entry_is_valid_epcis_hashed_and_chained(factory, lot):
    document = parse(epcis_document(lot))
    assert [type(event).__name__ for event in document.events] == [
        "TransformationEvent", "ObjectEvent", "ObjectEvent", "ObjectEvent", "AggregationEvent", "ObjectEvent",
    ]  # fmt: skip
    for row in lot.events:
        assert row.epcis["eventID"] == row.event_hash
        parse(json.dumps(row.epcis))
    rows = sorted(lot.events, key=lambda row: row.id)
    assert rows[0].previous_hash == ""
    assert len({row.previous_hash for row in rows}) == len(rows)
    assert find_break(lot) is None


def test_diary_is_append_only(lot):
    for statement in ("UPDATE trace_event SET note = 'khác'", "DELETE FROM trace_event"):
        with (
            pytest.raises((IntegrityError, OperationalError), match="append-only"),
            db.engine.begin() as connection,
        ):
            connection.execute(text(statement))


def test_tampering_behind_the_programs_back_is_found(lot):
    rows = sorted(lot.events, key=lambda row: row.id)
    with db.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER trace_event_no_update"))
        connection.execute(
            text("UPDATE trace_event SET event_hash = 'khác' WHERE id = :id"), {"id": rows[2].id}
        )
    db.session.rollback()
    assert find_break(get_lot(lot.id)).id == rows[3].id


def test_same_client_id_returns_the_same_entry(factory, lot, maker):
    entry = factory.entry(EventKind.CHECK, client_id="once")
    ids = []
    for _ in range(2):
        with transaction():
            ids.append(record_event(maker, lot.id, entry).id)
    assert ids[0] == ids[1]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"happened_at": utc_now() + timedelta(days=1)}, "date_in_future"),
        ({"happened_at": datetime(1, 1, 1, tzinfo=VIETNAM)}, "paper_date_too_early"),
        ({"happened_at": datetime(1910, 12, 31, 12, tzinfo=VIETNAM)}, "paper_date_too_early"),
        ({"since": datetime(1, 1, 1, tzinfo=VIETNAM)}, "paper_date_too_early"),
        ({"quantity": Decimal(-1), "unit": "kg"}, "quantity_form"),
        ({"quantity": Decimal("0.0001"), "unit": "kg"}, "quantity_form"),
        ({"quantity": Decimal("NaN"), "unit": "kg"}, "quantity_form"),
        ({"quantity": Decimal(1), "unit": "xe"}, "unit_unknown"),
        ({"note": "x" * 2001}, "too_long"),
        ({"client_id": ""}, "required"),
        ({"readings": {"Temperature": "x"}}, "number_form"),
        ({"readings": {"Temperature": "5000"}}, "reading_range"),
        ({"readings": {"Colour": "1"}}, "choice_unknown"),
    ],
)
def test_bad_entries_are_refused(factory, lot, maker, changes, code):
    with pytest.raises(RuleBroken, match=code), transaction():
        record_event(maker, lot.id, factory.entry(EventKind.DRY, **changes))


def test_inputs_are_lots_of_the_same_facility(factory, lot, maker):
    stranger = factory.input_lot(factory.facility()).id
    for inputs, code in (
        ((), "inputs_missing"),
        ((stranger,), "input_unknown"),
        ((lot.id,), "input_itself"),
        ((0,), "input_unknown"),
    ):
        uses = tuple(InputUse(lot_id=key) for key in inputs)
        with pytest.raises(RuleBroken, match=code), transaction():
            record_event(maker, lot.id, factory.entry(EventKind.MAKE, inputs=uses))


def test_correction_declares_the_error_and_drops_the_edges(factory, lot, maker):
    made = next(row for row in lot.events if row.kind == EventKind.MAKE)
    before = set(list_source_ids(lot.id))
    keep = min(before)
    right = factory.entry(EventKind.MAKE, inputs=(InputUse(lot_id=keep),))
    with transaction():
        row = correct_event(maker, made.id, reason="Ghi nhầm nguyên liệu", client_id="c-1", replacement=right)
        row_id = row.id
    declared = db.session.get_one(TraceEvent, row_id)
    assert declared.corrects_id == made.id
    assert declared.event_hash == made.event_hash
    assert declared.epcis["errorDeclaration"]["correctiveEventIDs"] == [
        row.epcis["eventID"] for row in get_lot(lot.id).events if row.client_id == right.client_id
    ]
    assert list_source_ids(lot.id) == [keep]
    assert find_break(get_lot(lot.id)) is None
    with pytest.raises(Conflict, match="event_corrected"), transaction():
        correct_event(maker, made.id, reason="Nữa", client_id="c-2")
    with pytest.raises(Conflict, match="event_corrected"), transaction():
        correct_event(maker, row_id, reason="Nữa", client_id="c-3")


def test_what_a_page_states_is_frozen_at_opening(factory):
    lot = factory.lot(factory.product(name_vi="Tên cũ", standard="TCVN 1"))
    assert (lot.snapshot["name_vi"], lot.snapshot["standard"]) == ("Tên cũ", "TCVN 1")
    assert lot.snapshot["facility"]["name"] == lot.facility.name


def test_dates_stand_once_labels_are_printed(factory, lot, maker):
    factory.labels(lot, by=maker)
    data = factory.lot_data(
        code=lot.code, made_on=lot.made_on, best_before=lot.best_before, quantity=Decimal(7), unit="kg"
    )
    with transaction():
        edit_lot(maker, lot.id, data)
    with pytest.raises(RuleBroken, match="labels_printed"), transaction():
        edit_lot(maker, lot.id, factory.lot_data(code=lot.code, made_on=None, best_before=None))


def chain_of_lots(factory, count):
    """Lots, each made from the one before; and a loop at the end."""
    first = factory.input_lot(factory.facility())
    ids = [first.id]
    with transaction() as session:
        for number in range(count):
            row = Lot(
                facility_id=first.facility_id,
                code=f"N{number}",
                snapshot={"name_vi": "x", "facility": {}},
                created_at=utc_now(),
            )
            session.add(row)
            session.flush()
            session.add(LotInput(input_lot_id=ids[-1], output_lot_id=row.id, quantity=Decimal(1), unit="kg"))
            ids.append(row.id)
        session.add(LotInput(input_lot_id=ids[-1], output_lot_id=ids[1]))
    return ids


def test_genealogy_goes_any_depth_and_ends_on_loops(factory):
    ids = chain_of_lots(factory, 40)
    assert list_derived_ids(ids[0]) == ids[1:]
    assert set(list_source_ids(ids[-1])) == set(ids[:-1])
    family = get_family(get_lot(ids[1]))
    assert family.loops == set(ids[1:])
    assert [line.depth for line in family.lines].count(0) == 1


def test_family_flags_more_used_than_there_was(factory, lot, maker):
    source = list_source_ids(lot.id)[0]
    second_id = factory.lot(lot.product).id
    with transaction():
        use = InputUse(lot_id=source, quantity=Decimal(900), unit="kg")
        record_event(maker, second_id, factory.entry(EventKind.MAKE, inputs=(use,), confirmed="Cân lại"))
    states = {balance.lot: balance.state for balance in get_family(get_lot(second_id)).balance}
    assert states[str(source)] == BalanceState.OVERDRAWN


def test_recall_reaches_every_derived_lot_and_lifting_frees_them(factory):
    ids = chain_of_lots(factory, 30)
    recall_id = factory.recall(get_lot(ids[0])).id
    assert [recall.id for recall in list_recalls_on(ids[-1])] == [recall_id]
    assert list_recalled_lot_ids(ids) == set(ids)
    keys = set(db.session.scalars(select(Change.key).where(Change.kind == "lot")))
    assert {str(key) for key in ids} <= keys
    actor = factory.member_actor(get_lot(ids[0]).facility)
    with transaction():
        undo_recall(actor, recall_id, "Đã kiểm lại")
    assert list_recalled_lot_ids(ids) == frozenset()
    kept = db.session.get_one(Recall, recall_id)
    assert (kept.reason_vi, kept.undone_reason) == ("Nhãn ghi sai hạn dùng", "Đã kiểm lại")
    with pytest.raises(Conflict, match="recall_undone"), transaction():
        undo_recall(actor, recall_id, "Nữa")


def test_recalled_lot_prints_nothing(factory, lot, maker):
    run_id = factory.labels(lot, by=maker).id
    factory.recall(get_lot(list_source_ids(lot.id)[0]), kind=RecallKind.HOLD)
    with pytest.raises(Conflict, match="lot_recalled"), transaction():
        order_labels(maker, lot.id, LabelOrder(kind=RunKind.ITEM, quantity=1))
    with pytest.raises(Conflict, match="lot_recalled"), transaction():
        reprint(maker, run_id, sheet="a4-65")


def test_recall_of_an_officer_tells_the_facility(factory, lot, maker):
    officer = factory.officer_actor(unit_code="75")
    with transaction():
        recall = recall_lot(officer, lot.id, RecallData(kind=RecallKind.HOLD, reason_vi="Mẫu không đạt"))
        assert recall.by_officer
        recall_id = recall.id
    mails = db.session.scalars(select(OutboxMail)).all()
    assert maker.email in [mail.recipient for mail in mails]
    assert "Mẫu không đạt" in mails[0].body
    with pytest.raises(NotAllowed, match="recall_of_officer"), transaction():
        undo_recall(maker, recall_id, "Tự gỡ")
    with pytest.raises(Conflict, match="recalled_already"), transaction():
        recall_lot(officer, lot.id, RecallData(kind=RecallKind.HOLD, reason_vi="Nữa"))


def test_officers_list_recalls_of_their_area_only(factory, lot):
    factory.recall(lot)
    counts = [
        len(list_recalls_in_scope(actor))
        for actor in (
            factory.officer_actor(unit_code="75"),
            factory.officer_actor(unit_code="01"),
            factory.officer_actor(region="phia-nam"),
            factory.officer_actor(region="phia-bac"),
            factory.officer_actor(),
        )
    ]
    assert counts == [1, 0, 1, 0, 1]


def test_strangers_find_no_lot(factory, lot):
    other = factory.member_actor(factory.facility())
    uses = (
        lambda: record_event(other, lot.id, factory.entry(EventKind.CHECK)),
        lambda: order_labels(other, lot.id, LabelOrder(kind=RunKind.LOT, quantity=1)),
        lambda: recall_lot(other, lot.id, RecallData(kind=RecallKind.HOLD, reason_vi="x")),
        lambda: publish_lot(other, lot.id),
        lambda: set_lot_state(other, lot.id, LotState.CLOSED),
        lambda: change_codes(other, lot.id, CodeAct.VOID, "x", reason="x"),
        lambda: correct_event(other, lot.events[0].id, reason="x", client_id="x"),
    )
    for use in uses:
        with pytest.raises(NotFound), transaction():
            use()


def test_api_lists_public_lots_with_the_address_of_their_code(factory):
    gtin = "08938501234568"
    with_gtin = factory.lot(factory.product(gtin=gtin), code="L1")
    without = factory.lot(code="L2")
    factory.lot(public=False)
    factory.recall(without)
    items, total = list_api_lots()
    assert total == 2
    assert [(item["lot"], item["gtin"], item["uri"], item["recalled"]) for item in items] == [
        ("L2", None, f"http://127.0.0.1:8000/t/{factory.lot_code(without).code}", True),
        ("L1", gtin, f"http://127.0.0.1:8000/01/{gtin}/10/L1", False),
    ]
    assert list_api_lots(product=with_gtin.product.slug)[1] == 1
    assert list_api_lots(page=2)[0] == []
    assert [found.lot.code for found in list_public_lots(with_gtin.product_id)] == ["L1"]


def test_every_act_is_written_down(factory, lot, maker):
    with transaction():
        set_lot_state(maker, lot.id, LotState.CLOSED)
    factory.recall(lot)
    assert {
        "traceability.lot.open",
        "traceability.event.record",
        "traceability.lot.close",
        "traceability.lot.recall",
    } <= set(acts())
