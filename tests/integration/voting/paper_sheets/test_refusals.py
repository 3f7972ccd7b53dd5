"""What the pages of paper sheets say to clerks: a code of nobody, readings that differ, a sheet that is over."""

import pypdfium2
import pytest

from app.core.database.base import db
from tests.factories.accounts import signed_in_client
from tests.helpers.voting.acts import act, close, refused, the_round
from tests.helpers.voting.browser import Person
from tests.integration.voting.scoring.test_second_pass import rules
from voting.dossiers import services as dossiers
from voting.models import PaperSheet, ScoreSheet
from voting.paper_sheets import services as paper
from voting.paper_sheets.codes import draw_paper_code, show_paper_code
from voting.rules.default import CIRCULAR_26_2014
from voting.rules.document import rule_set_to_dict

SCORES = {"market": "31.07", "economy": "29", "culture": "8", "other": "6.5"}
TYPED = {f"score_{code}": value for code, value in SCORES.items()}
SCAN = ("0" * 64 + ".pdf", "application/pdf")


@pytest.fixture
def people(factory):
    made = factory.round_in_scoring()
    made.clerk = factory.user("officer-province", unit_id=the_round(made).unit_id)
    act(made.secretary, paper.prepare_paper_sheets, made.round_id)
    query = db.session.query(PaperSheet).join(ScoreSheet).filter(ScoreSheet.key == made.sheets[0, 0])
    made.code = query.one().code
    act(made.secretary, paper.keep_scan, made.code, *SCAN)
    return made


def test_codes_are_read_as_they_are_written_and_unknown_ones_are_refused(app, people):
    clerk = Person(app, signed_in_client(app, people.clerk), "en")
    shown = show_paper_code(people.code)
    answer = clerk.client.get(clerk.url("voting.paper_sheet", code=shown.lower()))
    assert (answer.status_code, answer.location) == (302, clerk.url("voting.paper_sheet", code=people.code))
    clerk.send("voting.paper_code", {"code": show_paper_code(draw_paper_code())}, expect=422)
    assert clerk.errors == [
        "Code of the sheet: There is no sheet with this code in your rounds. Check each character."
    ]


def test_clerks_are_told_how_their_readings_compare(app, people):
    secretary, clerk = (
        Person(app, signed_in_client(app, one), "en") for one in (people.secretary, people.clerk)
    )
    place = {"code": people.code}
    secretary.send("voting.paper_sheet", TYPED, **place)
    assert "Another clerk types the sheet next." in secretary.open("voting.paper_sheet", **place)
    clerk.send("voting.paper_sheet", TYPED | {"score_market": "37.01"}, **place)
    assert "The two readings differ." in clerk.open("voting.paper_sheet", **place)
    clerk.send("voting.paper_sheet", TYPED, **place)
    assert "Both clerks read the same." in clerk.open("voting.paper_sheet", **place)


def test_a_chair_chooses_between_two_comments(app, people):
    act(people.secretary, paper.type_sheet, people.code, SCORES, "Đẹp")
    act(people.clerk, paper.type_sheet, people.code, SCORES, "Xấu")
    chair = Person(app, signed_in_client(app, people.chair), "en")
    chair.send("voting.paper_sheet", {"reason": "Rõ"}, expect=422, code=people.code)
    assert chair.errors == ["Remark: Choose one of the two readings."]


def test_the_paper_of_an_entry_that_left_takes_no_scores(people):
    act(people.member, dossiers.withdraw_nomination, people.nominations[0].id, "Hỏng hàng")
    told = refused(people.secretary, paper.type_sheet, people.code, SCORES, "")
    assert told == ("entry_withdrawn", None)


def test_nothing_is_printed_once_scoring_is_closed(app, people):
    close(people, "Hết hạn chấm")
    secretary = Person(app, signed_in_client(app, people.secretary), "en")
    slug = the_round(people).slug
    secretary.send("voting.paper_sheets", {"juror": ""}, on="accounts.security", slug=slug)
    assert "Scoring is closed." in secretary.open("voting.paper_sheets", slug=slug)


def test_a_printed_sheet_heads_the_parts_of_a_criterion(app, factory):
    body = rule_set_to_dict(CIRCULAR_26_2014)
    parts = [
        {"code": f"m{n}", "name_vi": f"Phần {n}", "name_en": f"Part {n}", "max": "20", "anchors": []}
        for n in (1, 2)
    ]
    criteria = [{**body["criteria"][0], "parts": parts}, *body["criteria"][1:]]
    people = factory.round_in_scoring(products=1, rule_set_id=rules(criteria=criteria))
    act(people.secretary, paper.prepare_paper_sheets, people.round_id)
    secretary = Person(app, signed_in_client(app, people.secretary))
    made = secretary.client.get(secretary.url("voting.paper_pdf", slug=the_round(people).slug))
    pages = pypdfium2.PdfDocument(made.data)
    text = " ".join(pages[1].get_textpage().get_text_range().split())
    assert f"1. {body['criteria'][0]['name_vi']} (40 điểm)" in text
    assert [part in text for part in ("1.1 Phần 1", "1.2 Phần 2")] == [True, True]
