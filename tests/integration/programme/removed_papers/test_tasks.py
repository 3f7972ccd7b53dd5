"""Files taken out of a dossier go after some days, the rows stay; a file that something else keeps stays too."""

from app.core import clock
from app.core.audit import AuditEntry
from app.core.clock import today
from app.core.database.base import db
from app.core.database.file_names import names_kept
from app.core.database.transaction import transaction
from app.core.ports import ports
from app.ops.doctor import CHECKS
from catalog.credentials.services import StoredScan
from catalog.uploads import PDF
from programme.models import PlanYear, Proposal, ProposalPaper, TitlePaper
from programme.plan_years import services as years
from programme.plan_years.services import PaperData
from programme.proposal_papers import services as papers
from programme.proposal_papers.queries import list_lacking
from programme.proposals import services
from programme.removed_papers.tasks import delete_removed
from programme.title_candidates import papers as title_papers
from tests.helpers.proposals import registered
from tests.helpers.titles import agreeing, announced, cast, put_forward
from tests.helpers.voting.acts import act, later

AFTER = 91


def kept_scan(letter):
    return StoredScan(ports().files.put(f"%PDF-1.4 {letter}".encode(), ".pdf"), PDF)


def attached(factory, world, *letters):
    """A proposal whose dossier holds a file for each letter, and the scans."""
    people = world[2]
    row, scans = registered(factory, world), [kept_scan(letter) for letter in letters]
    act(people["member"], papers.attach_papers, row.id, None, "Báo giá", scans)
    return row, scans


def taken_out(world, file):
    paper = db.session.query(ProposalPaper).filter_by(file=file.name, removed_at=None).first()
    act(world[2]["member"], papers.take_out_paper, paper.id)


def test_a_file_goes_after_ninety_days_and_its_row_stays(factory, world):
    _row, (out, stays) = attached(factory, world, "a", "b")
    taken_out(world, out)
    with clock.use_clock(later(days=89)):
        assert (delete_removed(), ports().files.exists(out.name)) == (0, True)
    with clock.use_clock(later(days=AFTER)):
        assert (delete_removed(), ports().files.exists(out.name), ports().files.exists(stays.name)) == (
            1,
            False,
            True,
        )
        assert delete_removed() == 0
    rows = [
        (row.file, row.deleted_at is not None)
        for row in db.session.query(ProposalPaper).order_by(ProposalPaper.id)
    ]
    assert rows == [(out.name, True), (stays.name, False)]
    assert db.session.query(AuditEntry).filter_by(act="programme.proposal_paper.delete").count() == 1


def test_a_file_that_another_dossier_or_paper_holds_stays(factory, world):
    _row, (out,) = attached(factory, world, "a")
    attached(factory, world, "a")
    taken_out(world, out)
    with clock.use_clock(later(days=AFTER)):
        assert (delete_removed(), ports().files.exists(out.name)) == (1, True)
    assert names_kept({out.name, "f" * 64 + ".pdf"}) == {out.name}


def test_papers_of_candidates_go_too(factory):
    people = cast(factory)
    key = put_forward(people, announced(people), agreeing(factory, people, "Đỗ Thị Tặng"))
    scan = kept_scan("t")
    act(people.first, title_papers.attach_papers, key, "Bản khai", [scan])
    act(people.first, title_papers.take_out_paper, db.session.query(TitlePaper).one().id)
    with clock.use_clock(later(days=AFTER)):
        assert (delete_removed(), ports().files.exists(scan.name)) == (1, False)


def test_a_dossier_handed_in_that_lost_a_needed_paper_is_named_and_left_as_it_is(factory, world, settings):
    people = world[2]
    year = db.session.query(PlanYear).one()
    form = act(people["ministry"], years.add_paper, year.id, None, PaperData("Phiếu đăng ký")).id
    row = registered(factory, world)
    act(people["member"], papers.attach_papers, row.id, form, "", [kept_scan("p")])
    act(people["member"], services.hand_in_dossier, row.id, "Nộp tại Sở")
    assert list_lacking() == []
    act(people["ministry"], years.add_paper, year.id, None, PaperData("Giấy hỏi sau"))
    assert list_lacking() == [], "asked for after it was handed in"
    with transaction() as session:  # as rows of earlier versions may stand
        session.query(ProposalPaper).one().removed_at = clock.utc_now()
    assert [found.id for found in list_lacking()] == [row.id]
    verdict, said = CHECKS["dossiers"](settings)
    assert (verdict, f"taken out: proposals {row.id} ({today():%Y-%m-%d}); return them" in said) == (
        "warn",
        True,
    )
    assert db.session.get_one(Proposal, row.id).dossier_on == today()
    with transaction() as session:
        session.get_one(Proposal, row.id).state = "withdrawn"
    assert list_lacking() == []
