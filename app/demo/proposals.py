"""Made-up proposals of the demonstration: every stage of their way, with a council, a return and a stop."""

from datetime import date

from sqlalchemy import select

from app.accounts.models import Membership, User
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.ports import ports
from app.demo.people import email_of
from app.demo.pictures.papers import draw_paper
from app.demo.stage import Stage, act
from catalog.credentials.services import StoredScan
from catalog.models import Facility, Trademark
from catalog.trademark_course.services import ask_support
from catalog.uploads import PDF
from programme.models import ActivityKind, Offer, PlanYear, Proposal
from programme.plan_years.services import PaperData, PlanData, add_offer, add_paper, set_year
from programme.proposal_councils.kinds import Verdict
from programme.proposal_councils.services import (
    Minutes,
    call_council,
    give_opinion,
    sign_minutes,
    write_minutes,
)
from programme.proposal_papers.services import attach_papers
from programme.proposal_review import services as review
from programme.proposal_review.services import CarriedOut
from programme.proposals.queries import missing_papers
from programme.proposals.services import (
    ProposalData,
    draft_proposal,
    hand_in_dossier,
    register_proposal,
)

BEGUN = -90
OFFERS = (
    ("machine-support", "Ứng dụng máy móc, thiết bị tiên tiến (mức minh họa)", 300_000_000),
    ("demonstration-model", "Mô hình trình diễn kỹ thuật (mức minh họa)", 500_000_000),
    ("trademark-support", "Xây dựng, đăng ký nhãn hiệu (mức minh họa)", 35_000_000),
    ("training-workers", "Đào tạo nghề theo nhu cầu (mức minh họa)", None),
)
"""Kind, what it is for, the highest sum."""
PAPERS = (
    ("", "Phiếu đăng ký đề án", "Registration form", True),
    ("", "Thuyết minh đề án", "Description of the proposal", True),
    ("", "Giấy chứng nhận đăng ký kinh doanh", "Business registration", True),
    ("", "Giấy chứng nhận sản phẩm công nghiệp nông thôn tiêu biểu", "Recognition of the product", False),
    ("machine-support", "Báo giá máy móc, thiết bị", "Quotation for the machines", True),
)
"""Kind of activity (empty for every), name, name in English, and whether it is needed."""
SEATS = ("appraiser-1", "appraiser-2", "appraiser-3")
MADE_UP = (
    (1, "Hỗ trợ máy sấy lạnh", "machine-support", 200_000_000, "settled"),
    (1, "Hỗ trợ máy đóng gói tự động", "machine-support", 180_000_000, "under-way"),
    (2, "Mô hình lò nung tiết kiệm năng lượng", "demonstration-model", 400_000_000, "sent-up"),
    (3, "Hỗ trợ máy cắt tôn", "machine-support", 150_000_000, "returned"),
    (5, "Hỗ trợ dây chuyền chiết rót", "machine-support", 250_000_000, "registered"),
    (2, "Hỗ trợ máy dán nhãn", "machine-support", 90_000_000, "draft"),
)
"""Member, title, kind, sum of the nation, and how far it went."""


def load_proposals() -> None:
    """Safe to run again."""
    if db.session.scalar(select(PlanYear.id).limit(1)) is not None:
        return
    with transaction():
        _load(Stage())


def _load(stage: Stage) -> None:
    with stage.at(BEGUN):
        year = _open_year(stage)
        for code, about, most in OFFERS:
            kind = db.session.scalars(select(ActivityKind.id).where(ActivityKind.code == code)).one()
            act("national", add_offer, year, kind, about, most)
        for code, name, english, is_needed in PAPERS:
            found = select(ActivityKind.id).where(ActivityKind.code == code)
            data = PaperData(name, english, "Mẫu minh họa" if is_needed else "", is_needed)
            act("national", add_paper, year, db.session.scalar(found), data)
    for number, facts in enumerate(MADE_UP):
        _propose(stage, BEGUN + 4 + 3 * number, *facts)
    with stage.at(BEGUN + 30):
        _ask_for_mark()


def _open_year(stage: Stage) -> int:
    """The first year whose last day of registration, 20 June of the year before, is still to come."""
    now = stage.day(0)
    year = now.year + (1 if now <= date(now.year, 6, 20) else 2)
    days = PlanData(date(year - 1, 6, 20), date(year - 1, 9, 30), "Công văn minh họa số 480/CTĐP-QLKC")
    row_id: int = act("national", set_year, year, days, is_demo=True)
    return row_id


def _propose(stage: Stage, day: int, member: int, title: str, kind: str, money: int, until: str) -> None:
    """One proposal by its member, then as far as it went."""
    facility = _facility_of(member)
    if facility is None:
        return
    who = f"member-{member}"
    offer = db.session.scalars(select(Offer).join(Offer.kind).where(ActivityKind.code == kind)).one()
    data = ProposalData(
        f"{title} (minh họa)", "Thiết bị cũ hao hụt nhiều, hàng không đều.", "Giảm hao hụt, thêm việc làm.", 1,
        {"national": money, "own": money}, list(facility.products)[:2],
    )  # fmt: skip
    with stage.at(day):
        row = act(who, draft_proposal, offer.id, facility, facility.unit.present, data)
        db.session.get_one(Proposal, row).is_demo = True
        if until != "draft":
            act(who, register_proposal, row)
    if until in {"draft", "registered"}:
        return
    with stage.at(day + 5):
        if until == "returned":
            act("province", review.return_proposal, row, "Bổ sung báo giá của nhà cung cấp máy.")
            return
        act("province", review.receive_proposal, row)
    with stage.at(day + 12):
        _attach(who, row, facility.name)
        act(who, hand_in_dossier, row, "")
    with stage.at(day + 15):
        act("province", review.send_up, row, "Công văn minh họa số 20/SCT-CN")
    if until != "sent-up":
        _run(stage, day + 20, row, money, until)


def _attach(who: str, row: int, facility: str) -> None:
    """The papers that the dossier needs, each a drawn page."""
    for paper in missing_papers(db.session.get_one(Proposal, row)):
        scan = StoredScan(ports().files.put(draw_paper(paper.name_vi, facility), ".pdf"), PDF)
        act(who, attach_papers, row, paper.id, "", [scan])


def _run(stage: Stage, day: int, row: int, money: int, until: str) -> None:
    sums = {"national": money * 9 // 10, "local": 0, "own": money}
    with stage.at(day):
        _meet(row, "national", "Quyết định minh họa số 31/QĐ-BCT", sums)
    with stage.at(day + 4):
        act("national", review.approve_proposal, row, sums, "Quyết định minh họa số 99/QĐ-BCT")
    with stage.at(day + 8):
        act("province", review.start_proposal, row, "Hợp đồng minh họa số 3/HĐ")
    if until == "under-way":
        return
    with stage.at(day + 30):
        told = CarriedOut(stage.day(day + 29), 1, "Báo cáo minh họa số 7/BC", sums)
        act("centre", review.tell_done, row, told)
    with stage.at(day + 36):
        _meet(row, "province", "Quyết định minh họa số 45/QĐ-SCT", {})
    with stage.at(day + 40):
        act("province", review.accept_proposal, row)
        act("province", review.settle_proposal, row, "Biên bản quyết toán minh họa số 2/BB")


def _meet(row: int, by: str, decision: str, sums: dict[str, int]) -> None:
    """A council of three that agrees."""
    ids = [db.session.scalars(select(User.id).where(User.email == email_of(key))).one() for key in SEATS]
    council = act(by, call_council, row, decision, ids[0], ids[1], [ids[2]])
    for key in SEATS:
        act(key, give_opinion, council, "Đề án phù hợp, kinh phí hợp lý.", agrees=True)
    minutes = Minutes(
        today(), "Trụ sở minh họa", "Đủ điều kiện; đề nghị theo dõi tiến độ.", Verdict.AGREE, sums
    )
    act(SEATS[1], write_minutes, council, minutes)
    act(SEATS[0], sign_minutes, council)
    act(SEATS[1], sign_minutes, council)


def _ask_for_mark() -> None:
    """The wish of a facility on the trademark desk."""
    facility = _facility_of(3)
    mark = (
        db.session.scalar(select(Trademark).where(Trademark.facility_id == facility.id)) if facility else None
    )
    if mark is not None:
        act("member-3", ask_support, mark.id, "Tra cứu, thiết kế lại nhãn và lệ phí nộp đơn")


def _facility_of(member: int) -> Facility | None:
    person = db.session.scalars(select(User).where(User.email == email_of(f"member-{member}"))).one()
    wanted = select(Membership.facility_id).where(
        Membership.user_id == person.id, Membership.facility_id.is_not(None)
    )
    return db.session.scalar(
        select(Facility).where(Facility.id.in_(wanted), Facility.state == "verified").limit(1)
    )
