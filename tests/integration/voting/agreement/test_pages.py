"""How the jury scored: pages and files of the council after closing."""

import csv
import io

import pytest
from openpyxl import load_workbook

from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.helpers.statements import statements
from tests.helpers.voting.acts import both, the_round
from tests.helpers.voting.browser import Person
from voting.jury import services as jury
from voting.models import TallyRecord
from voting.scoring import services as scoring_stage

FULL = {"market": "30", "economy": "31.5", "culture": "8", "other": "7"}
LOW = {"market": "20", "economy": "20", "culture": "5", "other": "5.25"}
PAGES = ("voting.agreement", "voting.board_csv", "voting.board_xlsx")


@pytest.fixture(params=["vi", "en"])
def browse(request, app, login_as):
    return lambda user: Person(app, login_as(user), request.param)


def scored_apart(factory):
    """Two entries, three jurors; the third is 26.25 points under the others on both."""
    people = factory.round_in_scoring()
    for (seat, _number), key in people.sheets.items():
        factory.submit_sheet(people.jurors[seat], key, LOW if seat == 2 else FULL)
    both(people, scoring_stage.sign_closing, people.round_id)
    return people


def test_page_reads_agreement_severity_spread_and_far_sheets(factory, browse):
    people = scored_apart(factory)
    chair = browse(people.chair)
    page = chair.open("voting.agreement", slug=the_round(people).slug)
    mark = "," if chair.locale == "vi" else "."
    figures = [f"−17{mark}50", f"+8{mark}75", f"50{mark}25–76{mark}50", f"−26{mark}25"]
    assert [figure in page for figure in figures] == [True] * 4
    sentence = {
        "vi": "2 trong 6 phiếu lệch quá 10 điểm so với trung vị của hồ sơ.",
        "en": "2 of 6 sheets lie more than 10 points from the median of their entry.",
    }
    assert sentence[chair.locale] in page
    assert chair.url("voting.agreement", slug=the_round(people).slug) in chair.open(
        "voting.board", slug=the_round(people).slug
    )


def test_looking_changes_no_count(factory, browse):
    people = scored_apart(factory)
    before = [(row.digest, row.result) for row in db.session.query(TallyRecord)]
    for page in PAGES:
        browse(people.chair).client.get(browse(people.chair).url(page, slug=the_round(people).slug))
    assert [(row.digest, row.result) for row in db.session.query(TallyRecord)] == before


def test_csv_holds_every_jurors_total(factory, login_as):
    people = scored_apart(factory)
    answer = login_as(people.secretary).get(f"/en/council/{the_round(people).slug}/board.csv")
    head, *rows = csv.reader(io.StringIO(answer.text.lstrip("\ufeff")))
    totals = [[row[head.index(name)] for name in ("Mean total", "G1", "G2", "G3", "Range")] for row in rows]
    assert totals == [["67.75", "76.50", "76.50", "50.25", "26.25"]] * 2


def test_spreadsheet_has_a_sheet_a_group_and_one_on_the_jurors(factory, login_as):
    people = scored_apart(factory)
    answer = login_as(people.secretary).get(f"/en/council/{the_round(people).slug}/board.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    assert len(book.sheetnames) == 2
    jurors = [row[1:] for row in book["Jurors"].iter_rows(min_row=5, values_only=True)]
    assert [(alias, offset) for alias, _name, offset in jurors] == [("G1", 8.75), ("G2", 8.75), ("G3", -17.5)]


@pytest.mark.parametrize("page", PAGES)
def test_how_the_jury_scored_is_for_its_council_after_closing(factory, browse, page):
    people = scored_apart(factory)
    slug = the_round(people).slug
    for user, status in ((people.officer, 403), (people.jurors[0], 403), (factory.user("chair"), 404)):
        person = browse(user)
        assert person.client.get(person.url(page, slug=slug)).status_code == status


def test_nothing_is_shown_before_closing(factory, browse):
    people = factory.round_in_scoring()
    chair = browse(people.chair)
    slug = the_round(people).slug
    assert [chair.client.get(chair.url(page, slug=slug)).status_code for page in PAGES] == [404] * 3


def count_statements(person, page, **values):
    """How many statements one view of a page takes, the first view left out."""
    person.open(page, **values)
    with statements() as said:
        person.open(page, **values)
    return len(said)


@pytest.mark.parametrize(
    "page", ["voting.board", "voting.agreement", "voting.work_round", "voting.close_scoring"]
)
def test_pages_of_a_round_take_as_many_statements_for_three_entries_as_for_one(factory, login_as, app, page):
    make = factory.round_in_scoring if page == "voting.close_scoring" else factory.closed_round
    counts = []
    for products in (1, 3):
        people = make(products=products)
        person = Person(app, login_as(people.chair))
        counts.append(count_statements(person, page, slug=the_round(people).slug))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("jurors", "fraction", "in_csv", "in_xlsx"),
    [
        (3, "229\u20443", "76,3333", 76.333333),
        (6, "917\u204412", "76,4167", 76.416667),
        (7, "535\u20447", "76,4286", 76.428571),
        (9, "688\u20449", "76,4444", 76.444444),
    ],
)
def test_totals_without_end_are_numbers_beside_their_exact_fraction(
    factory, login_as, jurors, fraction, in_csv, in_xlsx
):
    """One sheet of 76, all others of 76.5."""
    people = factory.round_in_scoring(jurors=jurors, products=1)
    for (seat, _number), key in people.sheets.items():
        factory.submit_sheet(people.jurors[seat], key, FULL | {"other": "6.5"} if seat == 2 else FULL)
    both(people, scoring_stage.sign_closing, people.round_id)
    browser, slug = login_as(people.secretary), the_round(people).slug
    text = browser.get(f"/hoi-dong/{slug}/bang-diem.csv").text.lstrip("\ufeff")
    head, row = csv.reader(io.StringIO(text), delimiter=";")
    cells = dict(zip(head, row, strict=True))
    assert (cells["Điểm trung bình"], cells["Tổng điểm chính xác"]) == (in_csv, fraction)
    book = load_workbook(io.BytesIO(browser.get(f"/hoi-dong/{slug}/bang-diem.xlsx").data))
    sheet = book.worksheets[0]
    top = next(line for line in sheet.iter_rows() if any(cell.value == "Điểm trung bình" for cell in line))
    place = [cell.value for cell in top].index("Điểm trung bình")
    cell = sheet.cell(top[0].row + 1, place + 1)
    assert (round(cell.value, 6), cell.number_format) == (in_xlsx, "0.00")
    assert sheet.cell(top[0].row + 1, place + 2).value == fraction


def test_csv_says_who_stood_aside_in_the_readers_language(factory, login_as):
    people = factory.round_in_scoring(products=1)
    for seat in (0, 1):
        factory.submit_sheet(people.jurors[seat], people.sheets[seat, 0])
    both(people, scoring_stage.sign_closing, people.round_id, reason="Vắng")
    browser, slug = login_as(people.secretary), the_round(people).slug
    assert ";vắng;" in browser.get(f"/hoi-dong/{slug}/bang-diem.csv").text
    assert ",absent," in browser.get(f"/en/council/{slug}/board.csv").text


def test_files_say_who_was_recused_in_the_readers_language(factory, login_as):
    people = factory.round_in_scoring(products=1)
    with transaction():
        jury.propose_conflict(factory.actor(people.chair), people.seats[0], people.nominations[0], "owner")
    for seat in (1, 2):
        factory.submit_sheet(people.jurors[seat], people.sheets[seat, 0])
    both(people, scoring_stage.sign_closing, people.round_id)
    browser, slug = login_as(people.secretary), the_round(people).slug
    vietnamese = browser.get(f"/hoi-dong/{slug}/bang-diem.csv").text
    assert (";tránh chấm;" in vietnamese, "recused" in vietnamese) == (True, False)
    assert ",recused," in browser.get(f"/en/council/{slug}/board.csv").text
    sheet = load_workbook(io.BytesIO(browser.get(f"/hoi-dong/{slug}/bang-diem.xlsx").data)).worksheets[0]
    cells = [cell.value for line in sheet.iter_rows() for cell in line]
    assert (cells.count("tránh chấm"), "recused" in cells) == (1, False)
