"""Numbers run through a year of their issuer; heads of papers come from the office's settings."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from app.core.database.base import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from tests.helpers.voting.acts import act, refused, the_round
from tests.helpers.voting.browser import Person
from voting.models import PaperOffice, SelectionRound
from voting.official_papers import services as office
from voting.official_papers.queries import get_office, propose_number
from voting.official_papers.series import PaperKind

SLUG = "ky-binh-chon-thu"
DAY = date(2026, 3, 9)
DATA = office.OfficeData(
    council="Hội đồng bình chọn sản phẩm CNNT tiêu biểu",
    council_sign="HĐBC",
    body_sign="SCT",
    parent="Ủy ban nhân dân tỉnh Đồng Nai",
    place="Đồng Nai",
    drafter="QLCN",
    signer_power="KT. GIÁM ĐỐC",
    signer_post="Phó Giám đốc",
    signer_name="Lê Thị Hoa",
)


def give(people, kind, day=DAY, **facts):
    return act(people.secretary, office.give_number, people.round_id, kind, day, **facts)


def words(answer):
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages).split()
    )


def test_numbers_run_by_type_and_begin_anew_each_year(factory):
    people = factory.planned_round()
    given = [
        give(people, PaperKind.MINUTES).audit_label,
        give(people, PaperKind.SUBMISSION, number=7).audit_label,
        give(people, PaperKind.NOTICE, subject="a").audit_label,
        give(people, PaperKind.NOTICE, subject="b").audit_label,
    ]
    assert given == ["01/BB-HĐBC", "07/TTr-HĐBC", "01/TB-HĐBC", "02/TB-HĐBC"]
    round_ = the_round(people)
    assert [propose_number(round_, PaperKind.NOTICE, day) for day in (DAY, date(2027, 1, 4))] == [3, 1]


def test_a_second_round_of_the_same_body_goes_on_counting(factory):
    first, second = factory.planned_round(), factory.planned_round()
    give(first, PaperKind.MINUTES, number=4)
    same_area = the_round(first).unit_id == the_round(second).unit_id
    assert (same_area, give(second, PaperKind.MINUTES).number) == (True, 5)


def test_a_number_is_given_once(factory):
    people = factory.planned_round()
    give(people, PaperKind.NOTICE, subject="a", number=3)
    with pytest.raises(Conflict) as refusal:
        give(people, PaperKind.NOTICE, subject="b", number=3)
    assert (refusal.value.code, refusal.value.field) == ("paper_number_taken", "number")


def test_a_number_given_again_is_changed_and_the_register_has_both_acts(factory):
    people = factory.planned_round()
    give(people, PaperKind.MINUTES)
    assert give(people, PaperKind.MINUTES, date(2026, 3, 10), number=12).audit_label == "12/BB-HĐBC"
    assert give(people, PaperKind.MINUTES, date(2026, 3, 11)).audit_label == "12/BB-HĐBC"


def test_number_out_of_range_is_refused_at_its_field(factory):
    people = factory.planned_round()
    with pytest.raises(RuleBroken) as refusal:
        give(people, PaperKind.MINUTES, number=0)
    assert (refusal.value.code, refusal.value.field) == ("paper_number_range", "number")


def test_officer_numbers_the_plan_and_no_paper_of_the_council(factory):
    people = factory.planned_round()
    assert act(people.officer, office.give_number, people.round_id, PaperKind.PLAN, DAY).sign == "KH-UBND"
    with pytest.raises(NotAllowed):
        act(people.officer, office.give_number, people.round_id, PaperKind.MINUTES, DAY)


def test_notices_are_numbered_together_and_those_with_a_number_keep_it(factory):
    people = factory.planned_round()
    give(people, PaperKind.NOTICE, subject="b", number=9)
    count = act(people.secretary, office.number_notices, people.round_id, DAY, ["a", "b", "c"])
    assert count == 2
    assert [give(people, PaperKind.NOTICE, subject=one).number for one in "abc"] == [10, 9, 11]


def test_numbering_notices_again_gives_none(factory):
    people = factory.planned_round()
    numbers = [
        act(people.secretary, office.number_notices, people.round_id, DAY, ["a", "b"]) for _again in range(2)
    ]
    assert numbers == [2, 0]


def test_an_office_names_its_council_and_is_changed_in_place(factory):
    people = factory.planned_round()
    act(people.officer, office.set_office, people.round_id, DATA)
    blank = replace(DATA, council_sign=" ")
    assert refused(people.officer, office.set_office, people.round_id, blank) == ("fill_in", "council_sign")
    act(people.officer, office.set_office, people.round_id, replace(DATA, place="Biên  Hòa"))
    assert [(row.place, row.council_sign) for row in db.session.query(PaperOffice)] == [("Biên Hòa", "HĐBC")]


def test_plan_is_headed_and_signed_as_the_office_says(factory, login_as):
    people = factory.planned_round(organiser="Sở Công Thương tỉnh Đồng Nai")
    act(people.officer, office.set_office, people.round_id, DATA)
    act(people.officer, office.give_number, people.round_id, PaperKind.PLAN, DAY)
    text = words(login_as(people.officer).get(f"/hoi-dong/{SLUG}/ke-hoach.pdf"))
    wanted = (
        "ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI",
        "SỞ CÔNG THƯƠNG TỈNH ĐỒNG NAI",
        "Số: 01/KH-SCT",
        "Đồng Nai, ngày 09 tháng 3 năm 2026",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Lê Thị Hoa",
        "Lưu: VT, QLCN.",
        "02 bộ bản giấy",
    )
    assert [part for part in wanted if part not in text] == []


def test_next_round_of_the_same_body_begins_with_its_office(factory):
    first = factory.planned_round()
    act(first.officer, office.set_office, first.round_id, DATA)
    found = get_office(the_round(factory.planned_round()))
    assert (found.place, found.council, found.saved) == ("Đồng Nai", DATA.council, False)


def test_pages_give_a_number_and_keep_what_was_typed_wrong(app, factory, login_as):
    people = factory.planned_round()
    person = Person(app, login_as(people.secretary), "vi")
    typed = {"kind": "minutes", "number": "0", "signed_on": "2026-03-09"}
    wrong = person.send("voting.give_paper_number", typed, slug=SLUG, kind="minutes", expect=422)
    assert (len(person.errors), 'value="0"' in wrong) == (1, True)
    person.send("voting.give_paper_number", {**typed, "number": "15"}, slug=SLUG, kind="minutes")
    assert "15/BB-HĐBC" in person.open("voting.paper_office", slug=SLUG)
    assert person.client.get(f"/hoi-dong/{SLUG}/so-van-ban/cap-so?kind=decision").status_code == 404


@pytest.mark.parametrize(
    ("unit", "place"),
    [("Thành phố Huế", "Huế"), ("Tỉnh Đồng Nai", "Đồng Nai"), ("Đồng Nai", "Đồng Nai")],
)
def test_papers_are_dated_at_the_place_without_its_kind(app, unit, place):
    round_ = SelectionRound(
        id=0, level="tinh", unit_name=unit, organiser="Sở Công Thương", region="", commune=""
    )
    assert get_office(round_).place == place
