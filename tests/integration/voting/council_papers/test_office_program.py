"""A Vietnamese office program opens every file of a round: numbers are numbers, nothing becomes a date, nothing is cut.

Three of four jurors give 82, 81, 80 and 77, 77, 76.5 points: means of 81 and 461/6; the fourth is absent.
"""

import io
import re
from datetime import date, time
from decimal import Decimal

import openpyxl
import pypdf
import pytest

from app.core.database.base import db
from tests.helpers.office_program import READ_CSV, OfficeProgram
from tests.helpers.voting.acts import both, hold_session, publish
from tests.helpers.voting.browser import Person
from voting.models import EntryCode
from voting.scoring import services as scoring_stage

SLUG = "ky-binh-chon-thu"
SCORES = {
    (0, 0): "40", (1, 0): "39", (2, 0): "38",
    (0, 1): "35", (1, 1): "35", (2, 1): "34.5",
}  # fmt: skip
PAPERS = ("bien-ban", "to-trinh", "quyet-dinh", "tong-hop-diem", "phu-luc")
BOOKS = ("tong-hop-diem", "phu-luc")

pytestmark = pytest.mark.slow


@pytest.fixture
def office(tmp_path):
    return OfficeProgram(tmp_path)


@pytest.fixture
def people(factory):
    made = factory.round_in_scoring(jurors=4, title_vi="Kỳ bình chọn thử")
    for (seat, number), market in SCORES.items():
        sheet = {"market": market, "economy": "28", "culture": "7", "other": "7"}
        factory.submit_sheet(made.jurors[seat], made.sheets[seat, number], sheet)
    both(made, scoring_stage.sign_closing, made.round_id, reason="Giám khảo thứ tư vắng")
    hold_session(made)
    publish(made)
    made.codes = [
        db.session.query(EntryCode.code).filter_by(nomination_id=nomination.id).scalar()
        for nomination in made.nominations
    ]
    return made


@pytest.fixture
def files(people, app, login_as, client, tmp_path):
    """Every CSV, XLSX and DOCX of the round as a person downloads it, with the PDF of each paper beside it."""
    chair, member = Person(app, login_as(people.chair), "vi"), Person(app, login_as(people.member), "vi")
    wanted = {
        **{f"{name}.{ending}": (chair, "voting.paper", {"slug": SLUG, "name": f"{name}.{ending}"})
           for name in PAPERS for ending in ("docx", "pdf")},
        **{f"so-{name}.xlsx": (chair, "voting.paper", {"slug": SLUG, "name": f"{name}.xlsx"}) for name in BOOKS},
        **{f"thong-bao.{ending}": (member, "voting.result_letter_file",
                                   {"nomination_id": people.nominations[0].id, "ending": ending})
           for ending in ("docx", "pdf")},
        **{f"ke-hoach.{ending}": (chair, "voting.plan_file", {"slug": SLUG, "ending": ending})
           for ending in ("docx", "pdf")},
        "so-theo-doi.xlsx": (chair, "voting.dossier_book", {"slug": SLUG, "ending": "xlsx"}),
        "bang-diem.csv": (chair, "voting.board_csv", {"slug": SLUG}),
        "bang-diem.xlsx": (chair, "voting.board_xlsx", {"slug": SLUG}),
        "ket-qua.csv": (chair, "site.round_csv", {"slug": SLUG}),
        "phu-luc-cong-khai.xlsx": (chair, "site.round_annex_xlsx", {"slug": SLUG}),
    }  # fmt: skip
    folder = tmp_path / "files"
    folder.mkdir()
    for name, (person, page, values) in wanted.items():
        answer = person.client.get(person.url(page, **values))
        assert answer.status_code == 200, name
        (folder / name).write_bytes(answer.data)
    return folder


def rows_of(path):
    """The rows of all sheets, values as the program holds them."""
    book = openpyxl.load_workbook(path)
    return [list(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]


def words(data):
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def letters(text):
    """What is printed, without blanks, hyphens and the marks that differ by layout."""
    return re.sub(r"[\s\-–…_.]", "", text)


def test_text_files_open_by_double_click(office, files, people):
    made = office.convert([files / "bang-diem.csv", files / "ket-qua.csv"], "xlsx", f"--infilter={READ_CSV}")
    board = rows_of(made["bang-diem.csv"])
    at = board[0].index
    found = {row[at("Mã số bình chọn")]: row for row in board[1:]}
    names = ("Hạng", "Điểm trung bình", "Tổng điểm chính xác", "G1", "G3", "G4", "Số phiếu")
    assert [found[people.codes[0]][at(name)] for name in names] == [1, 81, 81, 82, 80, "vắng", 3]
    assert [found[people.codes[1]][at(name)] for name in names] == [2, 76.8333, "461⁄6", 77, 76.5, "vắng", 3]
    public = rows_of(made["ket-qua.csv"])
    totals = [row[public[0].index("total")] for row in public[1:]]
    assert totals == [81, 76.8333]
    assert dates(board + public) == []


def test_workbooks_keep_numbers_and_text(office, files):
    books = sorted(files.glob("*.xlsx"))
    assert [path.name for path in books] == [
        "bang-diem.xlsx", "phu-luc-cong-khai.xlsx", "so-phu-luc.xlsx", "so-theo-doi.xlsx", "so-tong-hop-diem.xlsx",
    ]  # fmt: skip
    made = office.convert(books, "xlsx")
    for path in books:
        before, after = rows_of(path), rows_of(made[path.name])
        assert plain(after) == plain(before), path.name
        assert dates(after) == [], path.name
    summary = [row for row in rows_of(made["so-tong-hop-diem.xlsx"]) if isinstance(row[0], int)]
    assert [row[4:8] for row in summary[:2]] == [[82, 81, 80, "vắng"], [77, 77, 76.5, "vắng"]]


def test_printed_workbooks_cut_nothing(office, files, people):
    books = sorted(files.glob("*.xlsx"))
    made = office.convert(books, "pdf")
    for path in books:
        text = words(made[path.name].read_bytes())
        assert "##" not in text, path.name
        printed = letters(text)
        cells = {str(cell) for row in rows_of(path) for cell in row if isinstance(cell, str)}
        assert [cell for cell in cells if letters(cell) not in printed] == [], path.name
    assert all(code in words(made["so-tong-hop-diem.xlsx"].read_bytes()) for code in people.codes)


def test_papers_print_like_their_pdf(office, files):
    papers = sorted(files.glob("*.docx"))
    assert len(papers) == 7
    made = office.convert(papers, "pdf")
    for path in papers:
        ours = words(path.with_suffix(".pdf").read_bytes())
        theirs = letters(words(made[path.name].read_bytes()))
        said = {word for word in ours.split() if len(letters(word)) > 2}
        assert [word for word in sorted(said) if letters(word) not in theirs] == [], path.name


def plain(rows):
    """Values to compare: no empty rows or cells at the end, numbers alike."""
    found = []
    for row in rows:
        cells = [round(float(cell), 9) if isinstance(cell, int | float | Decimal) else cell for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            found.append(cells)
    return found


def dates(rows):
    return [cell for row in rows for cell in row if isinstance(cell, date | time)]
