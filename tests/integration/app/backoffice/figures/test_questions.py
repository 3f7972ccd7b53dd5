"""What a department asks, answered on the page: each figure counted by hand from what is made here, and each number
opens a list with as many rows.
"""

import re
from datetime import date, timedelta

import pytest

from app.backoffice.figures.questions import QUESTIONS
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.enums import FacilityKind, FacilityState, Level, ProductGroup, ProductState, TrademarkState
from catalog.units.queries import get_unit
from traceability.models import LabelRun
from traceability.scans.store import scan_store
from traceability.scans.tables import scan_days

BINH_PHUOC, DONG_NAI = ("2004", "70"), ("2004", "75")
LAST = today().year - 1


@pytest.fixture
def officer(factory, login_as):
    return login_as(factory.user("officer-province", unit_id=get_unit("2025", "75").id))


def table(client, address):
    """Row -> its numbers as shown, the total last; and each linked number with the number of rows behind it."""
    page = client.get(address)
    assert page.status_code == 200, address
    body = page.text[page.text.index("<tbody>") : page.text.index("</tbody>")]
    found, links = {}, []
    for row in body.split("<tr")[1:]:
        name = re.search(r'<th scope="row">([^<]+)</th>', row)[1]
        cells = re.findall(r'<td class="numeric[^"]*">(.*?)</td>', row, re.DOTALL)
        found[name] = [int(re.sub(r"<span.*?</span>|<[^>]+>|[.\s]", "", cell)) for cell in cells]
        links += [
            (href.replace("&amp;", "&"), int(number.replace(".", "")))
            for href, number in re.findall(r'<a href="([^"]+)">([\d.]+)</a>', row)
        ]
    return found, links


def rows_behind(client, href):
    return int(re.search(r"([\d.]+) dòng", client.get(href).text)[1].replace(".", ""))


def answer(client, text, *, opens=True):
    """The table of one of the usual questions, by the beginning of its words."""
    one = next(question for question in QUESTIONS if question.text.startswith(text))
    board = client.get("/en/officer/figures").text
    assert one.text.replace("%(year)s", str(LAST)) in board
    path = client.get("/can-bo/so-lieu").text
    words = "&amp;".join(f"{name}={value}" for name, value in one.address.items())
    address = re.search(rf'href="([^"]+\?{re.escape(words)})"', path)[1].replace("&amp;", "&")
    found, links = table(client, address)
    if opens:
        assert [(href, rows_behind(client, href)) for href, _number in links] == links
    return found


def test_certificates_of_a_group_in_force_in_a_province_of_before(factory, officer):
    old = factory.facility(unit_id=get_unit(*BINH_PHUOC).id, commune="")
    by_commune = factory.facility(commune="Phường Lộc Ninh")  # of Bình Phước until the mergers
    by_paper = factory.facility(commune="")
    other = factory.facility(unit_id=get_unit(*DONG_NAI).id, commune="")
    food, craft = ProductGroup.FOOD, ProductGroup.CRAFT
    factory.award(factory.product(old, group=food))
    factory.award(
        factory.product(old, group=food), issued_on=today() - timedelta(9), valid_until=today() - timedelta(1)
    )
    factory.award(factory.product(by_commune, group=food))
    factory.award(factory.product(by_commune, group=craft), revoked_on=today())
    factory.award(
        factory.product(by_paper, group=craft),
        issued_on=date(2025, 6, 30), valid_until=date(2028, 12, 31), unit_name="Bình Phước",
    )  # fmt: skip
    factory.award(factory.product(by_paper, group=craft), unit_name="Đồng Nai")
    factory.award(factory.product(other, group=food))
    factory.award(factory.product(factory.facility(unit_code="01"), group=food))
    found = answer(officer, "How many certificates of each product group")
    assert found == {
        "Đồng Nai": [0, 1, 1],
        "Bình Phước": [1, 2, 3],
        "Không rõ": [1, 0, 1],
        "Tổng": [2, 3, 5],
    }
    page = f"/can-bo/so-lieu/danh-hieu?state=valid&by=group&old=70&group={food}"
    assert table(officer, page)[0]["Tổng"] == [2]


def test_a_province_that_none_went_into_needs_no_commune(factory, login_as):
    national = login_as(factory.user("officer-national"))
    factory.award(factory.product(factory.facility(unit_code="01", commune="")))
    found, links = table(national, "/can-bo/so-lieu/danh-hieu?by=old&state=valid")
    assert found == {"Hà Nội": [1], "Tổng": [1]}
    assert [rows_behind(national, href) for href, _number in links] == [1, 1]


def test_certificates_that_end_within_90_days_by_commune(factory, officer):
    here = factory.facility(commune="Phường Lộc Ninh")
    there = factory.facility(commune="Phường Trấn Biên")
    for days, place, level in (
        (0, here, Level.COMMUNE),
        (90, here, Level.PROVINCE),
        (91, here, Level.PROVINCE),
    ):
        factory.award(factory.product(place), valid_until=today() + timedelta(days), level=level)
    factory.award(factory.product(there), valid_until=today() + timedelta(30), level=Level.PROVINCE)
    assert answer(officer, "Which certificates end within 90 days") == {
        "Phường Trấn Biên": [0, 1, 1],
        "Phường Lộc Ninh": [1, 1, 2],
        "Tổng": [1, 2, 3],
    }


def test_facilities_recognised_last_year_and_nothing_since(factory, officer):
    only, again, before = (
        factory.facility(commune="Phường Lộc Ninh", name=name) for name in ("Một", "Hai", "Ba")
    )
    house = factory.facility(commune="Phường Trấn Biên", name="Bốn", kind=FacilityKind.HOUSEHOLD)
    day = date(LAST, 5, 1)
    for maker, days in (
        (only, (day,)), (again, (day, today())), (before, (date(LAST - 1, 5, 1),)),
        (house, (day, date(LAST - 2, 5, 1))),
    ):  # fmt: skip
        for issued in days:
            factory.award(factory.product(maker), issued_on=issued)
    closed = factory.facility(commune="Phường Lộc Ninh", state=FacilityState.CLOSED)
    factory.award(factory.product(closed), issued_on=day)
    assert answer(officer, "Which facilities were recognised last") == {
        "Phường Trấn Biên": [0, 1, 1],
        "Phường Lộc Ninh": [1, 0, 1],
        "Tổng": [1, 1, 2],
    }
    listed = officer.get(f"/can-bo/danh-sach/co-so?state=verified&last={LAST}").text
    assert re.findall(r'lang="vi">(Một|Hai|Ba|Bốn)<', listed) == ["Bốn", "Một"]


def test_products_recognised_at_each_level_year_by_year(factory, officer):
    two, one = factory.product(), factory.product()
    factory.award(two, issued_on=date(2024, 5, 1), level=Level.PROVINCE)
    factory.award(two, issued_on=date(2024, 9, 1), level=Level.REGION)
    factory.award(two, issued_on=date(2025, 5, 1), level=Level.NATIONAL)
    factory.award(one, issued_on=date(2024, 5, 1), level=Level.PROVINCE)
    factory.award(factory.product(), issued_on=date(2024, 5, 1), level=Level.PROVINCE, revoked_on=today())
    factory.product()
    found = answer(officer, "How many products were recognised at each level")
    # A product stands once in each total, whatever number of recognitions it has.
    assert found == {"2025": [0, 0, 1, 1], "2024": [2, 1, 0, 2], "Tổng": [2, 1, 1, 2]}


def test_public_products_that_were_never_recognised(factory, officer):
    maker = factory.facility(commune="Phường Lộc Ninh")
    factory.product(maker, group=ProductGroup.CRAFT)
    factory.product(maker, group=ProductGroup.CRAFT, state=ProductState.DRAFT)
    factory.award(factory.product(maker, group=ProductGroup.FOOD))
    factory.award(factory.product(maker, group=ProductGroup.FOOD), revoked_on=today())
    assert answer(officer, "Which public products have never been recognised") == {
        "Phường Lộc Ninh": [1, 1],
        "Tổng": [1, 1],
    }


def test_trademarks_granted_by_year_and_kind(factory, officer):
    maker = factory.facility()
    factory.trademark(maker, registration_date=date(2024, 1, 1))
    factory.trademark(maker, registration_date=date(2024, 12, 31), kind="tap-the")
    factory.trademark(maker, registration_date=date(2025, 1, 1))
    factory.trademark(maker, registration_date=None)
    factory.trademark(maker, registration_date=None, state=TrademarkState.FILED)
    assert answer(officer, "How many trademarks were granted each year") == {
        "2025": [1, 0, 1],
        "2024": [1, 1, 2],
        "Không rõ": [1, 0, 1],
        "Tổng": [3, 1, 4],
    }


def test_labels_printed_and_scans_of_each_facility(factory, officer):
    first, second = factory.facility(name="Sen Vàng"), factory.facility(name="Hạt Điều")
    one, two, three = (factory.lot(factory.product(maker)) for maker in (first, first, second))
    ids = [lot.id for lot in (one, two, three)]
    with transaction() as session:
        for lot_id, number, state in (
            (ids[0], 120, "done"), (ids[0], 40, "done"), (ids[1], 65, "done"), (ids[1], 900, "asked"),
            (ids[2], 7, "done"),
        ):  # fmt: skip
            session.add(LabelRun(lot_id=lot_id, kind="lot", quantity=number, sheet="65", state=state,
                                 created_at=first.created_at))  # fmt: skip
    with scan_store()._writing() as connection:
        connection.execute(
            scan_days.insert(),
            [
                {"lot_id": ids[0], "day": date(2026, 5, 1), "count": 3},
                {"lot_id": ids[0], "day": date(2026, 5, 2), "count": 4},
                {"lot_id": ids[2], "day": date(2026, 5, 2), "count": 9},
            ],
        )
    labels = answer(officer, "How many labels has each facility", opens=False)
    assert labels == {"Sen Vàng": [225], "Hạt Điều": [7], "Tổng": [232]}
    scans = answer(officer, "How often were the codes", opens=False)
    assert scans == {"Hạt Điều": [9], "Sen Vàng": [7], "Tổng": [16]}
    lots = officer.get(f"/can-bo/danh-sach/lo?facility={first.id}").text
    assert "Tem: 160 · Lượt quét: 7" in lots
    assert "Tem: 65 · Lượt quét: 0" in lots


def test_support_of_each_facility_year_by_year(factory, officer):
    programme = factory.loaded_programme("dong-nai")
    assert programme
    first, second = factory.facility(name="Sen Vàng"), factory.facility(name="Hạt Điều")
    for day, helped, accepted in (
        (date(2023, 5, 8), (first, second), True), (date(2024, 5, 8), (first,), True),
        (date(2024, 6, 8), (first,), False),
    ):  # fmt: skip
        made = factory.activity(facilities=helped, starts_on=day, ends_on=day)
        if accepted:
            with transaction():
                db.session.get_one(type(made), made.id).state = "accepted"
    assert answer(officer, "What support has each facility received") == {
        "Sen Vàng": [1, 1, 2],
        "Hạt Điều": [0, 1, 1],
        "Tổng": [1, 2, 3],
    }


def test_craft_villages_of_each_kind(factory, officer):
    keeper = factory.officer_actor(unit_code="75")
    factory.village(keeper, name_vi="Làng một")
    factory.village(keeper, name_vi="Làng hai", kind="lang-nghe")
    gone = factory.village(keeper, name_vi="Làng ba", kind="lang-nghe")
    off = factory.village(keeper, name_vi="Làng bốn", kind="lang-nghe")
    with transaction():
        db.session.get_one(type(gone), gone.id).revoked_on = today()
        db.session.get_one(type(off), off.id).withdrawn_at = utc_now()
    assert answer(officer, "How many craft villages of each kind") == {
        "Đồng Nai": [1, 1, 2],
        "Tổng": [1, 1, 2],
    }
    for state, names in (("valid", {"một", "hai"}), ("revoked", {"ba"}), ("withdrawn", {"bốn"})):
        listed = officer.get(f"/can-bo/danh-sach/lang-nghe?state={state}").text
        assert set(re.findall("Làng (một|hai|ba|bốn)<", listed)) == names
    board = officer.get("/en/officer/figures").text
    tile = board[board.index("craft-villages?state=valid") :]
    assert re.search(r'class="stat-value">(\d+)<', tile)[1] == "2"


def test_papers_that_end_within_90_days_by_kind(factory, officer):
    maker = factory.facility()
    factory.certificate(maker, valid_until=today() + timedelta(90))
    factory.certificate(maker, valid_until=today() + timedelta(1), kind="haccp")
    factory.certificate(maker, valid_until=today() + timedelta(91), kind="haccp")
    assert answer(officer, "Which papers of facilities end") == {
        "HACCP": [1],
        "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm": [1],
        "Tổng": [2],
    }


def test_how_facilities_of_each_kind_stand(factory, officer):
    factory.award(factory.product(factory.facility()))
    past = factory.product(factory.facility(kind=FacilityKind.COOPERATIVE))
    factory.award(past, issued_on=today() - timedelta(9), valid_until=today() - timedelta(1))
    factory.facility(kind=FacilityKind.COOPERATIVE)
    assert answer(officer, "How do facilities of each kind stand") == {
        "Doanh nghiệp": [1, 0, 0, 1],
        "Hợp tác xã": [0, 1, 1, 2],
        "Tổng": [1, 1, 1, 3],
    }


def test_products_stand_by_their_recognitions_as_their_pages_tell(factory, officer):
    day, maker = today(), factory.facility()
    last, ahead = {"issued_on": day - timedelta(9), "valid_until": day - timedelta(1)}, day + timedelta(400)
    for awards in (
        ({},),
        ({}, {"revoked_on": day}),
        ({"suspended_on": day, "valid_until": ahead}, last, {"revoked_on": day}),
        ({"suspended_on": day, "valid_until": ahead},),
        (last, {"revoked_on": day}),
        (last,),
        (last,),
        ({"revoked_on": day},),
        ({"issued_on": day + timedelta(1), "valid_until": ahead},),
        (),
    ):
        thing = factory.product(maker)
        for award in awards:
            factory.award(thing, **award)
    found, links = table(officer, "/can-bo/so-lieu/san-pham?by=standing")
    assert found == {
        "Đang có hiệu lực": [2],
        "Đang tạm đình chỉ": [2],
        "Hết hiệu lực": [3],
        "Đã thu hồi": [1],
        "Chưa có hiệu lực": [1],
        "Chưa từng được công nhận": [1],
        "Tổng": [10],
    }
    assert [rows_behind(officer, href) for href, _number in links] == [2, 2, 3, 1, 1, 1, 10]


def test_lots_of_each_product_group_and_of_none(factory, officer):
    maker = factory.facility()
    for group in (ProductGroup.FOOD, ProductGroup.FOOD, ProductGroup.CRAFT):
        factory.lot(factory.product(maker, group=group))
    for name in ("Cá cơm", "Muối", "Đường"):
        factory.input_lot(maker, name)
    found, links = table(officer, "/can-bo/so-lieu/lo?by=group")
    assert found == {
        "Thủ công mỹ nghệ": [1],
        "Chế biến nông, lâm, thủy sản và thực phẩm": [2],
        "Không rõ": [3],
        "Tổng": [6],
    }
    assert [rows_behind(officer, href) for href, _number in links] == [1, 2, 3, 6]
    assert table(officer, f"/can-bo/so-lieu/lo?by=facility&group={ProductGroup.CRAFT}")[0]["Tổng"] == [1]


def test_a_filter_of_the_reader_stays_in_the_links_of_totals(factory, officer):
    one, two, three = factory.product(), factory.product(), factory.product()
    factory.award(one, issued_on=date(2024, 5, 1), level=Level.PROVINCE)
    factory.award(two, issued_on=date(2024, 5, 1), level=Level.REGION)
    factory.award(two, issued_on=date(2025, 5, 1), level=Level.PROVINCE)
    factory.award(three, issued_on=date(2025, 5, 1), level=Level.PROVINCE)
    found, links = table(officer, "/can-bo/so-lieu/san-pham?year=2024&by=level&across=year")
    assert found == {"Cấp tỉnh": [1, 1], "Cấp khu vực": [1, 1], "Tổng": [2, 2]}
    assert [rows_behind(officer, href) for href, _number in links] == [1, 1, 1, 1, 2, 2]
    found, links = table(officer, "/can-bo/so-lieu/san-pham?level=tinh&by=level&across=year")
    assert [(href, rows_behind(officer, href)) for href, _number in links] == links
