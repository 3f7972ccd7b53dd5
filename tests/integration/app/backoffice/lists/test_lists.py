import base64
import io
import re
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select

from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work.jobs import Job, is_next_large, run_pending
from catalog.enums import CheckState, FacilityState, ProductGroup, ProductState, Region
from catalog.models import Product
from catalog.units.queries import get_unit
from programme.models import ActivityKind, Beneficiary
from tests.helpers.statements import statements


@pytest.fixture
def officer(factory, login_as):
    return login_as(factory.user("officer-province", unit_id=get_unit("2025", "75").id))


@pytest.fixture(params=["few", "many"])
def amount(request, monkeypatch):
    """Few rows are found and then put in order, many are taken in their order: the same rows."""
    if request.param == "many":
        monkeypatch.setattr("app.backoffice.lists.queries.MOST_COUNTED", 0)
    return request.param


def names(page):
    return re.findall(r'<th scope="row">(?:<a href="[^"]+"|<span) lang="vi">([^<]+)<', page.text)


def link(page, rel):
    return re.search(rf'href="([^"]+)" rel="{rel}"', page.text)[1].replace("&amp;", "&")


@pytest.mark.usefixtures("amount")
def test_a_list_has_everything_of_the_area_in_any_state_and_nothing_else(factory, officer):
    factory.facility(name="Bánh Tráng", state=FacilityState.RETURNED)
    factory.facility(name="An Bình")
    factory.facility(name="Đũa Tre", unit_id=get_unit("2004", "70").id)
    factory.facility(name="Hà Nội", unit_code="01")
    assert names(officer.get("/can-bo/danh-sach/co-so")) == ["An Bình", "Bánh Tráng", "Đũa Tre"]
    assert names(officer.get("/en/officer/lists/facilities?state=returned")) == ["Bánh Tráng"]


@pytest.mark.usefixtures("amount")
def test_a_region_is_narrowed_to_a_province_and_what_became_part_of_it(factory, login_as):
    regional = login_as(factory.user("officer-region", region=Region.SOUTH))
    factory.facility(name="Đồng Nai")
    factory.facility(name="Cà Mau", unit_code="96")
    factory.facility(name="Bình Phước cũ", unit_id=get_unit("2004", "70").id)
    page = regional.get("/can-bo/danh-sach/co-so?province=75")
    assert names(page) == ["Bình Phước cũ", "Đồng Nai"]


@pytest.mark.usefixtures("amount")
def test_names_are_found_without_marks_by_number_and_by_maker(factory, officer):
    maker = factory.facility(name="Công ty TNHH Sao Mai", registration_number="3600112233")
    factory.product(maker, name_vi="Đường thốt nốt", gtin="08930000000019")
    factory.product(maker, name_vi="Mắm ruốc")
    other = factory.product(name_vi="Gối mây")
    with transaction():
        db.session.get_one(Product, other.id).name_vi = "Giỏ cói"
    find = "/can-bo/danh-sach/san-pham?q="
    assert names(officer.get(find + "duong thot")) == ["Đường thốt nốt"]
    assert names(officer.get(find + "0893000")) == ["Đường thốt nốt"]
    assert names(officer.get(find + "sao mai")) == ["Đường thốt nốt", "Mắm ruốc"]
    assert names(officer.get(find + "gio coi")) == ["Giỏ cói"]
    assert names(officer.get(find + "goi may")) == []
    assert names(officer.get(find + "%25")) == []
    assert names(officer.get("/can-bo/danh-sach/co-so?q=00112233")) == ["Công ty TNHH Sao Mai"]


@pytest.mark.usefixtures("amount")
def test_filters_by_state_group_and_age(factory, officer):
    maker, now = factory.facility(), utc_now()
    factory.product(maker, name_vi="Nón lá", group=ProductGroup.CRAFT, updated_at=now - timedelta(days=31))
    factory.product(maker, name_vi="Nón bạc", group=ProductGroup.CRAFT, updated_at=now - timedelta(days=29))
    factory.product(maker, name_vi="Tương", state=ProductState.DRAFT, updated_at=now - timedelta(days=400))
    page = "/can-bo/danh-sach/san-pham?"
    assert names(officer.get(page + "age=30")) == ["Nón lá", "Tương"]
    assert names(officer.get(page + "age=30&group=thu-cong-my-nghe")) == ["Nón lá"]
    assert names(officer.get(page + "state=draft")) == ["Tương"]
    assert names(officer.get(page + "sort=oldest")) == ["Tương", "Nón lá", "Nón bạc"]
    assert names(officer.get(page + "age=x&state=x&group=x&sort=x")) == ["Nón bạc", "Nón lá", "Tương"]


@pytest.mark.usefixtures("amount")
def test_recognitions_are_filtered_by_what_they_are_today(factory, officer):
    day = today()
    wanted = {"name": "Còn lâu", "ends": "Sắp hết", "over": "Hết hạn", "back": "Thu hồi", "stop": "Tạm dừng"}
    dates = {
        "name": {"valid_until": day + timedelta(days=91)},
        "ends": {"valid_until": day + timedelta(days=90)},
        "over": {"issued_on": day - timedelta(days=9), "valid_until": day - timedelta(days=1)},
        "back": {"revoked_on": day, "valid_until": day + timedelta(days=400)},
        "stop": {"suspended_on": day, "valid_until": day + timedelta(days=400)},
    }
    for key, name in wanted.items():
        factory.award(factory.product(name_vi=name), **dates[key])
    page = "/can-bo/danh-sach/danh-hieu?sort=name&state="
    assert names(officer.get(page + "valid")) == ["Còn lâu", "Sắp hết"]
    assert names(officer.get(page + "expiring")) == ["Sắp hết"]
    assert names(officer.get(page + "expired")) == ["Hết hạn"]
    assert names(officer.get(page + "revoked")) == ["Thu hồi"]
    assert names(officer.get(page + "suspended")) == ["Tạm dừng"]
    assert names(officer.get("/can-bo/danh-sach/danh-hieu?sort=ending"))[:3] == [
        "Hết hạn",
        "Sắp hết",
        "Còn lâu",
    ]


@pytest.mark.usefixtures("amount")
def test_papers_marks_and_lots_have_their_lists(factory, officer):
    maker = factory.facility()
    factory.certificate(maker, number="12/ATTP", check_state=CheckState.UNCHECKED)
    factory.certificate(maker, number="13/ATTP", valid_until=None)
    factory.trademark(maker, name="Sen Vàng")
    factory.trademark(maker, name="Cửu Long", valid_until=today() + timedelta(days=30))
    factory.lot(factory.product(maker), code="LO-7")
    papers = officer.get("/can-bo/danh-sach/giay-to?state=unchecked")
    assert "12/ATTP" in papers.text
    assert "13/ATTP" not in papers.text
    ends = officer.get("/can-bo/danh-sach/giay-to?sort=ending").text
    assert ends.index("12/ATTP") < ends.index("13/ATTP")
    assert names(officer.get("/can-bo/danh-sach/nhan-hieu?q=sen+vang")) == ["Sen Vàng"]
    assert names(officer.get("/can-bo/danh-sach/nhan-hieu?state=expiring")) == ["Cửu Long"]
    assert "LO-7" in officer.get("/can-bo/danh-sach/lo?q=lo-7").text


@pytest.mark.usefixtures("amount")
def test_pages_go_on_by_keys_both_ways_and_lose_nothing(factory, officer, monkeypatch):
    monkeypatch.setattr("app.backoffice.lists.queries.PER_PAGE", 2)
    at, maker = utc_now(), factory.facility()
    for number in range(5):
        factory.product(maker, name_vi=f"Thứ {number}", updated_at=at)
    first = officer.get("/can-bo/danh-sach/san-pham?sort=newest")
    second = officer.get(link(first, "next"))
    third = officer.get(link(second, "next"))
    assert [names(page) for page in (first, second, third)] == [
        ["Thứ 4", "Thứ 3"],
        ["Thứ 2", "Thứ 1"],
        ["Thứ 0"],
    ]
    assert 'rel="next"' not in third.text
    assert 'rel="prev"' not in first.text
    assert names(officer.get(link(third, "prev"))) == ["Thứ 2", "Thứ 1"]
    back = officer.get(link(second, "prev"))
    assert names(back) == ["Thứ 4", "Thứ 3"]
    assert 'rel="prev"' not in back.text


@pytest.mark.usefixtures("amount")
def test_papers_without_an_end_stand_last_on_pages_both_ways(factory, officer, monkeypatch):
    monkeypatch.setattr("app.backoffice.lists.queries.PER_PAGE", 2)
    day, maker = today(), factory.facility()
    for name, until in (("A", None), ("B", 20), ("C", None), ("D", 10), ("E", None)):
        end = None if until is None else day + timedelta(days=until)
        factory.trademark(maker, name=name, valid_until=end)
    first = officer.get("/can-bo/danh-sach/nhan-hieu?sort=ending")
    second = officer.get(link(first, "next"))
    third = officer.get(link(second, "next"))
    assert [names(page) for page in (first, second, third)] == [["D", "B"], ["A", "C"], ["E"]]
    assert names(officer.get(link(third, "prev"))) == ["A", "C"]
    assert names(officer.get(link(second, "prev"))) == ["D", "B"]
    assert names(officer.get(link(officer.get(link(third, "prev")), "prev"))) == ["D", "B"]


def test_a_long_list_says_that_there_is_more_than_is_counted(factory, officer, monkeypatch):
    monkeypatch.setattr("app.backoffice.lists.queries.MOST_COUNTED", 1)
    factory.facility(name="An Bình")
    assert "1 dòng" in officer.get("/can-bo/danh-sach/co-so").text
    factory.facility(name="Bánh Tráng")
    page = officer.get("/can-bo/danh-sach/co-so")
    assert names(page) == ["An Bình", "Bánh Tráng"]
    assert "Hơn 1.000 dòng" in page.text


def place_of(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


CRAFTED = [
    '["A", 9223372036854775808]', '["A", -9223372036854775809]', '["A", 1e400]', '["A", true]', '["A", "1"]',
    r'["\ud800", 1]', r'["\u0000", 1]', "[" * 5_000, '["' + "A" * 20_000 + '", 1]',
    '["0001-01-01T00:00:00+14:00", 1]', '["9999-12-31T23:00:00-14:00", 1]',
]  # fmt: skip


@pytest.mark.parametrize("text", CRAFTED)
def test_a_crafted_place_is_no_fault_of_the_server(factory, officer, text):
    factory.facility(name="An Bình")
    for sort in ("name", "newest"):
        page = officer.get(f"/can-bo/danh-sach/co-so?sort={sort}&after={place_of(text)}")
        assert page.status_code == 200


@pytest.mark.parametrize("place", ["x", "%00", "bnVsbA", "WzEsIDJd", "WyJ4IiwgMl0", "WyIyMDI2IiwgIngiXQ"])
def test_a_place_that_cannot_be_read_is_the_beginning(factory, officer, place):
    factory.facility(name="An Bình")
    for sort in ("name", "newest"):
        page = officer.get(f"/can-bo/danh-sach/co-so?sort={sort}&after={place}")
        assert page.status_code == 200
    assert names(officer.get("/can-bo/danh-sach/san-pham?sort=oldest&after=WyJ4IiwgMl0")) == []


@pytest.mark.parametrize(
    "kind", ["co-so", "san-pham", "danh-hieu", "giay-to", "nhan-hieu", "lo", "ho-tro", "lang-nghe"]
)
def test_a_page_takes_as_many_statements_for_five_rows_as_for_one(factory, officer, kind):
    def fill():
        thing = factory.product()
        factory.award(thing)
        factory.certificate(thing.facility)
        factory.trademark(thing.facility)
        factory.lot(thing)

    def count():
        officer.get(f"/can-bo/danh-sach/{kind}")
        with statements() as said:
            officer.get(f"/can-bo/danh-sach/{kind}")
        return len([text for text, _values in said if text.startswith("SELECT")])

    fill()
    one = count()
    for _ in range(4):
        fill()
    assert count() == one
    assert one == {"lo": 8, "ho-tro": 6, "lang-nghe": 6}.get(kind, 7)  # the last two have no row here


def test_files_hold_the_rows_asked_for_and_no_formula(factory, officer):
    maker = factory.facility(name="=HYPERLINK(1)")
    factory.product(maker, name_vi="Nón lá", group=ProductGroup.CRAFT)
    factory.product(maker, name_vi="Tương", state=ProductState.DRAFT)
    answer = officer.get("/can-bo/danh-sach/san-pham.csv?state=draft")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="san-pham.csv"'
    lines = answer.text.removeprefix("\ufeff").splitlines()
    assert lines[0].startswith("Tên,Số hoặc mã,")
    assert len(lines) == 2
    assert lines[1].startswith("Tương,,")
    assert ",'=HYPERLINK(1)," in lines[1]
    book = openpyxl.load_workbook(io.BytesIO(officer.get("/en/officer/lists/products.xlsx").data))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=4)]
    assert [row[0] for row in cells] == ["Name", "Nón lá", "Tương"]
    assert cells[1][3] == "=HYPERLINK(1)"
    assert book.active.cell(row=5, column=4).data_type == "s"


def test_the_file_of_a_long_list_is_made_by_a_job_for_the_one_who_ordered_it(
    factory, officer, login_as, monkeypatch
):
    monkeypatch.setattr("app.backoffice.lists.queries.MOST_COUNTED", 1)
    maker = factory.facility()
    factory.product(maker, name_vi="Nón lá")
    factory.product(maker, name_vi="Tương")
    factory.product(factory.facility(unit_code="01"), name_vi="Cốm")
    page = officer.get("/can-bo/danh-sach/san-pham")
    assert officer.get("/can-bo/danh-sach/san-pham.csv").status_code == 303
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    order = re.search(r'action="([^"]+/tep/csv[^"]*)"', page.text)[1]
    answer = officer.post(order, data={"csrf_token": token})
    assert answer.status_code == 303
    assert is_next_large("imports")  # beside the server, that is
    run_pending()
    job = db.session.scalars(select(Job).where(Job.kind == "backoffice.list_file")).one()
    assert answer.location == f"/cong-viec/{job.id}"
    assert (job.state, job.error) == ("done", "")
    made = officer.get(f"/can-bo/danh-sach/tep/{job.id}")
    assert [line.split(",")[0] for line in made.text.splitlines()] == ["\ufeffTên", "Nón lá", "Tương"]
    other = login_as(factory.user("officer-national"))
    assert other.get(f"/can-bo/danh-sach/tep/{job.id}").status_code == 404


def test_lists_are_for_officers_who_verify(factory, login_as, client):
    assert client.get("/can-bo/danh-sach/co-so").status_code in {302, 303}
    facility = factory.facility()
    assert (
        login_as(factory.user("facility", facility_id=facility.id)).get("/can-bo/danh-sach/lo").status_code
        == 403
    )


@pytest.mark.usefixtures("amount")
def test_support_is_found_by_words_of_its_activity_and_by_its_maker_and_narrowed_by_kind(factory, officer):
    factory.loaded_programme("dong-nai")
    for name, title, kind in (
        ("HTX Sen", "Lớp mây tre", "training-workers"),
        ("HTX Gốm", "Máy nghiền", "machine-support"),
    ):
        facility_id = factory.facility(name=name).id
        activity_id = factory.activity(kind, title=title).id
        with transaction() as session:
            session.add(Beneficiary(activity_id=activity_id, facility_id=facility_id))
    page = "/can-bo/danh-sach/ho-tro"
    assert names(officer.get(page)) == ["Lớp mây tre", "Máy nghiền"]
    for words in ("mây tre", "may tre", "LOP MAY", "lớp-mây"):
        assert names(officer.get(f"{page}?q={words}")) == ["Lớp mây tre"]
    assert names(officer.get(f"{page}?q=|")) == []
    assert names(officer.get(f"{page}?q=gom")) == ["Máy nghiền"]
    narrowed = officer.get("/en/officer/lists/support?kind=machine-support&q=nghiền")
    kind = db.session.scalars(select(ActivityKind).where(ActivityKind.code == "machine-support")).one()
    assert (names(narrowed), kind.name_en in narrowed.text) == (["Máy nghiền"], True)
    counted = officer.get("/can-bo/so-lieu/ho-tro?by=kind").text.partition("<tbody")[2]
    assert [name in counted for name in (kind.name_vi, kind.code)] == [True, True]


def test_kind_that_nobody_knows_is_told_as_it_was_asked(officer):
    page = officer.get("/can-bo/danh-sach/ho-tro?kind=khong-co")
    assert (names(page), "khong-co" in page.text.partition("<main")[2]) == ([], True)


def test_province_of_before_is_that_of_the_commune_or_of_the_old_list(factory, officer):
    factory.facility(name="Bình Phước cũ", unit_id=get_unit("2004", "70").id)
    factory.facility(name="Đồng Nai nay")
    assert names(officer.get("/can-bo/danh-sach/co-so?old=70")) == ["Bình Phước cũ"]


def test_file_of_many_rows_has_each_of_them_once(factory, officer, monkeypatch):
    monkeypatch.setattr("app.backoffice.lists.queries.CHUNK", 2)
    maker = factory.facility()
    for number in range(5):
        factory.product(maker, name_vi=f"Thứ {number}")
    lines = officer.get("/can-bo/danh-sach/san-pham.csv?state=published").text.splitlines()[1:]
    assert [line.partition(",")[0] for line in lines] == [f"Thứ {number}" for number in range(5)]


@pytest.mark.usefixtures("amount")
def test_villages_are_in_the_order_of_a_dictionary_and_found_without_marks(factory, officer):
    staff = factory.actor(factory.user("officer-national"))
    for name, craft in (("Đúc đồng", "Đúc"), ("Dệt chiếu", "Chiếu cói"), ("Ấm chén", "Gốm")):
        factory.village(staff, name_vi=name, craft=craft, commune="Xã Tân An", decision_number="12/QĐ-UBND")
    page = "/can-bo/danh-sach/lang-nghe"
    assert names(officer.get(page)) == ["Ấm chén", "Dệt chiếu", "Đúc đồng"]
    assert names(officer.get(f"{page}?q=duc dong")) == ["Đúc đồng"]
    assert names(officer.get(f"{page}?q=chieu coi")) == ["Dệt chiếu"]
    assert names(officer.get(f"{page}?q=tan an")) == ["Ấm chén", "Dệt chiếu", "Đúc đồng"]
    assert names(officer.get(f"{page}?q=12/qd ubnd")) == ["Ấm chén", "Dệt chiếu", "Đúc đồng"]
