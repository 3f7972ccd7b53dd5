"""Minutes, summary of scores and annex: right in every figure, private until the decision is public."""

import io

import docx
import openpyxl
import pypdf
import pytest

from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.models import Product
from tests.helpers.voting.acts import act, both, finish, hold_session
from voting.amendments import services as amendments
from voting.council import services as council
from voting.dossiers import services as nominations
from voting.log import records as sealed
from voting.models import SelectionRound
from voting.official_papers.services import OfficeData, set_office
from voting.reopening.services import sign_annulment
from voting.scoring import services as scoring_stage

SLUG = "ky-binh-chon-thu"
COUNCIL = f"/hoi-dong/{SLUG}/van-ban"
NAMES = (
    "bien-ban.pdf",
    "tong-hop-diem.pdf",
    "tong-hop-diem.xlsx",
    "phu-luc.pdf",
    "phu-luc.xlsx",
    "to-trinh.docx",
    "quyet-dinh.pdf",
)
LOW = {"market": "20", "economy": "20", "culture": "5", "other": "5.5"}


def pdf_text(answer):
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages).split()
    )


def cells(answer, sheet=0):
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    return [list(row) for row in book.worksheets[sheet].iter_rows(values_only=True)]


@pytest.mark.parametrize("name", ["", *(f"/{name}" for name in NAMES)])
def test_papers_are_hidden_from_all_but_the_council_before_publication(factory, client, login_as, name):
    people = factory.closed_round()
    tries = {
        "council": login_as(people.chair),
        "officer": login_as(people.officer),
        "juror": login_as(people.jurors[0]),
        "entrant": login_as(people.member),
        "other chair": login_as(factory.user("chair")),
    }
    told = {who: browser.get(COUNCIL + name).status_code for who, browser in tries.items()}
    assert told == {"council": 200, "officer": 404, "juror": 403, "entrant": 403, "other chair": 404}


def test_papers_do_not_exist_before_closing(factory, login_as):
    people = factory.round_in_scoring()
    assert login_as(people.chair).get(f"{COUNCIL}/tong-hop-diem.xlsx").status_code == 404


def test_unknown_paper_is_not_found(factory, login_as):
    people = factory.closed_round()
    assert login_as(people.chair).get(f"{COUNCIL}/thu.pdf").status_code == 404


def test_private_papers_are_kept_by_no_cache(factory, login_as):
    people = factory.closed_round()
    answer = login_as(people.secretary).get(f"{COUNCIL}/bien-ban.pdf")
    assert answer.headers["Cache-Control"] == "no-store"


def test_summary_holds_every_jurors_total_and_the_exact_mean(factory, login_as):
    people = factory.closed_round({1: LOW})
    rows = cells(login_as(people.secretary).get(f"{COUNCIL}/tong-hop-diem.xlsx"))
    head = next(row for row in rows if row[0] == "TT")
    body = [row for row in rows if isinstance(row[0], int)]
    assert head[4:] == ["G1", "G2", "G3", "Điểm tổng hợp", "Điểm chính xác", "Thứ hạng", "Kết quả"]
    assert [row[4:] for row in body] == [
        [76.5, 76.5, 76.5, 76.5, "76,5", 1, "Đạt điểm"],
        [50.5, 50.5, 50.5, 50.5, "50,5", 2, "Dưới điểm đạt"],
    ]


def test_summary_lists_each_sheet_with_its_scores(factory, login_as):
    people = factory.closed_round()
    rows = cells(login_as(people.secretary).get(f"{COUNCIL}/tong-hop-diem.xlsx"), sheet=2)
    body = rows[next(n for n, row in enumerate(rows) if row[0] == "Mã số") + 1 :]
    assert (len(body), {tuple(row[2:]) for row in body}) == (6, {(30, 31.5, 8, 7, 76.5)})


def test_summary_shows_an_absent_juror_as_absent_not_as_zero(factory, login_as):
    people = factory.round_in_scoring(jurors=4)
    for (seat, _), key in people.sheets.items():
        if seat != 3:
            factory.submit_sheet(people.jurors[seat], key)
    from voting.scoring import services as scoring_stage

    for user in (people.chair, people.secretary):
        with transaction():
            scoring_stage.sign_closing(factory.actor(user), people.round_id, reason="Giám khảo vắng")
    rows = cells(login_as(people.secretary).get(f"{COUNCIL}/tong-hop-diem.xlsx"))
    assert [row[4:9] for row in rows if isinstance(row[0], int)] == [[76.5, 76.5, 76.5, "vắng", 76.5]] * 2


def test_minutes_name_council_jury_verdicts_and_seal(factory, login_as):
    people = factory.provisional_round(scores={1: LOW})
    text = pdf_text(login_as(people.chair).get(f"{COUNCIL}/bien-ban.pdf"))
    round_ = db.session.get_one(SelectionRound, people.round_id)
    names = [member.name for member in round_.members] + [j.name for p in round_.panels for j in p.jurors]
    wanted = [
        *names,
        "BIÊN BẢN",
        "Thông tư số 26/2014/TT-BCT",
        "Hội đồng đề nghị công nhận 1 sản phẩm",
        "Khóa công khai",
    ]
    assert [part for part in wanted if " ".join(part.split()) not in text] == []


def test_papers_under_seal_say_so_on_every_page_and_no_longer_after(factory, login_as):
    people = factory.provisional_round()
    answer = login_as(people.chair).get(f"{COUNCIL}/bien-ban.pdf")
    pages = len(pypdf.PdfReader(io.BytesIO(answer.data)).pages)
    assert (pages > 1, pdf_text(answer).count("NIÊM PHONG")) == (True, pages)
    finish(people)
    assert "NIÊM PHONG" not in pdf_text(login_as(people.chair).get(f"{COUNCIL}/bien-ban.pdf"))


def test_public_annex_is_hidden_until_publication(factory, client):
    factory.provisional_round()
    paths = [f"/ky-binh-chon/{SLUG}/phu-luc.pdf", f"/en/rounds/{SLUG}/annex.xlsx"]
    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_public_annex_lists_numbers_and_stays_byte_for_byte(factory, client):
    people = factory.published_round()
    path = f"/ky-binh-chon/{SLUG}/phu-luc.pdf"
    first = client.get(path)
    text = pdf_text(first)
    with transaction():
        product = db.session.get_one(type(people.products[0]), people.nominations[0].product_id)
        product.name_vi, product.facility.name = "Tên khác hẳn", "Cơ sở khác hẳn"
    assert ("CNNT-75-" in text, "12/QĐ-SCT" in text, "DỰ THẢO" in text) == (True, True, False)
    assert client.get(path).data == first.data


def test_annex_spreadsheet_keeps_text_that_looks_like_a_formula(factory, client):
    factory.published_round(products=1)
    rows = cells(client.get(f"/en/rounds/{SLUG}/annex.xlsx"))
    body = [row for row in rows if isinstance(row[0], int)]
    assert (len(body), body[0][4].startswith("CNNT-75-")) == (1, True)


def test_round_page_offers_the_annex(factory, client):
    factory.published_round()
    assert f"/ky-binh-chon/{SLUG}/phu-luc.pdf" in client.get(f"/ky-binh-chon/{SLUG}").text


def test_withdrawn_and_disqualified_entries_are_concluded_as_such(factory, login_as):
    people = factory.closed_round(products=3)
    act(people.member, nominations.withdraw_nomination, people.nominations[0].id, "Hết hàng")
    act(people.chair, amendments.disqualify_entry, people.nominations[1].id, "Không tự sản xuất")
    act(people.chair, council.decide_entry, people.round_id, people.nominations[2].id, recognised=True)
    browser = login_as(people.chair)
    minutes = pdf_text(browser.get(f"{COUNCIL}/bien-ban.pdf"))
    assert "Hội đồng đề nghị công nhận 1 sản phẩm, bộ sản phẩm." in minutes
    assert "Hội đồng chưa kết luận đủ" not in minutes
    assert ("Đã rút khỏi kỳ bình chọn" in minutes, "Bị loại khỏi kỳ bình chọn" in minutes) == (True, True)
    rows = cells(browser.get(f"{COUNCIL}/tong-hop-diem.xlsx"))
    concluded = {row[1]: row[-1] for row in rows if row[1] in {code_of(n) for n in people.nominations}}
    assert [concluded[code_of(n)] for n in people.nominations] == [
        "Đã rút khỏi kỳ bình chọn", "Bị loại khỏi kỳ bình chọn", "Đạt điểm"
    ]  # fmt: skip
    board = browser.get(f"/hoi-dong/{SLUG}/bang-diem.csv").data.decode("utf-8-sig")
    assert ("Đã rút" in board, "Bị loại" in board) == (True, True)


def code_of(nomination):
    return nomination.codes[-1].code


def test_minutes_tell_session_titles_and_what_happened(factory, login_as):
    people = factory.round_in_scoring()
    for (seat, _number), key in people.sheets.items():
        if seat != 2:
            factory.submit_sheet(people.jurors[seat], key)
    both(people, scoring_stage.sign_closing, people.round_id, reason="Một giám khảo vắng")
    hold_session(people)
    minutes = pdf_text(login_as(people.chair).get(f"{COUNCIL}/bien-ban.pdf"))
    assert "Địa điểm: Hội trường" in minutes
    assert "V. Diễn biến trong kỳ bình chọn - Giám khảo G3 vắng, không chấm 2 phiếu." in minutes
    assert "VI. Niêm phong dữ liệu" in minutes


def test_submission_and_decision_name_the_authority_the_counts_and_the_list(factory, login_as):
    people = factory.provisional_round(scores={1: LOW})
    browser = login_as(people.chair)
    letter = pdf_text(browser.get(f"{COUNCIL}/to-trinh.pdf"))
    assert "Kính gửi: Ủy ban nhân dân" in letter
    assert "Có 2 sản phẩm, bộ sản phẩm được chấm điểm" in letter
    assert "quyết định công nhận 1 sản phẩm, bộ sản phẩm" in letter
    assert "(Kèm theo Tờ trình số ……/TTr-HĐBC)" in letter
    draft = pdf_text(browser.get(f"{COUNCIL}/quyet-dinh.pdf"))
    assert ("CHỦ TỊCH ỦY BAN NHÂN DÂN" in draft, "DỰ THẢO" in draft) == (True, True)
    assert "Điều 1. Công nhận 1 sản phẩm, bộ sản phẩm" in draft


def test_decision_takes_number_day_and_signer_once_they_are_written_down(factory, login_as):
    people = factory.published_round(products=1)
    text = pdf_text(login_as(people.chair).get(f"{COUNCIL}/quyet-dinh.pdf"))
    assert ("Số: 12/QĐ-SCT" in text, "Nguyễn Văn Thử" in text) == (True, True)


def test_decision_once_public_shows_what_was_frozen_and_that_it_was_annulled(factory, login_as):
    people = factory.published_round(products=1)
    [row] = sealed.find_decision(people.round_id).frozen["recognised"]
    with transaction():
        db.session.get_one(Product, people.products[0].id).name_vi = "Tên đặt lại"
    chair = login_as(people.chair)
    text = pdf_text(chair.get(f"{COUNCIL}/quyet-dinh.pdf"))
    number = "".join(row["certificate"].split())  # a narrow column breaks it
    assert number in "".join(text.split())
    assert [part in text for part in (row["product"], "Tên đặt lại", "BỊ HỦY")] == [True, False, False]
    later = OfficeData("Hội đồng khác", "HĐK", "SKHAC", place="Nơi khác", drafter="Phòng khác")
    act(people.officer, set_office, people.round_id, later)
    assert pdf_text(chair.get(f"{COUNCIL}/quyet-dinh.pdf")) == text
    assert both(people, sign_annulment, people.round_id, reason="Sai thẩm quyền") == [False, True]
    text = pdf_text(chair.get(f"{COUNCIL}/quyet-dinh.pdf"))
    assert ("KẾT QUẢ ĐÃ BỊ HỦY NGÀY" in text, number in "".join(text.split())) == (True, True)


def test_docx_holds_the_words_of_the_pdf(factory, login_as):
    people = factory.provisional_round()
    office = docx.Document(io.BytesIO(login_as(people.chair).get(f"{COUNCIL}/bien-ban.docx").data))
    words = [paragraph.text for paragraph in office.paragraphs]
    assert ("BIÊN BẢN" in words, "Hội đồng đề nghị công nhận 2 sản phẩm, bộ sản phẩm." in words) == (
        True,
        True,
    )
    assert office.styles["Normal"].font.name == "Times New Roman"
