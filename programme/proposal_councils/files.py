"""The minutes of a council as the officials' paper. What the program cannot know is left blank to fill in."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.clock import local_day
from app.core.documents.dates import long_date
from app.core.documents.official.media import paper_pdf
from app.core.documents.official.paper import Block, Column, Grid, Heading, Paper, Signer, Text
from app.web.i18n import grouped
from programme.models import CouncilSeat, Proposal, ProposalCouncil
from programme.proposal_councils.kinds import CouncilKind, Post, Verdict
from programme.proposals.priority import Priority

SEATS = (Column("TT", 6, "centre"), Column("Họ và tên", 30), Column("Chức danh", 18), Column("Ý kiến", 36),
         Column("Biểu quyết", 12, "centre"))  # fmt: skip
SUMS = (
    Column("Nguồn kinh phí", 40),
    Column("Đề nghị (đồng)", 30, "right"),
    Column("Hội đồng (đồng)", 30, "right"),
)
SOURCES = {"national": "Khuyến công quốc gia", "local": "Khuyến công địa phương", "own": "Cơ sở đối ứng"}
POSTS = {Post.CHAIR: "Chủ tịch", Post.SECRETARY: "Thư ký", Post.MEMBER: "Ủy viên"}
LEVELS = {"khu-vuc": "cấp khu vực", "quoc-gia": "cấp quốc gia"}
VERDICTS = {
    (CouncilKind.APPRAISAL, Verdict.AGREE): "Hội đồng thống nhất đề nghị phê duyệt đề án.",
    (CouncilKind.APPRAISAL, Verdict.REFUSE): "Hội đồng không đề nghị phê duyệt đề án.",
    (CouncilKind.ACCEPTANCE, Verdict.AGREE): "Hội đồng thống nhất nghiệm thu kết quả thực hiện đề án.",
    (CouncilKind.ACCEPTANCE, Verdict.REFUSE): "Hội đồng chưa nghiệm thu kết quả thực hiện đề án.",
}


@dataclass(frozen=True, slots=True)
class Words:
    """act: what the council does; sign: of its papers."""

    act: str
    sign: str


WORDS = {
    CouncilKind.APPRAISAL: Words("thẩm định", "BB-HĐTĐ"),
    CouncilKind.ACCEPTANCE: Words("nghiệm thu", "BB-HĐNT"),
}
VI = "vi"
DOTS = "…………………………………………"
END = "Biên bản đã được đọc lại cho các thành viên cùng nghe, thống nhất và ký tên."


def minutes_pdf(council: ProposalCouncil, priority: Priority) -> bytes:
    """Who sat, what each said, what was found, and two signatures."""
    row, words = council.proposal, WORDS[CouncilKind(council.kind)]
    paper = Paper(
        issuer=f"Hội đồng {words.act} đề án khuyến công", sign=words.sign, title="Biên bản",
        about=f"{words.act.capitalize()} đề án “{row.title}”", blocks=_blocks(council, priority),
        signers=[
            Signer("THƯ KÝ HỘI ĐỒNG", _name(council.sitting, Post.SECRETARY)),
            Signer("CHỦ TỊCH HỘI ĐỒNG", _name(council.sitting, Post.CHAIR)),
        ],
        made_at=council.chair_signed_at or council.created_at, place=row.unit.present.name_vi,
        day=council.held_on or local_day(council.created_at),
        recipients=["Thành viên hội đồng", "Lưu: VT"], banner="" if council.is_signed else "DỰ THẢO",
    )  # fmt: skip
    return paper_pdf(paper)


def _blocks(council: ProposalCouncil, priority: Priority) -> list[Block]:
    is_appraisal = council.kind == CouncilKind.APPRAISAL
    day = long_date(council.held_on) if council.held_on else DOTS
    conclusion = VERDICTS[CouncilKind(council.kind), Verdict(council.verdict)] if council.verdict else DOTS
    return [
        Text(f"Thời gian: {day}. Địa điểm: {council.place or DOTS}", style="plain"),
        Text(f"Hội đồng được thành lập theo {council.decision}.", style="plain"),
        Heading("I. Đề án"),
        *_proposal(council.proposal),
        *(_priority(priority) if is_appraisal else _carried_out(council.proposal)),
        Heading("II. Thành viên và ý kiến"),
        Grid(SEATS, [_seat(number, seat) for number, seat in enumerate(council.sitting, start=1)]),
        *_stood_down(council),
        Heading("III. Kết luận"),
        Text(council.findings or DOTS),
        Text(conclusion),
        *([Grid(SUMS, _sums(council))] if is_appraisal else []),
        Text(END),
    ]


def _proposal(row: Proposal) -> list[Block]:
    who = row.facility.name if row.facility is not None else "Trung tâm khuyến công"
    lines = [
        ("Tên đề án: ", row.title), ("Đơn vị đề nghị: ", f"{who}, {row.unit.present.name_vi}"),
        ("Nội dung: ", row.kind.name_vi), ("Năm kế hoạch: ", str(row.plan_year.year)),
        ("Sự cần thiết: ", row.need or DOTS), ("Kết quả dự kiến: ", row.result or DOTS),
    ]  # fmt: skip
    return [Text(text, lead=lead, style="plain") for lead, text in lines]


def _priority(priority: Priority) -> list[Block]:
    """As it was judged on the last day of registration; a later revocation stands beside it."""
    day = priority.day.strftime("%d/%m/%Y")
    if not priority:
        return [
            Text(
                f"Không thuộc diện ưu tiên: ngày {day} không có giấy chứng nhận cấp khu vực, quốc gia còn hiệu lực."
            )
        ]
    found: list[Block] = [Text(f"Thuộc diện ưu tiên: ngày {day} có giấy chứng nhận còn hiệu lực:")]
    for row in priority.reasons:
        ended = f"; thu hồi ngày {row.revoked_on.strftime('%d/%m/%Y')}" if row.revoked_on else ""
        until = row.until.strftime("%d/%m/%Y")
        found.append(
            Text(f"- {row.product}, {LEVELS[row.level]}, số {row.number or '…'}, đến {until}{ended}")
        )
    return found


def _carried_out(row: Proposal) -> list[Block]:
    if row.activity is None:
        return [Text(f"Kết quả thực hiện: {DOTS}")]
    day = row.activity.ends_on.strftime("%d/%m/%Y")
    used = "; ".join(
        f"{name} {grouped(getattr(row.activity, f'used_{key}'), VI)} đồng" for key, name in SOURCES.items()
    )
    return [Text(f"Thực hiện xong ngày {day} theo {row.activity.document}. Kinh phí đã dùng: {used}.")]


def _seat(number: int, seat: CouncilSeat) -> list[str]:
    vote = "" if seat.agrees is None else "Đồng ý" if seat.agrees else "Không đồng ý"
    return [str(number), seat.user.name, POSTS[Post(seat.post)], seat.opinion, vote]


def _stood_down(council: ProposalCouncil) -> list[Block]:
    """Who sits there no more, and why."""
    return [
        Text(
            f"Thôi tham gia hội đồng từ ngày {local_day(seat.stood_down_at):%d/%m/%Y}: {seat.user.name}; "
            f"lý do: {seat.stood_down_reason}."
        )
        for seat in council.seats
        if seat.stood_down_at is not None
    ]


def _sums(council: ProposalCouncil) -> list[list[str]]:
    return [
        [name, grouped(getattr(council.proposal, f"asked_{key}"), VI), grouped(getattr(council, key), VI)]
        for key, name in SOURCES.items()
    ]


def _name(seats: Sequence[CouncilSeat], post: Post) -> str:
    return next((seat.user.name for seat in seats if seat.post == post), "")
