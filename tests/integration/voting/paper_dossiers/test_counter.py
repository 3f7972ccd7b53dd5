"""Dossiers on paper: received in the facility's name, answered within a term, seven papers made of what is known."""

import io
import re
from datetime import date, timedelta

import docx
import openpyxl
import pypdf
import pytest

from app.core import clock
from app.core.database.base import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from tests.helpers.voting.acts import act, later
from tests.helpers.voting.browser import Person
from tests.integration.voting.promotion.test_services import upper_round
from voting.dossiers import services as nominations
from voting.dossiers.check_list import ENTRY_FORM, PHOTO, REGISTRATION
from voting.levels.defaults import LevelRules
from voting.levels.services import set_level
from voting.models import Nomination, PaperDossier, SelectionRound
from voting.paper_dossiers import services as counter
from voting.paper_dossiers.queries import list_book, list_forms, list_receivable
from voting.rounds.working_days.holidays import count_term

SLUG = "ky-binh-chon-thu"
STATEMENT = "Nước chấm ủ chượp mười hai tháng trong thùng gỗ bời lời, không phẩm màu."


def receive(people, number=0, **facts):
    data = {
        "product_id": people.products[number].id,
        "handed_in_by": "Nguyễn Thị Sáu",
        "papers": {ENTRY_FORM: 2, REGISTRATION: 2, PHOTO: 6},
        "sets": 2,
        "body_code": "H19.05",
        "statement": STATEMENT,
        "days": 30,
    } | facts
    return act(people.secretary, counter.receive_dossier, people.round_id, counter.Received(**data))


def scan(people, nomination_id, count=3):
    for number in range(count):
        name = f"{number}" * 64 + ".webp"
        file = nominations.StoredFile(name, "image/webp", 1, {"320": name})
        act(people.secretary, counter.add_scan, nomination_id, PHOTO, "", file)


def words(data):
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).split())


def test_received_dossier_is_an_entry_of_its_facility_with_code_and_term(factory):
    people = factory.receiving_round()
    dossier = receive(people)
    today = clock.today()
    assert (dossier.nomination.facility_id, dossier.nomination.state) == (people.facility.id, "submitted")
    assert dossier.code == f"H19.05-{today:%y%m%d}-0001"
    assert dossier.due_on == count_term(today, 30).deadline
    assert receive(people, 1).code.endswith("-0002")


def test_papers_on_paper_count_but_photos_must_be_scanned(factory):
    people = factory.receiving_round(products=1)
    nomination_id = receive(people).nomination_id
    with pytest.raises(RuleBroken) as refusal:
        act(people.secretary, nominations.accept_nomination, nomination_id)
    assert (refusal.value.code, refusal.value.params["lacking"]) == ("dossier_incomplete", "photo")
    scan(people, nomination_id)
    assert act(people.secretary, nominations.accept_nomination, nomination_id).state == "accepted"


def test_one_set_is_not_a_full_dossier(factory, login_as):
    people = factory.receiving_round(products=1)
    nomination_id = receive(people, sets=1).nomination_id
    scan(people, nomination_id)
    with pytest.raises(RuleBroken) as refusal:
        act(people.secretary, nominations.accept_nomination, nomination_id)
    assert refusal.value.params["lacking"] == "sets"
    page = login_as(people.secretary).get(f"/co-so-cua-toi/ho-so/{nomination_id}").text
    told = ("Đã có 1 (cần ít nhất 2)", "Đã có 3 ảnh (cần ít nhất 3)", "Đã có 1 ảnh")
    assert [text in page for text in told] == [True, True, False]


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"sets": 0}, "sets_missing", "sets"),
        ({"handed_in_by": " "}, "fill_in", "handed_in_by"),
        ({"papers": {ENTRY_FORM: 100}}, "copies_out_of_range", ENTRY_FORM),
        ({"days": 0}, "term_out_of_range", "days"),
        ({"set_case": "a"}, "set_items_missing", "set_items"),
    ],
)
def test_wrong_input_is_refused_at_its_field(factory, facts, code, field):
    people = factory.receiving_round(products=1)
    with pytest.raises(RuleBroken) as refusal:
        receive(people, **facts)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert db.session.query(Nomination).count() == 0


def test_only_the_secretary_receives_and_only_while_entries_are_taken(factory):
    people = factory.receiving_round(products=1)
    data = counter.Received(people.products[0].id, "A", {ENTRY_FORM: 1}, 2, "H19")
    for person in (people.chair, people.officer, people.member):
        with pytest.raises(NotAllowed):
            act(person, counter.receive_dossier, people.round_id, data)
    early = factory.planned_round(products=1)
    with pytest.raises(RuleBroken, match="entries_closed"):
        receive(early)


def test_term_stands_still_while_the_facility_is_asked_and_runs_anew_from_a_full_dossier(factory):
    people = factory.receiving_round(products=1)
    dossier = receive(people, sets=1)
    act(
        people.secretary,
        counter.call_for_more,
        dossier.nomination_id,
        "Thiếu một bộ hồ sơ",
        "Nộp thêm một bộ",
    )
    with pytest.raises(Conflict, match="dossier_answered"):
        act(people.secretary, counter.extend_term, dossier.nomination_id, date(2099, 1, 1), "x")
    with clock.use_clock(later(days=10)):
        step = act(people.secretary, counter.complete_dossier, dossier.nomination_id, sets=2)
        found = db.session.get_one(PaperDossier, dossier.id)
        assert (found.sets, found.nomination.state, found.due_on) == (2, "submitted", step.due_on)
        assert found.due_on == count_term(clock.today(), 30).deadline


def test_overdue_is_what_is_open_past_its_day_and_not_what_waits_for_the_facility(factory):
    people = factory.receiving_round(products=2)
    first, second = receive(people), receive(people, 1)
    act(people.secretary, counter.call_for_more, second.nomination_id, "Thiếu ảnh")
    round_ = db.session.get_one(Nomination, first.nomination_id).round
    day_after = date.fromordinal(first.due_on.toordinal() + 1)
    told = [[row.overdue for row in list_book(round_, day)] for day in (first.due_on, day_after)]
    assert told == [[False, False], [True, False]]


def test_dossier_handed_in_again_on_screen_is_open_to_every_step_and_its_term_runs(factory, login_as):
    people = factory.receiving_round(products=1)
    dossier = receive(people)
    place, due = dossier.nomination_id, dossier.due_on
    scan(people, place)
    act(people.secretary, counter.call_for_more, place, "Thiếu ảnh mặt sau")
    act(people.member, nominations.submit_nomination, place)
    round_ = db.session.get_one(Nomination, place).round
    day_after = date.fromordinal(due.toordinal() + 1)
    assert [row.overdue for row in list_book(round_, day_after)] == [True]
    page = login_as(people.secretary).get(f"/hoi-dong/{SLUG}/ho-so-giay/{place}").text
    assert [f"/{place}/bo-sung" in page, 'name="detail"' in page] == [True, True]
    with clock.use_clock(later(days=10)):
        step = act(people.secretary, counter.complete_dossier, place)
        assert (step.due_before, step.due_on) == (due, count_term(clock.today(), 30).deadline)
    assert db.session.get_one(Nomination, place).state == "submitted"
    act(people.secretary, nominations.accept_nomination, place)
    with pytest.raises(Conflict, match="dossier_not_called"):
        act(people.secretary, counter.complete_dossier, place)


def test_extension_must_be_later_and_keeps_both_days(factory):
    people = factory.receiving_round(products=1)
    dossier = receive(people)
    due = dossier.due_on
    with pytest.raises(RuleBroken) as refusal:
        act(people.secretary, counter.extend_term, dossier.nomination_id, due, "Chờ xác minh")
    assert (refusal.value.code, refusal.value.field) == ("deadline_not_later", "until")
    with pytest.raises(RuleBroken) as refusal:
        act(people.secretary, counter.extend_term, dossier.nomination_id, date(9999, 1, 1), "Chờ xác minh")
    assert (refusal.value.code, refusal.value.field) == ("extension_too_long", "until")
    saturday = due + timedelta(days=(5 - due.weekday()) % 7)
    with pytest.raises(RuleBroken) as refusal:
        act(people.secretary, counter.extend_term, dossier.nomination_id, saturday, "Chờ xác minh")
    assert (refusal.value.code, refusal.value.field) == ("answer_on_day_off", "until")
    new = count_term(due, 5).deadline
    step = act(people.secretary, counter.extend_term, dossier.nomination_id, new, "Chờ xác minh")
    assert (step.due_before, step.due_on) == (due, new)


def test_stopped_dossier_leaves_the_round_and_takes_no_further_step(factory):
    people = factory.receiving_round(products=1)
    dossier = receive(people)
    act(people.secretary, counter.stop_dossier, dossier.nomination_id, "Cơ sở xin rút")
    assert db.session.get_one(Nomination, dossier.nomination_id).state == "withdrawn"
    with pytest.raises(Conflict, match="dossier_answered"):
        act(people.secretary, counter.hand_over, dossier.nomination_id, "Phòng B")


def test_the_seven_papers_say_what_is_known(factory, login_as):
    people = factory.receiving_round(products=2)
    dossier = receive(people, phone="0912 345 678")
    ids, secretary = dossier.nomination_id, people.secretary
    due = dossier.due_on
    act(secretary, counter.hand_over, ids, "Phòng Quản lý công nghiệp")
    act(secretary, counter.extend_term, ids, count_term(due, 5).deadline, "Chờ kết quả xác minh")
    act(secretary, counter.call_for_more, ids, "Thiếu ảnh mặt sau", "Nộp ba ảnh cỡ 10 x 15 cm")
    act(secretary, counter.complete_dossier, ids)
    act(secretary, counter.stop_dossier, ids, "Cơ sở xin rút hồ sơ")
    other = receive(people, 1).nomination_id
    act(secretary, counter.refuse_dossier, other, "Sản phẩm không thuộc đối tượng bình chọn")
    browser = login_as(secretary)
    place = f"/hoi-dong/{SLUG}/ho-so-giay"
    wanted = {
        f"{place}/{ids}/giay-tiep-nhan.pdf": [
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", f"Mã hồ sơ: {dossier.code}", "Số lượng hồ sơ: 02 bộ",
            "30 ngày làm việc", "Nguyễn Thị Sáu", "0912 345 678", "Thông tư số 03/2025/TT-VPCP",
        ],
        f"{place}/{ids}/yeu-cau-bo-sung.pdf": ["Thiếu ảnh mặt sau", "Nộp ba ảnh cỡ 10 x 15 cm"],
        f"{place}/{other}/tu-choi.pdf": ["Sản phẩm không thuộc đối tượng bình chọn"],
        f"{place}/{ids}/xin-loi-gia-han.pdf": ["xin lỗi", "Chờ kết quả xác minh"],
        f"{place}/{ids}/dung-giai-quyet.pdf": ["Cơ sở xin rút hồ sơ"],
        f"{place}/{ids}/kiem-soat.pdf": ["Phòng Quản lý công nghiệp", "Trước hạn"],
        f"{place}/so.pdf": ["SỔ THEO DÕI HỒ SƠ", dossier.code],
    }  # fmt: skip
    lacking = {
        path: [part for part in parts if part not in text]
        for path, parts in wanted.items()
        for text in [words(browser.get(path).data)]
    }
    assert {path: parts for path, parts in lacking.items() if parts} == {}
    office = docx.Document(io.BytesIO(browser.get(f"{place}/{ids}/giay-tiep-nhan.docx").data))
    assert len(office.inline_shapes) == 1
    assert browser.get(f"{place}/{other}/dung-giai-quyet.pdf").status_code == 404
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{place}/so.xlsx").data)).active
    rows = [row for row in book.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert [(row[1], row[6]) for row in rows] == [(dossier.code, 2), (dossier.code[:-1] + "2", 2)]


def test_forms_of_steps_never_taken_are_not_offered(factory):
    people = factory.receiving_round(products=1)
    assert list_forms(receive(people)) == ["giay-tiep-nhan", "kiem-soat"]


def test_products_of_other_areas_and_entered_ones_are_not_offered(factory):
    people = factory.receiving_round(products=2)
    round_ = receive(people).nomination.round
    assert [product.id for product in list_receivable(round_)] == [people.products[1].id]


def test_term_is_proposed_where_the_level_is_a_procedure(app, factory, login_as):
    upper = upper_round(factory)
    factory.award(factory.product(factory.facility()))
    slug = db.session.get_one(SelectionRound, upper.round_id).slug
    desk, proposed = Person(app, login_as(upper.secretary), "vi"), []
    for is_procedure in (True, False):
        rules = LevelRules(is_procedure, "Cục Công Thương", "Cục trưởng", "ĐCK")
        act(factory.user("officer-national"), set_level, "khu-vuc", rules)
        page = desk.open("voting.receive_dossier", slug=slug)
        proposed.append('value="30"' in re.search(r'<input[^>]*name="days"[^>]*>', page)[0])
    assert proposed == [True, False]


def test_counter_by_its_pages(app, factory, login_as):
    people = factory.receiving_round(products=1)
    desk = Person(app, login_as(people.secretary), "vi")
    typed = {
        "product_id": people.products[0].id, "handed_in_by": "Trần Văn Tư", "entry_form": "2", "registration": "2",
        "photo": "6", "sets": "2", "statement": STATEMENT, "body_code": "H19.05", "days": "30", "set_case": "",
    }  # fmt: skip
    desk.send("voting.receive_dossier", {**typed, "entry_form": "500"}, slug=SLUG, expect=422)
    assert len(desk.errors) == 1
    desk.send("voting.receive_dossier", typed, slug=SLUG)
    place = {"slug": SLUG, "nomination_id": db.session.query(Nomination).one().id}
    assert "Trần Văn Tư" in desk.open("voting.paper_dossier", **place)
    desk.send("voting.dossier_step", {"step": "call", "detail": ""}, expect=422, **place)
    assert len(desk.errors) == 1
    desk.send("voting.dossier_step", {"step": "call", "detail": "Thiếu ảnh"}, **place)
    assert desk.value("sets", "voting.complete_dossier", **place) == "2"
    desk.send("voting.complete_dossier", {"sets": "2", "entry_form": "2"}, **place)
    assert "Thiếu ảnh" in desk.open("voting.paper_dossier", **place)
    assert "H19.05-" in desk.open("voting.paper_dossiers", slug=SLUG)
