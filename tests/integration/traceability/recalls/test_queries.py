"""How far a hold or recall of one input lot reaches: lots, items, pages, linksets, lists, labels that wait."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from app.core.database.base import db
from app.core.database.changes import Change
from app.core.database.reading import reading
from app.core.database.transaction import transaction
from app.core.errors import Conflict
from app.core.work.jobs import Job
from app.runner import run_until_empty
from tests.bench.recall import family, fill
from traceability.diary.services import InputUse, record_event
from traceability.enums import EventKind, RecallKind, RunState
from traceability.genealogy.closure import Edge, Genealogy
from traceability.genealogy.queries import get_family, list_source_ids
from traceability.labels.printing import print_run
from traceability.lot_pages import get_lot
from traceability.models import LabelRun, Recall
from traceability.recalls.queries import list_recalled_lot_ids, list_recalls_on, read_recalled_lot_ids
from traceability.recalls.services import undo_recall


@pytest.fixture
def product(factory):
    return factory.product(gtin="08938501234568")


@pytest.fixture
def maker(factory, product):
    return factory.member_actor(product.facility)


def made_from(factory, product, maker, *sources):
    """A public lot made from these lots."""
    lot_id = factory.lot(product, by=maker).id
    uses = tuple(InputUse(lot_id=source, quantity=Decimal(1), unit="kg") for source in sources)
    with transaction():
        record_event(maker, lot_id, factory.entry(EventKind.MAKE, inputs=uses))
    return lot_id


def test_recall_of_any_lot_reaches_just_what_came_of_it(factory, product):
    count = 120
    lots = fill(product.facility_id, product.id, count)
    graph = Genealogy(Edge(str(lots[a]), str(lots[b])) for a, b in family(count))
    for start in (lots[0], lots[7], lots[60], lots[-1]):
        recall_id = factory.recall(get_lot(start)).id
        expected = {start, *(int(key) for key in graph.forward(str(start)))}
        assert list_recalled_lot_ids(lots) == expected
        with reading() as source:
            assert read_recalled_lot_ids(source, lots) == expected
        assert {lot for lot in lots if list_recalls_on(lot)} == expected
        maker = factory.member_actor(get_lot(start).facility)
        with transaction():
            undo_recall(maker, recall_id, "Đã kiểm tra lại")
    assert list_recalled_lot_ids(lots) == frozenset()


def test_recall_of_salt_reaches_pages_items_linksets_and_lists(factory, client, product, maker):
    salt, fish = (factory.input_lot(product.facility, name, by=maker).id for name in ("Muối", "Cá"))
    first = made_from(factory, product, maker, salt, fish)
    second = made_from(factory, product, maker, first)
    apart = made_from(factory, product, maker, fish)
    items = {lot: factory.codes(factory.labels(get_lot(lot), by=maker))[0].code for lot in (second, apart)}
    addresses = {lot: get_lot(lot).code for lot in (first, second, apart)}
    recall_id = factory.recall(get_lot(salt), by=maker, reason_vi="Muối lẫn tạp chất").id

    def told(lot):
        page = client.get(f"/truy-xuat/{factory.lot_code(get_lot(lot)).code}").get_data(as_text=True)
        linkset = client.get(f"/01/{product.gtin}/10/{addresses[lot]}?linkType=linkset").get_data(
            as_text=True
        )
        listed = {item["lot"]: item["recalled"] for item in client.get("/api/v1/lots").get_json()["items"]}
        return ("Muối lẫn tạp chất" in page, "recallStatus" in linkset, listed[addresses[lot]])

    assert told(first) == told(second) == (True, True, True)
    assert told(apart) == (False, False, False)
    for lot, code in items.items():
        page = client.get(f"/truy-xuat/{code}").get_data(as_text=True)
        assert ("Muối lẫn tạp chất" in page) == (lot == second)
    with transaction():
        undo_recall(maker, recall_id, "Mẫu muối đạt")
    assert told(first) == told(second) == (False, False, False)
    kept = db.session.get_one(Recall, recall_id)
    assert (kept.reason_vi, kept.undone_reason) == ("Muối lẫn tạp chất", "Mẫu muối đạt")


def test_feed_names_each_lot_reached_once(factory, product):
    lots = fill(product.facility_id, product.id, 40)
    before = db.session.scalars(select(Change.id).order_by(Change.id.desc())).first() or 0
    factory.recall(get_lot(lots[0]))
    query = select(Change.key).where(Change.id > before, Change.kind == "lot")
    assert sorted(db.session.scalars(query)) == sorted(str(lot) for lot in lots)


def test_hold_stops_the_label_queue_until_it_is_lifted(app, factory, product, maker):
    salt = factory.input_lot(product.facility, "Muối", by=maker).id
    lot = made_from(factory, product, maker, salt)
    run_id = factory.labels(get_lot(lot), quantity=201, by=maker).id
    recall_id = factory.recall(get_lot(salt), kind=RecallKind.HOLD, by=maker).id
    run_until_empty(app)
    db.session.rollback()
    run = db.session.get_one(LabelRun, run_id)
    assert (run.state, run.file) == (RunState.QUEUED, "")
    assert db.session.get_one(Job, run.job_id).result["held"] == "lot_recalled"
    with pytest.raises(Conflict, match="lot_recalled"):
        print_run(run_id)
    with transaction():
        undo_recall(maker, recall_id, "Mẫu muối đạt")
    run_until_empty(app)
    db.session.rollback()
    assert db.session.get_one(LabelRun, run_id).state == RunState.DONE


def test_drawn_labels_are_not_handed_out_while_held(factory, login_as, product, maker):
    lot = factory.lot(product, by=maker)
    run = factory.labels(lot, by=maker, drawn=True)
    path = f"/co-so-cua-toi/lo/tem/{run.id}.pdf"
    client = login_as(factory.user("facility", facility_id=product.facility_id))
    assert client.get(path).status_code == 200
    factory.recall(lot, kind=RecallKind.HOLD, by=maker)
    assert client.get(path).status_code == 409


def test_family_of_many_lots_shows_the_nearest_and_counts_the_rest(factory, product):
    lots = fill(product.facility_id, product.id, 120)
    found = get_family(get_lot(lots[0]), limit=30)
    assert (found.total, len(found.lines)) == (121, 30)
    assert [line.depth for line in found.lines] == sorted(line.depth for line in found.lines)
    assert {use.source_id for use in found.uses} | {use.target_id for use in found.uses} <= set(found.lots())
    last = get_family(get_lot(lots[-1]))
    assert {line.lot.id for line in last.lines} == {lots[-1], *list_source_ids(lots[-1])}
