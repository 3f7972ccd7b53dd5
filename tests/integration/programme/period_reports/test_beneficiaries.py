"""Whom a report tells of: kinds of facilities and people as numbers, frozen with the signature."""

import io
from datetime import date

import openpyxl
import pypdf
import pytest

from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.enums import FacilityKind
from catalog.models import Facility
from programme.models import Activity, ReportLine
from programme.period_reports import services
from programme.period_reports.beneficiaries import beneficiary_figures
from programme.period_reports.queries import get_report
from tests.helpers.voting.acts import act

DAY = date(2025, 8, 11)
BY_HAND = [
    ("hop-tac-xa", "2.1", 1, 0, (0, 0, 0)),
    ("ho-kinh-doanh", "1.2", 2, 0, (0, 0, 0)),
    ("ho-kinh-doanh", "2.1", 1, 0, (0, 0, 0)),
    ("several", "1.2", 5, 0, (0, 0, 0)),
    ("people", "5.1", 70, 0, (35, 4, 7)),
    ("nobody", "1.2", 3, 0, (0, 0, 0)),
]
"""Kind, target, of the period, corrections, (women, minority, poor): added up from what `world` enters."""


@pytest.fixture
def world(factory):
    """The third quarter of 2025: two classes, machines for one, two and no named facilities, two assessments."""
    programme, unit = factory.loaded_programme("quoc-gia"), factory.unit("75")
    household = factory.facility(unit_code="75", kind=FacilityKind.HOUSEHOLD, name="Hộ Nguyễn Thị Thử")
    cooperative = factory.facility(unit_code="75", kind=FacilityKind.COOPERATIVE)

    def held(kind, **values):
        return factory.activity(kind, state="held", starts_on=DAY, ends_on=DAY, unit=unit, **values)

    held("training-workers", breakdown={"women": 25, "minority": 4}, title="Lớp may")
    held(
        "training-workers",
        quantities={"person": 30},
        breakdown={"women": 10, "poor": 7},
        facilities=[household],
    )
    held("machine-support", quantities={"machine": 3})
    held("machine-support", quantities={"machine": 2}, facilities=[household])
    held("machine-support", quantities={"machine": 5}, facilities=[household, cooperative])
    held("cleaner-assessment", quantities={}, facilities=[household, cooperative])
    return programme


def signed(factory, programme, code="2025Q3"):
    first, second = (factory.user("officer-national") for _ in range(2))
    report = act(first, services.prepare_report, programme.id, None, code).id
    act(second, services.sign_report, report)
    return report


def told(report_id):
    report = get_report(report_id)
    return [
        (row.beneficiary, row.target.code, row.new, row.corrected, tuple(row.parts.values()))
        for row in beneficiary_figures(report, report.lines)
    ]


def test_beneficiaries_are_a_count_by_hand_and_stay_as_signed(factory, world):
    report = signed(factory, world)
    assert told(report) == BY_HAND
    with transaction() as session:
        session.query(Activity).filter_by(title="Lớp may").one().breakdown = {"women": 20, "minority": 4}
        for row in session.query(Facility):
            row.kind = FacilityKind.ENTERPRISE
    assert told(report) == BY_HAND
    later = signed(factory, world, "2025Q4")
    assert told(later) == [("people", "5.1", 0, 0, (-5, 0, 0))]


def test_page_and_files_tell_them_and_name_nobody(factory, world, login_as):
    report = signed(factory, world)
    reader = login_as(factory.user("officer-national"))
    page = reader.get(f"/en/officer/programme-reports/{report}").text
    table = page.partition("nobody is named")[2].partition("<h2")[0]
    assert ("Household business" in table, "Learners and participants" in table, "Nguyễn" in table) == (
        True,
        True,
        False,
    )
    address = f"/can-bo/bao-cao-khuyen-cong/{report}/tep"
    lines = reader.get(f"{address}.csv?table=beneficiaries").text.removeprefix("\ufeff").splitlines()
    assert lines[0] == "beneficiary,code,target,measure,new,corrected,women,minority,poor"
    assert [
        line.endswith(end) for line, end in zip(lines[5:], ("người,70,0,35,4,7", "máy,3,0,,,"), strict=True)
    ] == [
        True,
        True,
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(reader.get(f"{address}.xlsx").data))["Theo đối tượng"]
    assert [row[0].value for row in sheet.iter_rows()][1:] == [
        "Hợp tác xã", "Hộ kinh doanh", "Hộ kinh doanh", "Cơ sở thuộc nhiều loại hình", "Học viên, người tham gia",
        "Không riêng đối tượng nào",
    ]  # fmt: skip
    paper = pypdf.PdfReader(io.BytesIO(reader.get(f"{address}.pdf").data))
    assert "IV. Theo đối tượng thụ hưởng" in " ".join(each.extract_text() for each in paper.pages)
    indicators = {
        row["reference"]: row["dimensions"] for row in reader.get(f"{address}.json").json["indicators"]
    }
    assert indicators["5.1"] == [
        {
            "name": "beneficiary",
            "value": "people",
            "new": 70,
            "corrected": 0,
            "women": 35,
            "minority": 4,
            "poor": 7,
        }
    ]
    assert indicators["1.2"][0] == {
        "name": "beneficiary", "value": "ho-kinh-doanh", "new": 2, "corrected": 0,
    }  # fmt: skip


def test_a_report_signed_before_beneficiaries_were_told_has_no_such_table(factory, world, login_as):
    report = signed(factory, world)
    with transaction() as session:
        session.query(ReportLine).update({"beneficiary": "", "parts": {}})
    db.session.expire_all()
    assert told(report) == []
    page = login_as(factory.user("officer-national")).get(f"/en/officer/programme-reports/{report}").text
    assert "nobody is named" not in page
