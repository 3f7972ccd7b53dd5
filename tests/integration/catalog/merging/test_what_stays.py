"""What a merge and its undoing leave alone: what each had of its own, what is judged, what the public never saw."""

import re
from datetime import UTC, datetime

from sqlalchemy import func, select

from app.core.database.base import db
from app.core.database.changes import Change
from app.core.database.transaction import transaction
from catalog.enums import FacilityState, ProductState
from catalog.merging.services import confirm_merge, propose_merge
from catalog.merging.undo import confirm_undo, drop_undo, propose_undo
from catalog.models import Award, Facility, Merge, Product
from catalog.units.queries import get_unit
from tests.factories import voting
from tests.helpers import send
from tests.helpers.rows import fresh_row
from tests.helpers.voting.acts import act, refused
from traceability.models import RecallContact

CALLED = datetime(2026, 3, 5, 8, 30, tzinfo=UTC)


def merged(officer, second, kind, old, new):
    """By two where a recognition moves."""
    merge = act(officer, propose_merge, kind, old, new, "Đăng ký hai lần")
    if merge.confirmed_at is None:
        act(second, confirm_merge, merge.id)
    return merge.id


def test_a_reason_is_at_most_as_long_as_a_letter_takes(factory, officer, second):
    old, new, long = factory.facility().id, factory.facility().id, "x" * 2001
    assert refused(officer, propose_merge, "facility", old, new, long) == ("too_long", "reason")
    merge = merged(officer, second, "facility", old, new)
    assert refused(officer, propose_undo, merge, long) == ("too_long", "reason")
    assert fresh_row(Merge, merge).undo_by is None
    assert refused(officer, drop_undo, merge) == ("wrong_state", None)
    assert refused(officer, propose_merge, "lot", old, new, "Nhầm") == ("not_found", None)


def test_what_the_staying_product_had_of_its_own_it_keeps_after_an_undo(factory, officer, second):
    maker = factory.facility()
    marks = [factory.trademark(maker, name=name) for name in ("CŨ", "MỚI")]
    old = factory.product(maker, gtin="08930000000019", trademark_id=marks[0].id)
    new = factory.product(maker, gtin="08930000000026", trademark_id=marks[1].id)
    ids, mark_ids = (old.id, new.id), [mark.id for mark in marks]
    act(officer, propose_undo, merged(officer, second, "product", *ids), "Hai sản phẩm")
    assert [(fresh_row(Product, key).gtin, fresh_row(Product, key).trademark_id) for key in ids] == [
        ("08930000000019", mark_ids[0]),
        ("08930000000026", mark_ids[1]),
    ]


def test_a_location_number_typed_since_stays_after_an_undo(factory, officer, second):
    old, new = factory.facility(gln="8930000000019"), factory.facility()
    ids = (old.id, new.id)
    merge = merged(officer, second, "facility", *ids)
    with transaction() as session:
        session.get_one(Facility, ids[1]).gln = "8930000000026"
    act(officer, propose_undo, merge, "Hai cơ sở")
    assert [fresh_row(Facility, key).gln for key in ids] == ["8930000000019", "8930000000026"]


def test_a_recognition_without_a_number_goes_along_and_comes_back(factory, officer, second):
    maker = factory.facility()
    old, new = factory.product(maker), factory.product(maker)
    award = factory.award(old, number=None, source="published-notice", source_text="Thông báo 5/TB").id
    ids = (old.id, new.id)
    merge = merged(officer, second, "product", *ids)
    assert fresh_row(Award, award).product_id == ids[1]
    act(officer, propose_undo, merge, "Hai sản phẩm")
    act(second, confirm_undo, merge)
    assert fresh_row(Award, award).product_id == ids[0]


def test_a_merge_of_what_a_running_round_judges_now_is_not_undone(factory, officer, second):
    people = voting.receiving_round(products=2)
    new, old = people.products
    old_id, new_id = old.id, new.id
    merge = merged(officer, second, "product", old_id, new_id)
    voting.complete_dossier(people.member, people.round_id, new_id)
    assert refused(officer, propose_undo, merge, "Hai sản phẩm") == ("transfer_in_round", None)
    assert fresh_row(Product, old_id).state == ProductState.MERGED


def test_an_entry_nobody_saw_is_merged_without_telling_the_public(factory, officer, second):
    old, new = factory.facility(state=FacilityState.PENDING), factory.facility()
    ids = (old.id, new.id)
    before = db.session.scalar(select(func.max(Change.id))) or 0
    merged(officer, second, "facility", *ids)
    told = db.session.execute(select(Change.kind, Change.key).where(Change.id > before)).all()
    assert fresh_row(Facility, ids[0]).state == FacilityState.MERGED
    assert ("site", "facilities") not in {(kind, str(key)) for kind, key in told}


def test_a_recipient_that_both_knew_is_one_and_each_has_its_own_again(factory, officer, second, login_as):
    old, new = factory.facility(), factory.facility()
    ids = (old.id, new.id)
    with transaction() as session:
        for key, phone in zip(ids, ("0901", "0902"), strict=True):
            session.add(
                RecallContact(
                    facility_id=key, key="cho-an-dong", name="Chợ An Đông", phone=phone, updated_at=CALLED
                )
            )
    merge = merged(officer, second, "facility", *ids)
    assert [row.phone for row in db.session.scalars(select(RecallContact))] == ["0902"]
    client = login_as(factory.user("officer-province", unit_id=get_unit("2025", "75").id))
    page = f"/can-bo/gop/{merge}"
    assert "Liên hệ khi thu hồi" in client.get(page).text
    assert send(client, page, act="ask_undo", reason="Hai cơ sở").status_code == 303
    rows = db.session.scalars(select(RecallContact).order_by(RecallContact.phone)).all()
    assert [(row.facility_id, row.phone, row.updated_at) for row in rows] == [
        (ids[0], "0901", CALLED),
        (ids[1], "0902", CALLED),
    ]


def test_the_page_names_in_words_what_stands_in_the_way(factory, login_as):
    client = login_as(factory.user("officer-province", unit_id=get_unit("2025", "75").id))
    maker = factory.facility()
    old, new = factory.product(maker), factory.product(maker)
    ids = {"from_id": old.id, "into_id": new.id}
    for product in (old, new):
        factory.lot(product, code="L1")
    page = "/can-bo/gop/product"
    shown = f"{page}?from={ids['from_id']}&into={ids['into_id']}"
    answer = send(client, page, page=shown, **ids, reason="Trùng")
    assert answer.status_code == 422
    assert re.search(r'id="error-summary".*?Lô.*?</div>', answer.text, re.DOTALL)
