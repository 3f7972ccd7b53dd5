"""Files of a dossier: which a year asks for, who attaches, reads and takes out, what is missing."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from app.core.clock import today
from app.core.database.base import db
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from catalog.credentials.services import StoredScan
from programme.models import ActivityKind, PlanPaper, PlanYear, ProposalPaper
from programme.plan_years import services as years
from programme.plan_years.services import PaperData, PlanData
from programme.proposal_councils import services as councils
from programme.proposal_papers import services as papers
from programme.proposal_review import services as review
from programme.proposals import services
from programme.proposals.queries import missing_papers
from tests.factories.accounts import signed_in_client
from tests.helpers import send
from tests.helpers.proposals import registered
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def scan(letter="a"):
    return StoredScan(letter * 64 + ".pdf", "application/pdf")


def asked(people, name, kind="", **values):
    """A paper of the year, for a kind of activity or for all; its id."""
    year = db.session.query(PlanYear).one()
    found = db.session.query(ActivityKind).filter_by(code=kind).one().id if kind else None
    return act(people["ministry"], years.add_paper, year.id, found, PaperData(name, **values)).id


def kept():
    return [
        (row.plan_paper_id, row.file[0]) for row in db.session.query(ProposalPaper).filter_by(removed_at=None)
    ]


def test_a_dossier_is_handed_in_once_no_needed_paper_is_missing(factory, world):
    people = world[2]
    form = asked(people, "Phiếu đăng ký")
    quote = asked(people, "Báo giá", "machine-support")
    asked(people, "Mẫu nhãn", "trademark-support")
    asked(people, "Giấy chứng nhận", is_needed=False)
    row = registered(factory, world)
    with pytest.raises(RuleBroken) as refusal:
        act(people["member"], services.hand_in_dossier, row.id, "Nộp tại Sở")
    assert (refusal.value.code, refusal.value.params["names"]) == (
        "dossier_papers_missing",
        "Phiếu đăng ký; Báo giá",
    )
    act(people["member"], papers.attach_papers, row.id, form, "", [scan()])
    with pytest.raises(RuleBroken, match="dossier_papers_missing"):
        act(people["member"], services.hand_in_dossier, row.id, "")
    act(people["member"], papers.attach_papers, row.id, quote, "Ba nhà cung cấp", [scan("b"), scan("c")])
    done = act(people["member"], services.hand_in_dossier, row.id, "")
    assert (done.dossier_on, missing_papers(done)) == (today(), [])
    assert kept() == [(form, "a"), (quote, "b"), (quote, "c")]
    asked(people, "Phương án trả nợ")
    assert done.dossier_on == today(), "what was handed in stays as it is"


def test_the_same_file_again_adds_nothing_and_wrong_things_are_refused(factory, world):
    people, row = world[2], registered(factory, world)
    form, other = asked(people, "Phiếu đăng ký"), asked(people, "Mẫu nhãn", "trademark-support")
    assert act(people["member"], papers.attach_papers, row.id, form, "", [scan(), scan()]) == 1
    assert act(people["member"], papers.attach_papers, row.id, form, "", [scan()]) == 0
    for paper, text, files, code in (
        (form, "", [], "choose_files"),
        (form, "", [scan(letter) for letter in "bcdefghijkl"], "choose_files"),
        (None, " ", [scan("b")], "required"),
        (other, "", [scan("b")], "plan_paper_unknown"),
    ):
        with pytest.raises(RuleBroken, match=code):
            act(people["member"], papers.attach_papers, row.id, paper, text, files)
    assert kept() == [(form, "a")]


def test_papers_change_until_the_last_day_and_never_under_a_council(factory, world, monkeypatch):
    people = world[2]
    row = registered(factory, world, asked={"local": 50_000_000})
    act(people["member"], papers.attach_papers, row.id, None, "Thuyết minh", [scan()])
    first = db.session.query(ProposalPaper).one().id
    act(people["member"], papers.attach_papers, row.id, None, "Bản sai", [scan("b")])
    wrong = db.session.query(ProposalPaper).filter_by(text="Bản sai").one().id
    act(people["member"], papers.take_out_paper, wrong)
    with pytest.raises(NotFound):
        act(people["member"], papers.take_out_paper, wrong)
    act(people["member"], services.hand_in_dossier, row.id, "")
    with pytest.raises(Conflict, match="proposal_paper_handed_in"):
        act(people["member"], papers.take_out_paper, first)
    act(people["province"], review.receive_proposal, row.id)
    act(people["member"], papers.attach_papers, row.id, None, "Báo giá thêm", [scan("c")])
    seats = people["chair"].id, people["secretary"].id, []
    act(people["province"], councils.call_council, row.id, "15/QĐ", *seats)
    with pytest.raises(Conflict, match="proposal_papers_looked_at"):
        act(people["member"], papers.attach_papers, row.id, None, "Muộn", [scan("d")])
    act(people["province"], review.return_proposal, row.id, "Sửa báo giá")
    act(people["member"], papers.take_out_paper, first)
    assert kept() == [(None, "c")]
    assert db.session.query(ProposalPaper).count() == 3, "what was taken out is kept, marked"
    monkeypatch.setattr(papers, "today", lambda: today() + timedelta(days=91))
    with pytest.raises(RuleBroken, match="dossier_over"):
        act(people["member"], papers.attach_papers, row.id, None, "Muộn", [scan("d")])


def test_who_attaches_and_who_opens(app, factory, world):
    people, row = world[2], registered(factory, world, asked={"local": 50_000_000})
    names = "province", "ministry", "editor", "away", "chair", "stranger"
    for name in names:
        with pytest.raises((NotAllowed, NotFound)):
            act(people[name], papers.attach_papers, row.id, None, "Thêm", [scan()])
    member = Person(app, signed_in_client(app, people["member"]))
    photo = io.BytesIO()
    Image.new("RGB", (900, 1200), "white").save(photo, "JPEG")
    photo.seek(0)
    files = [(io.BytesIO(PDF), "thuyet-minh.pdf"), (photo, "bao-gia.jpg")]
    member.send(
        "programme.proposal_papers", {"paper": "", "text": "Thuyết minh", "files": files}, proposal_id=row.id
    )
    paper, picture = db.session.query(ProposalPaper).order_by(ProposalPaper.id)
    assert (paper.media_type, picture.media_type) == ("application/pdf", "image/webp")
    act(people["member"], services.hand_in_dossier, row.id, "")
    act(people["province"], review.receive_proposal, row.id)

    def opened():
        return {
            name: signed_in_client(app, people[name]).get(f"/de-an/giay-to/{paper.id}").status_code
            for name in (*names, "member", "commune", "away-editor", "appraiser")
        }

    closed = dict.fromkeys(("away", "stranger", "commune", "away-editor", "appraiser"), 404)
    may = dict.fromkeys(("member", "province", "ministry", "editor"), 200)
    assert opened() == closed | may | {"chair": 404}
    act(
        people["province"],
        councils.call_council,
        row.id,
        "15/QĐ",
        people["chair"].id,
        people["secretary"].id,
        [],
    )
    assert opened() == closed | may | {"chair": 200}, "who sits in its council reads the dossier"
    answer = member.client.get(f"/de-an/giay-to/{paper.id}")
    assert (answer.data, answer.headers["Cache-Control"]) == (PDF, "no-store")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert app.test_client().get(f"/de-an/giay-to/{paper.id}").status_code == 303
    assert app.test_client().get(f"/tep/{picture.file}").status_code == 404
    page = Person(app, signed_in_client(app, people["chair"]), "en")
    assert "Thuyết minh" in page.open("programme.proposal_papers", proposal_id=row.id)
    assert "Thuyết minh" in page.open("programme.council", council_id=1)
    office = Person(app, signed_in_client(app, people["province"]))
    text = office.open("programme.proposal_papers", proposal_id=row.id)
    assert "Thêm tệp" not in text
    answer = send(
        office.client,
        f"/de-an/{row.id}/giay-to",
        page=f"/can-bo/de-an/{row.id}/hoi-dong",
        paper="",
        text="Thêm",
    )
    assert answer.status_code in {403, 404}


def test_a_wrong_file_is_refused_at_the_field_and_the_words_stay(app, factory, world):
    people, row = world[2], registered(factory, world)
    asked(people, "Phiếu đăng ký", about="Mẫu của Sở")
    page = Person(app, signed_in_client(app, people["member"]))
    where = {"proposal_id": row.id}
    assert "Còn thiếu" in page.open("programme.proposal_papers", **where)
    wrong = {"paper": "", "text": "Bản vẽ", "files": [(io.BytesIO(b"no picture"), "anh.jpg")]}
    text = page.send("programme.proposal_papers", wrong, expect=422, **where)
    assert 'value="Bản vẽ"' in text
    assert page.errors
    for form in ({"paper": "", "text": "Bản vẽ"}, {"paper": "999", "text": ""}, {"paper": "x", "text": ""}):
        page.send("programme.proposal_papers", form, expect=422, **where)
        assert page.errors
    page.send(
        "programme.proposal_papers",
        {"paper": "", "text": "Thêm", "files": [(io.BytesIO(PDF), "a.pdf")]},
        **where,
    )
    given = db.session.query(ProposalPaper).one()
    on = {"on": "programme.proposal_papers", "proposal_id": row.id}
    page.send("programme.proposal_paper_remove", {}, paper_id=given.id, **on)
    assert kept() == []
    answer = page.client.get(f"/co-so-cua-toi/de-an/{row.id}")
    assert "Phiếu đăng ký" in answer.text
    assert "Mẫu của Sở" in answer.text


def test_the_ministry_sets_the_papers_of_a_year(app, factory, world):
    people = world[2]
    year = db.session.query(PlanYear).one().year
    page = Person(app, signed_in_client(app, people["ministry"]))
    where, on = {"year": year}, {"on": "programme.plan_year"}
    page.send("programme.plan_paper", {"kind": "", "name_vi": " "}, expect=422, **on, **where)
    assert page.errors == ["Vui lòng nhập tên giấy tờ."]
    page.send("programme.plan_paper", {"kind": "", "name_vi": "Thuyết minh", "is_needed": "y"}, **on, **where)
    page.send("programme.plan_paper", {"kind": "", "name_vi": "thuyet minh"}, expect=422, **on, **where)
    assert page.errors == ["Tên giấy tờ: Hồ sơ của năm này đã có giấy tờ này."]
    page.send("programme.plan_paper", {"kind": "0", "name_vi": "Khác"}, expect=422, **on, **where)
    kind = str(db.session.query(ActivityKind).filter_by(code="machine-support").one().id)
    page.send("programme.plan_paper", {"kind": kind, "name_vi": "Báo giá"}, **on, **where)
    first, second = db.session.query(PlanPaper).order_by(PlanPaper.id)
    assert [(row.name_vi, row.kind_id, row.is_needed) for row in (first, second)] == [
        ("Thuyết minh", None, True),
        ("Báo giá", int(kind), False),
    ]
    row = registered(factory, world)
    act(people["member"], papers.attach_papers, row.id, first.id, "", [scan()])
    for paper in (first.id, second.id):
        page.send("programme.plan_paper_remove", {}, **on, year=year, paper_id=paper)
    assert [row.name_vi for row in db.session.query(PlanPaper)] == ["Thuyết minh"], "a dossier holds it"
    after = PlanData(today() + timedelta(days=100), today() + timedelta(days=110))
    later = act(people["ministry"], years.set_year, year + 1, after)
    assert [(paper.name_vi, paper.is_needed) for paper in later.papers] == [("Thuyết minh", True)]
    for name in ("province", "member"):
        with pytest.raises(NotAllowed):
            act(people[name], years.add_paper, later.id, None, PaperData("Khác"))
