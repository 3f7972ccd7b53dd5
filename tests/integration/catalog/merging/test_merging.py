import re
import threading

import pytest
from sqlalchemy import select

from app.core.audit import AuditEntry
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.work.jobs import Job
from catalog.enums import FacilityKind, FacilityState, ProductState
from catalog.merging.labels import NAMES
from catalog.merging.parts import FATES, list_touched, pointing_columns
from catalog.merging.services import confirm_merge, drop_merge, propose_merge
from catalog.models import Award, Certificate, Facility, Merge, Product, Trademark
from catalog.products.services import submit_product
from catalog.search.tasks import catch_up_index
from catalog.units.queries import get_unit
from tests.factories import voting
from tests.helpers import send
from tests.helpers.rows import fresh_row
from traceability.models import FormerGtin, Lot


def merged(actor, kind, old, new, reason="Đăng ký hai lần"):
    with transaction():
        return propose_merge(actor, kind, old, new, reason).id


def test_every_table_that_points_at_them_has_a_name_and_a_fate_that_is_known(app):
    tables = {column.table.name for kind in ("facility", "product") for column in pointing_columns(kind)}
    assert tables == set(NAMES)
    assert set(FATES) <= tables


def test_two_facilities_become_one_with_all_that_hangs_on_them(factory, officer, client):
    old = factory.facility(name="HTX Sen", slug="htx-sen", registration_number="0300000001")
    new = factory.facility(name="Hợp tác xã Sen Việt", slug="sen-viet")
    product = factory.product(old, name_vi="Trà sen", slug="tra-sen")
    paper = factory.certificate(old, products=(product,))
    mark = factory.trademark(old, name="SEN")
    lot = factory.lot(product, code="L1")
    keys = [row.id for row in (product, paper, mark, lot)]
    merge_id = merged(officer, "facility", old.id, new.id)
    assert fresh_row(Merge, merge_id).confirmed_at is not None
    owners = [
        fresh_row(entity, key).facility_id
        for entity, key in zip((Product, Certificate, Trademark, Lot), keys, strict=True)
    ]
    assert owners == [new.id] * 4
    assert fresh_row(Facility, old.id).state == FacilityState.MERGED
    moved = client.get("/co-so/htx-sen")
    assert (moved.status_code, moved.location) == (301, "/co-so/sen-viet")
    assert client.get("/en/facilities/htx-sen").location == "/en/facilities/sen-viet"
    assert client.get("/api/v1/facilities/htx-sen").location == "/api/v1/facilities/sen-viet"
    assert client.get("/san-pham/tra-sen").status_code == 200
    assert "Hợp tác xã Sen Việt" in client.get("/san-pham/tra-sen").text


def test_what_went_is_found_by_its_old_name_and_code(factory, officer, client):
    old = factory.facility(name="Cơ sở Ba Miền", registration_number="0300000002")
    new = factory.facility(name="Công ty Tân Phát", slug="tan-phat")
    merged(officer, "facility", old.id, new.id)
    catch_up_index()
    assert "/co-so/tan-phat" in client.get("/co-so?q=ba+mien").text
    assert "/co-so/tan-phat" in client.get("/co-so?q=0300000002").text


def test_a_recognition_moves_only_with_a_second_officer(factory, officer, second, client):
    maker = factory.facility()
    old = factory.product(maker, name_vi="Mắm nêm", slug="mam-nem", gtin="08930000000019")
    new = factory.product(maker, name_vi="Mắm nêm Hương Quê", slug="mam-nem-huong-que")
    award = factory.award(old, number="CNNT-1")
    ids = (old.id, new.id, award.id)
    merge_id = merged(officer, "product", old.id, new.id)
    assert fresh_row(Product, ids[0]).state == ProductState.PUBLISHED
    with pytest.raises(NotAllowed, match="second_person_needed"), transaction():
        confirm_merge(officer, merge_id)
    with transaction():
        confirm_merge(second, merge_id)
    assert fresh_row(Award, ids[2]).product_id == ids[1]
    assert fresh_row(Product, ids[1]).gtin == "08930000000019"
    assert fresh_row(FormerGtin, "08930000000019").product_id == ids[1]
    assert client.get("/san-pham/mam-nem").location == "/san-pham/mam-nem-huong-que"
    page = client.get("/giay-chung-nhan/CNNT-1")
    assert page.status_code == 200
    assert "/san-pham/mam-nem-huong-que" in page.text
    assert client.get("/01/08930000000019").location.endswith("/san-pham/mam-nem-huong-que")
    acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.subject_kind == "merge")).all()
    assert acts == ["catalog.merge.propose", "catalog.merge.confirm"]


def test_the_gtin_of_what_went_leads_to_what_stays_under_another_gtin(factory, officer, client):
    maker = factory.facility()
    old = factory.product(maker, gtin="08930000000019")
    new = factory.product(maker, slug="cai-giu-lai", gtin="08930000000026")
    merged(officer, "product", old.id, new.id)
    assert client.get("/01/08930000000019").location.endswith("/san-pham/cai-giu-lai")
    assert client.get("/01/08930000000026").location.endswith("/san-pham/cai-giu-lai")


def test_lots_with_the_same_code_stand_in_the_way(factory, officer):
    maker = factory.facility()
    old, new = factory.product(maker), factory.product(maker)
    ids = (old.id, new.id)
    factory.lot(old, code="L1")
    factory.lot(new, code="L1")
    with pytest.raises(Conflict) as refused, transaction():
        propose_merge(officer, "product", *ids, "trùng")
    assert (refused.value.code, refused.value.params) == ("merge_in_the_way", {"tables": ["lot"]})
    assert fresh_row(Product, ids[0]).state == ProductState.PUBLISHED


def test_a_certificate_on_both_products_stays_once(factory, officer):
    maker = factory.facility()
    old, new = factory.product(maker), factory.product(maker)
    paper = factory.certificate(maker, products=(old, new))
    only_old = factory.certificate(maker, products=(old,))
    wanted, ids = {paper.id, only_old.id}, (old.id, new.id)
    touched = {part.table: (part.number, part.same) for part in list_touched("product", *ids)}
    assert touched == {"product_certificate": (2, 1), "product_picture": (1, 0)}
    merged(officer, "product", *ids)
    assert {row.id for row in fresh_row(Product, ids[1]).certificates} == wanted
    assert fresh_row(Product, ids[0]).certificates == []


def test_what_may_not_be_merged_says_why(factory, officer):
    here, draft = factory.facility(), factory.facility(state=FacilityState.PENDING)
    far = factory.facility(unit_code="01")
    ids = (here.id, draft.id, far.id)
    one, other = factory.product(here).id, factory.product().id
    for kind, old, new, reason, code, error in (
        ("facility", ids[0], ids[0], "x", "merge_same", RuleBroken),
        ("facility", ids[0], ids[1], "x", "merge_not_public", RuleBroken),
        ("facility", ids[1], ids[0], "", "reason_text_required", RuleBroken),
        ("facility", ids[2], ids[0], "x", "out_of_scope", NotAllowed),
        ("product", one, other, "x", "merge_other_facility", RuleBroken),
    ):
        with pytest.raises(error) as refused, transaction():
            propose_merge(officer, kind, old, new, reason)
        assert refused.value.code == code


def test_a_household_that_is_not_named_does_not_come_back_by_a_merge(factory, officer):
    kind = FacilityKind.HOUSEHOLD
    gone = factory.facility(kind=kind, state=FacilityState.WITHDRAWN, consent_at=None)
    named = factory.facility(kind=kind, state=FacilityState.VERIFIED, consent_at=utc_now())
    ids = (gone.id, named.id, factory.facility().id)
    with pytest.raises(RuleBroken, match="merge_unnamed"):
        merged(officer, "facility", ids[0], ids[2])
    assert fresh_row(Facility, ids[0]).state == FacilityState.WITHDRAWN
    assert fresh_row(Merge, merged(officer, "facility", ids[1], ids[2])).confirmed_at is not None


@pytest.mark.parametrize("kind", ["facility", "product"])
def test_what_a_running_round_judges_is_not_merged(factory, officer, kind):
    people = voting.receiving_round(products=2)
    old, new = people.products
    voting.complete_dossier(people.member, people.round_id, old.id)
    pair, key = (old.id, new.id), old.id
    if kind == "facility":
        pair = (old.facility_id, factory.facility().id)
    with pytest.raises(Conflict, match="transfer_in_round"):
        merged(officer, kind, *pair)
    assert fresh_row(Product, key).state == ProductState.PUBLISHED


def test_members_of_the_entry_that_went_are_told_too(factory, officer):
    old, new = factory.facility(name="HTX Sen"), factory.facility(name="Sen Việt")
    keys = (old.id, new.id)
    merged(officer, "facility", *keys)
    letters = db.session.scalars(select(Job.payload).where(Job.kind == "catalog.letter").order_by(Job.id))
    assert [(each["letter"], each["facility_id"]) for each in letters] == [
        ("facility_merged_away", keys[0]),
        ("facility_merged", keys[1]),
    ]


def test_merges_of_merged_ones_are_followed_and_a_merged_product_stays_as_it_is(factory, officer, client):
    maker = factory.facility()
    rows = [factory.product(maker, slug=slug) for slug in ("thu-nhat", "thu-hai", "thu-ba")]
    first, middle, last = (row.id for row in rows)
    merged(officer, "product", first, middle)
    merged(officer, "product", middle, last)
    assert client.get("/san-pham/thu-nhat").location == "/san-pham/thu-ba"
    with pytest.raises(Conflict), transaction():
        propose_merge(officer, "product", first, last, "lại")
    member = factory.member_actor(fresh_row(Product, last).facility)
    with pytest.raises(NotAllowed, match="product_merged"), transaction():
        submit_product(member, first)


def test_a_merge_is_taken_back_before_it_takes_effect(factory, officer, second):
    maker = factory.facility()
    old, new = factory.product(maker), factory.product(maker)
    factory.award(old)
    ids = (old.id, new.id)
    merge_id = merged(officer, "product", *ids)
    with pytest.raises(Conflict, match="merge_open"), transaction():
        propose_merge(second, "product", *ids, "lần hai")
    with transaction():
        drop_merge(second, merge_id)
    with pytest.raises(Conflict, match="wrong_state"), transaction():
        confirm_merge(second, merge_id)
    assert fresh_row(Product, ids[0]).state == ProductState.PUBLISHED


def test_two_officers_at_once_merge_once(app, factory, officer, second):
    maker = factory.facility()
    old, new = factory.product(maker), factory.product(maker)
    ids, answers = (old.id, new.id), []
    db.session.rollback()
    start = threading.Barrier(2)

    def press(actor, pair):
        with app.app_context():
            start.wait()
            try:
                merged(actor, "product", *pair)
            except (Conflict, RuleBroken) as error:
                answers.append(error.code)
            else:
                answers.append("done")
            db.session.remove()

    runs = [
        threading.Thread(target=press, args=(officer, ids)),
        threading.Thread(target=press, args=(second, ids[::-1])),
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert sorted(answers) in (["done", "merge_done"], ["done", "merge_not_public"])
    states = sorted(fresh_row(Product, key).state for key in ids)
    assert states == ["merged", "published"]


def test_the_pages_lead_from_two_entries_to_one(factory, login_as):
    unit_id = get_unit("2025", "75").id
    one, two = (login_as(factory.user("officer-province", unit_id=unit_id)) for _ in range(2))
    maker = factory.facility()
    old = factory.product(maker, name_vi="Tương hột", slug="tuong-hot")
    new = factory.product(maker, name_vi="Tương", slug="tuong")
    ids = (old.id, new.id)
    factory.award(old)
    page = one.get("/can-bo/gop/product?from=https://x/san-pham/tuong-hot&into=tuong")
    assert "Danh hiệu được công nhận" in page.text
    assert "Không tìm thấy gì" in one.get("/can-bo/gop/product?from=khong-co").text
    empty = send(
        one, "/can-bo/gop/product", page=f"/can-bo/gop/product?from={ids[0]}&into={ids[1]}",
        from_id=ids[0], into_id=ids[1], reason="",
    )  # fmt: skip
    assert empty.status_code == 422
    assert "Tương hột" in empty.text
    answer = send(
        one, "/can-bo/gop/product", page=f"/can-bo/gop/product?from={ids[0]}&into={ids[1]}",
        from_id=ids[0], into_id=ids[1], reason="Một sản phẩm",
    )  # fmt: skip
    assert answer.status_code == 303
    assert "Tương hột" in two.get("/can-bo/gop").text
    assert 'value="confirm"' not in one.get(answer.location).text
    send(two, answer.location, act="x")
    assert "Hãy chọn một trong các bước" in two.get(answer.location).text
    send(two, answer.location)
    assert fresh_row(Product, ids[0]).state == ProductState.PUBLISHED
    send(two, answer.location, act="confirm")
    assert fresh_row(Product, ids[0]).state == ProductState.MERGED
    assert "Đã gộp" in two.get(answer.location).text
    bad = send(
        one, "/can-bo/gop/product", page="/can-bo/gop/product?from=tuong&into=tuong-hot",
        from_id="x", into_id="9" * 30, reason="y",
    )  # fmt: skip
    assert bad.status_code == 422


def test_a_closed_facility_says_so_at_its_old_address_and_opens_again(factory, login_as, client):
    officer = login_as(factory.user("officer-province", unit_id=get_unit("2025", "75").id))
    facility = factory.facility(name="Cơ sở Dừng", slug="co-so-dung")
    product = factory.product(facility, slug="hang-cu")
    factory.product(facility, slug="hang-nhap", state=ProductState.DRAFT, published_at=None)
    factory.award(product, number="CNNT-9")
    key = facility.id
    page = f"/can-bo/co-so/{key}"
    assert send(officer, page, act="close", version=1, reason="").status_code == 422
    version = re.search(r'name="version"[^>]*value="(\d+)"', officer.get(page).text)[1]
    assert send(officer, page, act="close", version=version, reason="Ngừng sản xuất").status_code == 303
    tomb = client.get("/co-so/co-so-dung")
    assert tomb.status_code == 200
    assert "Ngừng hoạt động" in tomb.text
    assert "CNNT-9" in tomb.text
    assert "noindex" in tomb.text
    assert client.get("/san-pham/hang-cu").location == "/co-so/co-so-dung"
    assert client.get("/san-pham/hang-nhap").status_code == 404
    with transaction() as session:
        session.get_one(Facility, key).kind = FacilityKind.HOUSEHOLD  # whose owner never agreed
        record_change("facility", key)
    assert client.get("/co-so/co-so-dung").status_code == 404
    assert client.get("/san-pham/hang-cu").status_code == 404
    with transaction() as session:
        session.get_one(Facility, key).kind = FacilityKind.ENTERPRISE
        record_change("facility", key)
    assert client.get("/giay-chung-nhan/CNNT-9").status_code == 200
    version = re.search(r'name="version"[^>]*value="(\d+)"', officer.get(page).text)[1]
    assert send(officer, page, act="reopen", version=version).status_code == 303
    assert "Ngừng hoạt động" not in client.get("/co-so/co-so-dung").text
    assert client.get("/san-pham/hang-cu").status_code == 200
