"""Reports of periods: signed by two people, frozen, corrected in the next one."""

import io
import json
from datetime import date

import openpyxl
import pypdf
import pytest

from app.accounts.models import Membership
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, RuleBroken
from programme.facts.services import change_fact
from programme.models import Activity, Fact, PeriodReport, Programme
from programme.period_reports import services
from programme.period_reports.areas import area_figures, list_reporting
from programme.period_reports.beneficiaries import beneficiary_figures
from programme.period_reports.budget import budget_of
from programme.period_reports.files import Told, report_json, report_pdf
from programme.period_reports.queries import figures_of, get_report
from programme.period_reports.rules import read_period
from tests.helpers import send
from tests.helpers.voting.acts import act


@pytest.fixture
def world(factory):
    """The programme of the nation, two officers of it, and one fact of machines in the first quarter of 2023."""
    programme = factory.loaded_programme("quoc-gia")
    officers = [factory.user("officer-national") for _ in range(2)]
    fact = factory.fact(factory.target_of(programme, "1.2"), date(2023, 2, 10), 5, title="Máy sấy")
    return programme, officers, fact


def signed(world, code):
    programme, (first, second), _fact = world
    report = act(first, services.prepare_report, programme.id, None, code)
    with pytest.raises(Conflict, match="report_second_person"):
        act(first, services.sign_report, report.id)
    return act(second, services.sign_report, report.id).id


def told(report):
    figures = figures_of(report.programme, report, report.lines)
    helped = beneficiary_figures(report, report.lines)
    return Told(report, figures, report.lines, area_figures(report, report.lines), budget_of(report), helped)


def machines(report_id):
    report = get_report(report_id)
    programme = db.session.get_one(Programme, report.programme_id)
    figure = next(f for f in figures_of(programme, report, report.lines) if f.target.code == "1.2")
    return figure.before, figure.new, figure.corrected, figure.total


def test_a_signed_quarter_stays_and_the_next_one_tells_the_correction(factory, world):
    programme, _officers, fact = world
    first_quarter = signed(world, "2023Q1")
    assert machines(first_quarter) == (0, 5, 0, 5)
    with transaction() as session:
        change_fact(factory.actor(world[1][0]), session.get_one(Fact, fact.id), {"number": 3}, "Đếm nhầm")
    factory.fact(factory.target_of(programme, "1.2"), date(2023, 3, 1), 2, title="Máy ép, báo muộn")
    factory.fact(factory.target_of(programme, "1.2"), date(2023, 5, 1), 7, title="Máy cắt")
    assert machines(first_quarter) == (0, 5, 0, 5)
    second_quarter = signed(world, "2023Q2")
    assert machines(second_quarter) == (5, 7, 0, 12)
    told = {line.title: (line.number, line.is_correction) for line in get_report(second_quarter).lines}
    assert told == {"Máy sấy": (-2, True), "Máy ép, báo muộn": (2, True), "Máy cắt": (7, False)}
    assert machines(first_quarter) == (0, 5, 0, 5)


def test_the_first_report_tells_what_was_done_before_as_earlier_and_not_as_corrected(factory, world):
    programme = world[0]
    factory.fact(factory.target_of(programme, "1.2"), date(2023, 4, 1), 2, title="Máy ép")
    second_quarter = signed(world, "2023Q2")
    assert machines(second_quarter) == (5, 2, 0, 7)
    assert not any(line.is_correction for line in get_report(second_quarter).lines)
    assert [row[1:4] for row in of_area(second_quarter)] == [("1.2", 2, 0)], "of its own quarter alone"
    factory.fact(factory.target_of(programme, "1.2"), date(2023, 3, 1), 4, title="Máy cắt, báo muộn")
    assert machines(signed(world, "2023Q3")) == (7, 0, 4, 11)


def test_what_moved_to_another_province_is_taken_from_the_next_report(factory, world):
    programme, _officers, fact = world
    unit = factory.unit("75")
    people = [factory.user("officer-province", unit_id=unit.id) for _ in range(2)]

    def signed_here(code):
        report = act(people[0], services.prepare_report, programme.id, factory.unit("75"), code)
        return act(people[1], services.sign_report, report.id).id

    assert machines(signed_here("2023Q1")) == (0, 5, 0, 5)
    with transaction() as session:
        values = {"unit_id": factory.unit("01", "2004").id}
        change_fact(factory.actor(world[1][0]), session.get_one(Fact, fact.id), values, "Nhầm tỉnh")
    second_quarter = signed_here("2023Q2")
    assert machines(second_quarter) == (5, 0, -5, 0)
    assert [(line.number, line.is_correction) for line in get_report(second_quarter).lines] == [(-5, True)]


def test_the_nation_reports_a_period_once_even_when_two_prepare_it_together(world):
    programme = world[0]
    at = utc_now()
    plain = {"programme_id": programme.id, "period": "2023Q1", "begins": date(2023, 1, 1),
             "ends": date(2023, 3, 31), "prepared_at": at}  # fmt: skip
    with pytest.raises(Conflict, match="report_there"), transaction() as session:
        session.add_all([PeriodReport(**plain), PeriodReport(**plain)])


def test_an_officer_of_two_provinces_reports_for_either(factory, world, login_as):
    programme = world[0]
    person = factory.user("officer-province", unit_id=factory.unit("01").id)
    with transaction() as session:
        other = {"role": "officer-province", "unit_id": factory.unit("75").id, "created_at": utc_now()}
        session.add(Membership(user_id=person.id, **other))
    client, page = login_as(person), f"/can-bo/chuong-trinh/{programme.slug}/bao-cao"
    assert "Đồng Nai" in client.get(page).text
    for code in ("75", "01"):
        answer = send(client, page, period="2023Q1", unit=str(factory.unit(code).id))
        assert answer.status_code == 303
    units = {row.unit.code for row in db.session.query(PeriodReport)}
    assert units == {"01", "75"}
    assert send(client, page, period="2023Q1", unit=str(factory.unit("79").id)).status_code == 422


def test_an_unknown_step_signs_nothing(factory, world, login_as):
    programme, (first, second), _fact = world
    report = act(first, services.prepare_report, programme.id, None, "2023Q1")
    page = f"/can-bo/bao-cao-khuyen-cong/{report.id}"
    answer = send(login_as(second), f"{page}/buoc", page=page, act="xoa", reason="Nhầm")
    assert answer.status_code == 422
    assert "Hãy chọn một trong các bước" in answer.text
    assert db.session.get_one(PeriodReport, report.id).state == "prepared"


def test_a_paper_signed_at_night_bears_the_day_in_viet_nam(factory, world):
    report_id = signed(world, "2023Q1")
    with transaction() as session:
        session.get_one(PeriodReport, report_id).signed_at = utc_now().replace(
            year=2023, month=4, day=9, hour=18, minute=0
        )
    report = get_report(report_id)
    paper = pypdf.PdfReader(io.BytesIO(report_pdf(told(report))))
    assert "ngày 10 tháng 4 năm 2023" in " ".join(page.extract_text() for page in paper.pages)


def test_a_year_is_a_series_of_its_own(world):
    signed(world, "2023Q1")
    assert machines(signed(world, "2023")) == (0, 5, 0, 5)


def test_only_the_level_above_opens_again_and_only_the_newest(factory, world):
    programme, (first, second), _fact = world
    first_quarter = signed(world, "2023Q1")
    with pytest.raises(NotAllowed, match="report_from_above"):
        act(second, services.reopen_report, first_quarter, "Thiếu")
    with pytest.raises(NotAllowed, match="report_from_above"):
        act(factory.user("officer-province"), services.reopen_report, first_quarter, "Thiếu")
    with pytest.raises(RuleBroken, match="reason_needed"):
        act(first, services.reopen_report, first_quarter, " ")
    second_quarter = signed(world, "2023Q2")
    with pytest.raises(Conflict, match="report_after_later"):
        act(first, services.reopen_report, first_quarter, "Thiếu")
    act(first, services.reopen_report, second_quarter, "Thiếu một việc")
    assert db.session.get_one(PeriodReport, second_quarter).state == "open"
    assert signed(world, "2023Q2") == second_quarter
    assert programme.id == get_report(second_quarter).programme_id


@pytest.mark.parametrize(("code", "refusal"), [("2020Q4", "report_period"), ("abc", "report_period")])
def test_periods_outside_the_programme_are_refused(world, code, refusal):
    programme, (first, _second), _fact = world
    with pytest.raises(RuleBroken, match=refusal):
        act(first, services.prepare_report, programme.id, None, code)


def test_a_period_is_reported_once(world):
    signed(world, "2023Q1")
    with pytest.raises(Conflict, match="report_there"):
        act(world[1][0], services.prepare_report, world[0].id, None, "2023Q1")


def missing(programme, period):
    return sum(not row.is_signed for row in list_reporting(programme, period))


def test_who_has_not_reported(factory, world):
    programme = world[0]
    period = read_period("2023Q1")
    assert missing(programme, period) == 34
    unit = factory.unit("75")
    first, second = (factory.user("officer-province", unit_id=unit.id) for _ in range(2))
    report = act(first, services.prepare_report, programme.id, unit, "2023Q1")
    assert missing(programme, period) == 34, "one signature is not enough"
    act(second, services.sign_report, report.id)
    assert missing(programme, period) == 33
    assert machines(report.id) == (0, 5, 0, 5)


def test_pages_and_files(factory, world, login_as):
    programme, (first, second), _fact = world
    client = login_as(first)
    page = f"/can-bo/chuong-trinh/{programme.slug}/bao-cao"
    answer = send(client, page, period="2023Q1")
    assert answer.status_code == 303
    report = answer.headers["Location"]
    assert "Ký (người thứ hai)" not in client.get(report).text
    assert ["Quý I năm 2023" in client.get(address).text for address in (report, page)] == [True, True]
    other = login_as(second)
    assert "Ký (người thứ hai)" in other.get(report).text
    assert send(other, f"{report}/buoc", page=report, act="sign").status_code == 303
    assert "Hai người đã ký" in other.get(report).text
    assert send(client, f"{report}/buoc", page=report, act="reopen", reason="").status_code == 422
    body = json.loads(client.get(f"{report}/tep.json").text)
    machine = next(row for row in body["indicators"] if row["reference"] == "1.2")
    assert machine["actual"] == {"new": 5, "corrected": 0, "cumulative": 5}
    assert machine["period"] == {"start": "2023-01-01", "end": "2023-03-31"}
    assert (
        '1.2,"Ứng dụng máy móc, thiết bị tiên tiến",máy,1600,,0,5,0,5' in client.get(f"{report}/tep.csv").text
    )
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{report}/tep.xlsx").data))
    assert [sheet.title for sheet in book.worksheets] == [
        "Chỉ tiêu",
        "Từng việc",
        "Theo địa bàn",
        "Theo đối tượng",
        "Kinh phí",
    ]
    paper = pypdf.PdfReader(io.BytesIO(client.get(f"{report}/tep.pdf").data))
    text = " ".join(page.extract_text() for page in paper.pages)
    assert "quý I năm 2023" in text
    assert "1.600" in text
    assert client.get(f"{report}/tep.exe").status_code == 404
    stranger = login_as(factory.user("officer-province"))
    assert stranger.get(report).status_code == 404
    assert client.get("/en/officer/programmes/" + programme.slug + "/reports").status_code == 200


def of_area(report_id):
    report = get_report(report_id)
    return [
        (row.area, row.target.code, row.new, row.corrected, row.reported)
        for row in area_figures(report, report.lines)
    ]


def test_communes_make_a_province_and_provinces_the_nation(factory, world):
    """What two provinces signed stands beside what the nation counts, and a late fact of one shows as a difference."""
    programme, nation, _fact = world
    target = factory.target_of(programme, "1.2")
    maker = factory.facility(commune="Phường Trấn Biên", unit_code="75")
    factory.fact(target, date(2023, 3, 1), 4, title="Máy của cơ sở", facility_id=maker.id)
    factory.fact(target, date(2023, 3, 2), 3, title="Máy ở Hà Nội", unit=factory.unit("01", "2004"))
    reports = {}
    for code in ("75", "01"):
        unit = factory.unit(code)
        first, second = (factory.user("officer-province", unit_id=unit.id) for _ in range(2))
        reports[code] = act(first, services.prepare_report, programme.id, unit, "2023Q1").id
        act(second, services.sign_report, reports[code])
    assert of_area(reports["75"]) == [("Phường Trấn Biên", "1.2", 4, 0, None), ("", "1.2", 5, 0, None)]
    assert of_area(reports["01"]) == [("", "1.2", 3, 0, None)]
    factory.fact(target, date(2023, 3, 9), 2, title="Máy báo muộn", unit=factory.unit("01", "2004"))
    whole = act(nation[0], services.prepare_report, programme.id, None, "2023Q1").id
    act(nation[1], services.sign_report, whole)
    assert of_area(whole) == [
        ("Đồng Nai", "1.2", 9, 0, 9),
        ("Hà Nội", "1.2", 5, 0, 3),
    ]
    assert machines(whole) == (0, 14, 0, 14)


def test_money_is_told_beside_its_use_and_stays_as_it_was_signed(factory, world):
    for day, planned, used in ((date(2022, 12, 1), 100, 90), (date(2023, 2, 1), 50, 30)):
        factory.activity(
            "machine-support", state="held", starts_on=day, ends_on=day, quantities={"machine": 1},
            planned={"national": planned, "own": 7}, used={"national": used, "own": 8},
        )  # fmt: skip
    factory.activity("workshop", state="held", planned={"national": 1000}, quantities={"workshop": 1})
    report = signed(world, "2023Q1")
    rows = [("national", 50, 30, 150, 120), ("local", 0, 0, 0, 0), ("own", 7, 8, 14, 16)]
    assert budget_of(get_report(report)).rows == rows
    with transaction() as session:
        session.query(Activity).filter_by(planned_national=50).one().used_national = 49
    assert budget_of(get_report(report)).rows == rows


@pytest.mark.parametrize(
    ("table", "head", "rows"),
    [
        ("areas", "area,code,target,measure,new,corrected,reported", ["Đồng Nai,1.2,"]),
        (
            "budget",
            "source,planned,used,planned_since_start,used_since_start",
            ["Khuyến công quốc gia,0,0,0,0"],
        ),
    ],
)
def test_each_table_of_a_report_is_a_file(world, login_as, table, head, rows):
    report = signed(world, "2023Q1")
    text = login_as(world[1][0]).get(f"/en/officer/programme-reports/{report}/file.csv?table={table}").text
    lines = text.removeprefix("\ufeff").splitlines()
    assert lines[0] == head
    assert [lines[1].startswith(row) for row in rows] == [True]


def test_the_list_of_who_has_reported_opens_an_earlier_quarter(factory, world, login_as):
    programme, (first, _second), _fact = world
    page = login_as(first).get(f"/en/officer/programmes/{programme.slug}/reports?quarter=2025Q1").text
    assert "0 of 34 provinces and cities have signed." in page
    assert "Who has reported: Quarter 1 of 2025" in page


def test_a_province_opens_its_own_reports_alone(factory, world, login_as):
    """The grid tells who has reported; only what the person may see is a link."""
    programme = world[0]
    for code in ("75", "01"):
        unit = factory.unit(code)
        person = factory.user("officer-province", unit_id=unit.id)
        act(person, services.prepare_report, programme.id, unit, "2025Q4")
    own = db.session.query(PeriodReport).filter_by(unit_id=factory.unit("01").id).one().id
    other = db.session.query(PeriodReport).filter_by(unit_id=factory.unit("75").id).one().id
    page = login_as(person).get(f"/can-bo/chuong-trinh/{programme.slug}/bao-cao").text
    assert f'/can-bo/bao-cao-khuyen-cong/{own}"' in page
    assert f'/can-bo/bao-cao-khuyen-cong/{other}"' not in page
    assert page.count("reporting-begun") == 2


def test_a_province_reports_places_without_what_others_reported(factory, world):
    programme, (first, second), _fact = world
    unit, said = factory.unit("75"), {}
    officers = [factory.user("officer-province", unit_id=unit.id) for _ in range(2)]
    for name, (one, two), of in (("nation", (first, second), None), ("province", officers, unit)):
        key = act(one, services.prepare_report, programme.id, of, "2023Q1").id
        act(two, services.sign_report, key)
        body = report_json(told(get_report(key)))
        said[name] = [place for row in body["indicators"] for place in row["locations"]]
    assert [sorted(place) for place in said["province"]] == [["corrected", "location", "new"]]
    assert [sorted(place) for place in said["nation"]] == [["corrected", "location", "new", "reported"]]
