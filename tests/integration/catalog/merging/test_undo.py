import re

import pytest
from sqlalchemy import select

from app.core.audit import AuditEntry
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, RuleBroken
from catalog.enums import FacilityKind, FacilityState, ProductState
from catalog.merging.services import confirm_merge, propose_merge
from catalog.merging.undo import confirm_undo, drop_undo, propose_undo
from catalog.models import Award, Certificate, Facility, Merge, Product, Trademark
from catalog.search.tasks import catch_up_index
from catalog.units.queries import get_unit
from tests.helpers import send
from tests.helpers.rows import fresh_row
from traceability.models import FormerGtin, Lot


def merged(first, other, kind, old, new):
    with transaction():
        merge = propose_merge(first, kind, old, new, "Đăng ký hai lần")
        key, done = merge.id, merge.confirmed_at is not None
    if not done:
        with transaction():
            confirm_merge(other, key)
    return key


def undone(actor, merge_id, reason="Hai cơ sở khác nhau"):
    with transaction():
        return propose_undo(actor, merge_id, reason).undone_at is not None


def test_a_facility_gets_back_all_that_was_its_own_and_keeps_its_address(factory, officer, second, client):
    old = factory.facility(
        name="HTX Sen", slug="htx-sen", registration_number="0300000001", gln="8930000000019"
    )
    new = factory.facility(name="Hợp tác xã Việt", slug="viet")
    product = factory.product(old, name_vi="Trà sen", slug="tra-sen")
    other = factory.product(new, name_vi="Trà xanh", slug="tra-xanh")
    paper = factory.certificate(old, products=(product,))
    mark = factory.trademark(old, name="SEN")
    lot = factory.lot(product, code="L1")
    ids, keys = (old.id, new.id), [row.id for row in (product, paper, mark, lot)]
    other_id = other.id
    merge_id = merged(officer, second, "facility", *ids)
    assert fresh_row(Facility, ids[1]).gln == "8930000000019"
    assert undone(officer, merge_id)
    owners = [
        fresh_row(entity, key).facility_id
        for entity, key in zip((Product, Certificate, Trademark, Lot), keys, strict=True)
    ]
    assert owners == [ids[0]] * 4
    assert fresh_row(Product, other_id).facility_id == ids[1]
    assert (fresh_row(Facility, ids[0]).state, fresh_row(Facility, ids[0]).merged_into_id) == (
        FacilityState.VERIFIED,
        None,
    )
    assert (fresh_row(Facility, ids[0]).gln, fresh_row(Facility, ids[1]).gln) == ("8930000000019", None)
    assert client.get("/co-so/htx-sen").status_code == 200
    assert client.get("/api/v1/facilities/htx-sen").status_code == 200
    assert "HTX Sen" in client.get("/san-pham/tra-sen").text
    catch_up_index()
    found = client.get("/co-so?q=htx+sen").text
    assert ("/co-so/htx-sen" in found, "/co-so/viet" in found) == (True, False)
    acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.subject_kind == "merge")).all()
    assert acts[-2:] == ["catalog.merge.ask_undo", "catalog.merge.undo"]
    assert fresh_row(Merge, merged(officer, second, "facility", *ids)).undone_at is None


def test_a_product_gets_back_its_gtin_recognition_and_papers_by_two_officers(
    factory, officer, second, client
):
    maker = factory.facility()
    old = factory.product(maker, name_vi="Mắm nêm", slug="mam-nem", gtin="08930000000019")
    new = factory.product(maker, name_vi="Mắm nêm Hương Quê", slug="mam-nem-huong-que")
    award = factory.award(old, number="CNNT-1")
    both = factory.certificate(maker, products=(old, new))
    only_old = factory.certificate(maker, products=(old,))
    ids, papers, award_id = (old.id, new.id), {both.id, only_old.id}, award.id
    merge_id = merged(officer, second, "product", *ids)
    assert {row.id for row in fresh_row(Product, ids[1]).certificates} == papers
    assert not undone(officer, merge_id)
    with pytest.raises(Conflict, match="merge_undo_open"):
        undone(second, merge_id)
    with pytest.raises(NotAllowed, match="second_person_needed"), transaction():
        confirm_undo(officer, merge_id)
    assert fresh_row(Award, award_id).product_id == ids[1]
    with transaction():
        confirm_undo(second, merge_id)
    assert fresh_row(Award, award_id).product_id == ids[0]
    assert (fresh_row(Product, ids[0]).gtin, fresh_row(Product, ids[1]).gtin) == ("08930000000019", None)
    assert db.session.get(FormerGtin, "08930000000019") is None
    assert {row.id for row in fresh_row(Product, ids[0]).certificates} == papers
    assert {row.id for row in fresh_row(Product, ids[1]).certificates} == {both.id}
    assert client.get("/san-pham/mam-nem").status_code == 200
    assert client.get("/01/08930000000019").location.endswith("/san-pham/mam-nem")
    assert "/san-pham/mam-nem" in client.get("/giay-chung-nhan/CNNT-1").text
    with pytest.raises(Conflict, match="wrong_state"):
        undone(officer, merge_id)


def test_the_merge_stays_when_the_wish_is_dropped(factory, officer, second):
    maker = factory.facility()
    old, new = factory.product(maker), factory.product(maker)
    factory.award(old)
    ids = (old.id, new.id)
    merge_id = merged(officer, second, "product", *ids)
    with pytest.raises(RuleBroken, match="reason_text_required"):
        undone(officer, merge_id, "")
    assert not undone(officer, merge_id)
    with transaction():
        drop_undo(second, merge_id)
    with pytest.raises(Conflict, match="wrong_state"), transaction():
        confirm_undo(second, merge_id)
    assert fresh_row(Product, ids[0]).state == ProductState.MERGED
    with pytest.raises(NotAllowed):
        undone(factory.officer_actor(unit_code="01"), merge_id)


def test_what_has_changed_since_is_named(factory, officer, second):
    old, new, third = factory.facility(), factory.facility(), factory.facility()
    product, mark = factory.product(old), factory.trademark(old)
    mine = factory.product(new)
    ids, keys = (old.id, new.id, third.id), (product.id, mark.id, mine.id)
    merge_id = merged(officer, second, "facility", *ids[:2])

    def refusal():
        with pytest.raises(Conflict) as refused:
            undone(officer, merge_id)
        db.session.rollback()
        return refused.value.code, refused.value.params.get("tables")

    lot = factory.lot(fresh_row(Product, keys[0]))
    lot_id = lot.id
    assert refusal() == ("merge_changed_since", ["lot"])
    with transaction() as session:
        session.get_one(Lot, lot_id).product_id = None
        session.get_one(Product, keys[2]).trademark_id = keys[1]
    assert refusal() == ("merge_changed_since", ["product"])
    with transaction() as session:
        session.get_one(Product, keys[2]).trademark_id = None
        session.get_one(Trademark, keys[1]).facility_id = ids[2]
    assert refusal() == ("merge_changed_since", ["trademark"])
    with transaction() as session:
        session.get_one(Trademark, keys[1]).facility_id = ids[1]
    later = merged(officer, second, "facility", ids[1], ids[2])
    assert refusal() == ("merge_went_on", None)
    assert undone(officer, later)
    assert undone(officer, merge_id)
    merge_id = merged(officer, second, "facility", *ids[:2])
    with transaction() as session:
        session.get_one(Merge, merge_id).moved = {}
    assert refusal() == ("merge_not_recorded", None)


def test_the_pages_undo_a_merge(factory, login_as):
    unit_id = get_unit("2025", "75").id
    one, two = (login_as(factory.user("officer-province", unit_id=unit_id)) for _ in range(2))
    maker = factory.facility()
    old = factory.product(maker, name_vi="Tương hột", slug="tuong-hot")
    new = factory.product(maker, name_vi="Tương", slug="tuong")
    factory.award(old)
    ids = (old.id, new.id)
    merge_id = merged(
        factory.officer_actor(unit_code="75"), factory.officer_actor(unit_code="75"), "product", *ids
    )
    page = f"/can-bo/gop/{merge_id}"
    assert "Tương hột" in one.get("/can-bo/gop").text
    assert "Hoàn tác việc gộp" in one.get(page).text
    empty = send(one, page, act="ask_undo", reason="")
    assert empty.status_code == 422
    assert send(one, page, act="ask_undo", reason="Nhầm").status_code == 303
    assert 'value="confirm_undo"' not in one.get(page).text
    assert "Nhầm" in two.get(page).text
    assert "Tương hột" in two.get("/can-bo/gop").text.split("Các lần gộp gần đây")[0]
    send(two, page, act="drop_undo")
    assert fresh_row(Product, ids[0]).state == ProductState.MERGED
    send(two, page, act="ask_undo", reason="Hai sản phẩm")
    send(one, page, act="confirm_undo")
    assert fresh_row(Product, ids[0]).state == ProductState.PUBLISHED
    assert "Hoàn tác ngày" in one.get(page).text
    assert 'value="ask_undo"' not in one.get(page).text


def test_the_owner_of_a_merged_household_takes_the_consent_back(factory, officer, second, login_as, client):
    kind = FacilityKind.HOUSEHOLD
    old = factory.facility(name="Hộ bà Hai Sen", slug="ho-ba-hai-sen", kind=kind, consent_at=utc_now())
    new = factory.facility(name="Công ty Sen", slug="cong-ty-sen")
    owner = login_as(factory.user("facility", facility_id=old.id))
    ids = (old.id, new.id)
    merge_id = merged(officer, second, "facility", *ids)
    catch_up_index()
    assert "/co-so/cong-ty-sen" in client.get("/co-so?q=ba+hai+sen").text
    page = f"/co-so-cua-toi/{ids[0]}/rut"
    assert page in owner.get("/co-so-cua-toi").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', owner.get(page).text)[1]
    assert send(owner, page, version=version).status_code == 303
    assert (fresh_row(Facility, ids[0]).consent_at, fresh_row(Facility, ids[0]).state) == (
        None,
        FacilityState.MERGED,
    )
    assert client.get("/co-so/ho-ba-hai-sen").status_code == 404
    catch_up_index()
    assert "/co-so/cong-ty-sen" not in client.get("/co-so?q=ba+hai+sen").text
    assert undone(officer, merge_id)
    assert fresh_row(Facility, ids[0]).state == FacilityState.WITHDRAWN


def test_a_facility_closed_while_suspended_is_suspended_when_it_opens_again(factory, login_as):
    officer = login_as(factory.user("officer-province", unit_id=get_unit("2025", "75").id))
    key = factory.facility().id
    page = f"/can-bo/co-so/{key}"

    def act(name, **values):
        version = re.search(r'name="version"[^>]*value="(\d+)"', officer.get(page).text)[1]
        assert send(officer, page, act=name, version=version, **values).status_code == 303
        row = fresh_row(Facility, key)
        return row.state, row.return_reason

    assert act("suspend", reason="Có khiếu nại") == (FacilityState.SUSPENDED, "Có khiếu nại")
    assert act("close", reason="Ngừng sản xuất") == (FacilityState.CLOSED, "Ngừng sản xuất")
    assert act("reopen") == (FacilityState.SUSPENDED, "Có khiếu nại")
    assert act("reinstate") == (FacilityState.VERIFIED, "")
    act("close", reason="Ngừng sản xuất")
    assert act("reopen") == (FacilityState.VERIFIED, "")
    assert fresh_row(Facility, key).closed_on is None
