"""Score sheets on paper, from print to ballot, as clerks, chair and others meet them."""

import io

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core.audit import AuditEntry
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.mail import OutboxMail
from tests.helpers.voting.acts import act, assert_bundle_holds, both, publish, the_round
from tests.helpers.voting.browser import Person
from voting.jury import services as jury
from voting.models import (
    EntryCode,
    PaperBallot,
    PaperSheet,
    PaperTyping,
    Recusal,
    RoundLeaf,
    ScoreSheet,
    ScoreSheetRevision,
)
from voting.paper_sheets import services as paper
from voting.paper_sheets.codes import read_paper_code, show_paper_code
from voting.paper_sheets.policies import can_see_scan, can_settle_sheets, can_type_sheets
from voting.paper_sheets.queries import get_paper, list_paper_sheets
from voting.scoring import services as scoring_stage

SCORES = {"market": "31.07", "economy": "29", "culture": "8", "other": "6.5"}
OTHER = {**SCORES, "market": "37.01"}
SCAN = ("0" * 64 + ".pdf", "application/pdf")


@pytest.fixture
def people(factory):
    """A round in scoring whose sheets are printed; one more officer of the area."""
    made = factory.round_in_scoring()
    made.clerk = factory.user("officer-province", unit_id=the_round(made).unit_id)
    act(made.secretary, paper.prepare_paper_sheets, made.round_id)
    made.papers = {sheet.sheet.key: sheet.code for sheet in db.session.scalars(select(PaperSheet))}
    made.code = made.papers[made.sheets[0, 0]]
    return made


def scan(people, code=None):
    act(people.secretary, paper.keep_scan, code or people.code, *SCAN)


def revisions(people, pair=(0, 0)):
    sheet = db.session.scalars(select(ScoreSheet).where(ScoreSheet.key == people.sheets[pair])).one()
    return [(row.status, row.scores, row.source) for row in sheet.revisions]


def test_two_equal_readings_make_one_ballot_marked_from_paper(people):
    scan(people)
    assert act(people.secretary, paper.type_sheet, people.code, SCORES, "Đẹp.") is False
    assert revisions(people) == []
    assert act(people.clerk, paper.type_sheet, people.code, {**SCORES, "market": "31.070"}, "đẹp") is True
    assert revisions(people) == [("cast", SCORES, "paper")]
    leaf = db.session.scalars(select(RoundLeaf).order_by(RoundLeaf.position.desc())).first()
    assert (leaf.kind, "0" * 64 in leaf.event) == ("paper_ballot", True)
    receipt = db.session.scalars(select(ScoreSheetRevision)).one().receipt
    mail = db.session.scalars(
        select(OutboxMail)
        .where(OutboxMail.recipient == people.jurors[0].email)
        .order_by(OutboxMail.id.desc())
    ).first()
    assert (receipt in mail.body, "31.07" in mail.body) == (True, False)
    acts = db.session.scalars(select(AuditEntry).where(AuditEntry.act.startswith("voting.paper."))).all()
    assert [entry.act for entry in acts] == [
        f"voting.paper.{verb}" for verb in ("print", "scan", "type", "type", "submit")
    ]
    assert [entry for entry in acts if "31.07" in str(entry.detail)] == []


def test_bundle_of_a_round_with_paper_verifies(factory, people):
    for pair, key in people.sheets.items():
        if pair == (0, 0):
            scan(people)
            for clerk in (people.secretary, people.clerk):
                act(clerk, paper.type_sheet, people.code, SCORES, "")
        else:
            factory.submit_sheet(people.jurors[pair[0]], key)
    assert both(people, scoring_stage.sign_closing, people.round_id) == [False, True]
    publish(people)
    found = assert_bundle_holds(people)
    assert [row["by"] for row in found["ballots"]].count("paper") == 1


def test_different_readings_wait_and_each_clerk_is_told_only_the_fields(people, factory):
    scan(people)
    act(people.secretary, paper.type_sheet, people.code, SCORES, "")
    act(people.clerk, paper.type_sheet, people.code, OTHER, "")
    assert revisions(people) == []
    for clerk in (people.secretary, people.clerk):
        view = get_paper(factory.actor(clerk), people.code)
        assert [(one.field, one.first, one.second) for one in view.differences] == [("market", "", "")]
        assert (view.may_type, view.may_settle, view.others) == (True, False, 1)
    chair = get_paper(factory.actor(people.chair), people.code)
    assert [(one.field, one.first, one.second) for one in chair.differences] == [("market", "31.07", "37.01")]


def test_clerk_who_corrects_a_slip_settles_it_and_both_typings_stay(people):
    scan(people)
    act(people.secretary, paper.type_sheet, people.code, SCORES, "")
    act(people.clerk, paper.type_sheet, people.code, OTHER, "")
    assert act(people.clerk, paper.type_sheet, people.code, SCORES, "") is True
    assert [typing.number for typing in db.session.scalars(select(PaperTyping))] == [1, 1, 2]


def test_chair_settles_with_a_reason_that_is_sealed(people):
    scan(people)
    act(people.secretary, paper.type_sheet, people.code, SCORES, "Đẹp")
    act(people.clerk, paper.type_sheet, people.code, OTHER, "Đẹp lắm")
    for chosen, reason, code in (
        ({"market": "second"}, "Số 7 viết rõ", "choose_reading"),
        ({"market": "second", "comment": "first"}, " ", "reason_needed"),
    ):
        with pytest.raises(RuleBroken) as refused:
            act(people.chair, paper.settle_sheet, people.code, chosen, reason)
        assert refused.value.code == code
    chosen = {"market": "second", "comment": "first"}
    act(people.chair, paper.settle_sheet, people.code, chosen, "Số 7 viết rõ")
    assert revisions(people) == [("cast", OTHER, "paper")]
    ballot = db.session.scalars(select(PaperBallot)).one()
    assert (ballot.settled_by, ballot.reason, ballot.revision.comment) == (
        people.chair.id,
        "Số 7 viết rõ",
        "Đẹp",
    )
    with pytest.raises(Conflict) as refused:
        act(people.chair, paper.settle_sheet, people.code, chosen, "Lại")
    assert refused.value.code == "already_submitted"


def test_chair_is_told_of_sheets_to_settle(people, browse):
    scan(people)
    chair = browse(people.chair)
    title = {"vi": "Phiếu giấy cần quyết định", "en": "Paper sheets to settle"}[chair.locale]
    seen = []
    for clerk, scores in ((people.secretary, SCORES), (people.clerk, OTHER), (people.clerk, SCORES)):
        act(clerk, paper.type_sheet, people.code, scores, "")
        seen.append(title in chair.open("backoffice.account"))
    assert seen == [False, True, False]


def test_nothing_to_settle_before_two_have_typed(people):
    with pytest.raises(Conflict) as refused:
        act(people.chair, paper.settle_sheet, people.code, {}, "Vì")
    assert refused.value.code == "nothing_to_settle"


def test_paper_needs_a_scan_a_full_sheet_and_no_third_clerk(people, factory):
    with pytest.raises(RuleBroken) as refused:
        act(people.secretary, paper.type_sheet, people.code, SCORES, "")
    assert (refused.value.code, refused.value.field) == ("scan_missing", "scan")
    scan(people)
    with pytest.raises(RuleBroken) as refused:
        act(people.secretary, paper.type_sheet, people.code, {**SCORES, "other": ""}, "")
    assert (refused.value.code, refused.value.field) == ("score_missing", "other")
    act(people.secretary, paper.type_sheet, people.code, SCORES, "")
    act(people.clerk, paper.type_sheet, people.code, OTHER, "")
    with pytest.raises(RuleBroken) as refused:
        act(people.officer, paper.type_sheet, people.code, SCORES, "")
    assert refused.value.code == "typed_by_two"


def test_one_clerk_alone_never_makes_a_ballot(people):
    scan(people)
    assert [act(people.secretary, paper.type_sheet, people.code, SCORES, "") for _ in range(3)] == [False] * 3
    assert revisions(people) == []


def test_sheet_submitted_on_screen_or_closed_takes_no_paper(people, factory):
    scan(people)
    factory.submit_sheet(people.jurors[0], people.sheets[0, 0])
    with pytest.raises(Conflict) as refused:
        act(people.secretary, paper.type_sheet, people.code, SCORES, "")
    assert refused.value.code == "already_submitted"
    code = people.papers[people.sheets[1, 0]]
    both(people, scoring_stage.sign_closing, people.round_id, reason="Vắng")
    for verb in (paper.keep_scan, paper.type_sheet):
        with pytest.raises(Conflict) as refused:
            act(people.secretary, verb, code, *(SCAN if verb is paper.keep_scan else (SCORES, "")))
        assert refused.value.code == "scoring_closed"
    with pytest.raises(Conflict) as refused:
        act(people.secretary, paper.prepare_paper_sheets, people.round_id)
    assert refused.value.code == "scoring_closed"


def test_paper_of_a_recused_juror_is_not_there(people, factory):
    from voting.jury import services as jury

    act(factory.actor(people.chair), jury.propose_conflict, people.seats[0], people.nominations[0], "owner")
    with pytest.raises(NotFound):
        act(people.secretary, paper.type_sheet, people.code, SCORES, "")
    rows = list_paper_sheets(factory.actor(people.secretary), the_round(people))
    assert len(rows) == len(people.sheets) - 1


def test_sheet_of_a_juror_who_never_declared_waits_for_the_declaration_on_paper(factory):
    people = factory.round_in_scoring(declared=False)
    act(people.secretary, paper.prepare_paper_sheets, people.round_id)
    [code, *_] = db.session.scalars(select(PaperSheet.code).order_by(PaperSheet.id))
    seat = get_paper(factory.actor(people.chair), code).paper.sheet.juror
    act(people.secretary, paper.keep_scan, code, *SCAN)
    with pytest.raises(RuleBroken) as refused:
        act(people.secretary, paper.type_sheet, code, SCORES, "")
    assert refused.value.code == "declaration_missing"
    act(people.secretary, jury.enter_paper_declaration, seat.id, frozenset(), "")
    assert act(people.secretary, paper.type_sheet, code, SCORES, "") is False


def test_declaration_on_paper_shuts_the_juror_out(factory):
    people = factory.round_in_scoring(declared=False)
    act(
        people.secretary,
        jury.enter_paper_declaration,
        people.seats[0].id,
        frozenset({people.facility.id}),
        "Là em ruột của chủ cơ sở",
    )
    assert [row.state for row in db.session.query(Recusal)] == ["declared"] * 2


def test_typings_scans_and_ballots_cannot_be_changed(people):
    scan(people)
    act(people.secretary, paper.type_sheet, people.code, SCORES, "")
    for statement in ("UPDATE paper_typing SET comment = 'x'", "DELETE FROM paper_scan"):
        with pytest.raises(IntegrityError):
            db.session.execute(db.text(statement))
        db.session.rollback()


def test_only_clerks_type_only_the_chair_settles(people, factory):
    round_ = the_round(people)
    rows = {
        name: [bool(rule(factory.actor(user), round_)) for rule in (can_type_sheets, can_settle_sheets)]
        + [bool(can_see_scan(factory.actor(user), round_, disputed=disputed)) for disputed in (False, True)]
        for name, user in {
            "secretary": people.secretary,
            "officer": people.officer,
            "chair": people.chair,
            "juror": people.jurors[0],
            "entrant": people.member,
            "officer elsewhere": factory.user("officer-province"),
            "chair elsewhere": factory.user("chair", "secretary"),
            "administrator": factory.user("admin"),
        }.items()
    }
    nobody = [False, False, False, False]
    assert rows == {
        "secretary": [True, False, False, False],
        "officer": [True, False, False, False],
        "chair": [False, True, False, True],
        "juror": nobody,
        "entrant": nobody,
        "officer elsewhere": nobody,
        "chair elsewhere": nobody,
        "administrator": nobody,
    }


def test_scan_is_for_chair_and_secretary_after_closing(people, factory):
    both(people, scoring_stage.sign_closing, people.round_id, reason="Vắng")
    round_ = the_round(people)
    seen = [
        bool(can_see_scan(factory.actor(user), round_, disputed=False))
        for user in (people.chair, people.secretary, people.officer, people.jurors[0])
    ]
    assert seen == [True, True, False, False]


@pytest.fixture(params=["vi", "en"])
def browse(request, app, login_as):
    return lambda user: Person(app, login_as(user), request.param)


def png():
    out = io.BytesIO()
    Image.new("L", (60, 80), 255).save(out, "PNG")
    return out.getvalue()


def test_clerks_and_chair_work_through_the_pages(people, browse):
    slug = the_round(people).slug
    secretary, clerk, chair = browse(people.secretary), browse(people.clerk), browse(people.chair)
    found = secretary.send("voting.paper_code", {"code": show_paper_code(people.code).lower()})
    assert found == secretary.url("voting.paper_sheet", code=people.code)
    typed = {f"score_{code}": value.replace(".", ",") for code, value in SCORES.items()}
    again = secretary.send("voting.paper_sheet", typed, code=people.code, expect=422)
    assert (len(secretary.errors), 'value="31,07"' in again) == (1, True)
    wrong = {**typed, "score_market": "41", "score_other": ""}
    secretary.send("voting.paper_sheet", wrong, code=people.code, expect=422)
    assert len(secretary.errors) == 3
    upload = {"scan": (io.BytesIO(png()), "phieu.png")}
    secretary.send("voting.paper_sheet", {**typed, **upload, "comment": "100% đậm đà"}, code=people.code)
    assert ("31,07" in clerk.open("voting.paper_sheet", code=people.code)) is False
    clerk.send("voting.paper_sheet", {**typed, "score_market": "37.01"}, code=people.code)
    page = clerk.open("voting.paper_sheet", code=people.code)
    assert [text in page for text in ("31,07", "31.07")] == [False, False]
    settle = chair.open("voting.paper_sheet", code=people.code)
    mark = "," if chair.locale == "vi" else "."
    assert [text in settle for text in (f"31{mark}07", f"37{mark}01")] == [True, True]
    assert chair.client.get(chair.url("voting.paper_scan", code=people.code)).status_code == 200
    chair.send("voting.paper_sheet", {"reason": "Rõ"}, code=people.code, expect=422)
    assert len(chair.errors) == 1  # the first choice that is missing
    picks = {"pick_market": "first", "pick_comment": "second"}
    chair.send("voting.paper_sheet", {"reason": "Rõ", **picks}, code=people.code)
    assert revisions(people) == [("cast", SCORES, "paper")]
    assert show_paper_code(people.code) in chair.open("voting.paper_sheets", slug=slug)


def test_wrong_code_says_so(people, browse):
    secretary = browse(people.secretary)
    for code in ("", "K7M4", "Phiếu số 1"):
        secretary.send("voting.paper_code", {"code": code}, expect=422)
        assert len(secretary.errors) == 1
    other = "A" + people.code[1:] if people.code[0] != "A" else "C" + people.code[1:]
    assert read_paper_code(other) is None


@pytest.mark.parametrize("page", ["voting.paper_sheets", "voting.paper_pdf"])
def test_paper_is_not_there_for_others(people, factory, browse, page):
    slug = the_round(people).slug
    for user, status in ((people.member, 403), (people.jurors[0], 403), (factory.user("chair"), 404)):
        person = browse(user)
        assert person.client.get(person.url(page, slug=slug)).status_code == status


def test_printed_sheet_holds_round_entry_alias_and_code_in_its_symbol(people, login_as, app):
    secretary = Person(app, login_as(people.secretary))
    slug = the_round(people).slug
    location = secretary.send(
        "voting.paper_sheets", {"juror": str(people.seats[0].id)}, on="accounts.security", slug=slug
    )
    document = pypdfium2.PdfDocument(secretary.client.get(location).data)
    pages = [document[n] for n in range(len(document))]
    assert len(pages) == 3  # a cover and two sheets
    texts = [page.get_textpage().get_text_range() for page in pages]
    name = people.seats[0].name
    assert [name in text for text in texts] == [True, False, False]
    payloads = [zxingcpp.read_barcodes(page.render(scale=3).to_pil())[0].text for page in pages[1:]]
    entries = dict(db.session.execute(select(EntryCode.nomination_id, EntryCode.code)).all())
    expected = {
        f"ky={slug}&ma={entries[people.nominations[n].id]}&gk=G1": people.papers[people.sheets[0, n]]
        for n in range(2)
    }
    assert {text.partition("?")[2]: read_paper_code(text) for text in payloads} == expected
    for payload, text in zip(payloads, texts[1:], strict=True):
        assert show_paper_code(read_paper_code(payload)) in text
