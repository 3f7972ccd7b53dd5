"""The minutes of the council's meeting (biên bản họp hội đồng). What the program cannot know is left blank to
fill in.
"""

from app.core.documents.dates import long_date
from app.core.documents.official.paper import Block, Column, Grid, Heading, Paper, Signer, Text, basis_lines
from voting.council_papers.queries import CouncilPapers, PaperGroup, PaperRow
from voting.council_papers.summary import sealed_banner
from voting.models import CouncilVerdict
from voting.official_papers import texts
from voting.official_papers.frame import frame_of, seated
from voting.official_papers.series import PaperKind

COUNCIL = (
    Column("TT", 6, "centre"),
    Column("Họ và tên", 28),
    Column("Chức vụ, đơn vị", 34),
    Column("Chức danh trong hội đồng", 20, "centre"),
    Column("Có mặt", 10, "centre"),
)
JURY = (Column("TT", 6, "centre"), Column("Họ và tên", 36), Column("Chức vụ, đơn vị", 50))
COUNTS = (
    Column("Nhóm sản phẩm", 52),
    Column("Được chấm", 16, "centre"),
    Column("Đạt điểm", 16, "centre"),
    Column("Đề nghị công nhận", 20, "centre"),
)
VERDICTS = (
    Column("TT", 5, "centre"),
    Column("Mã số", 11, "centre"),
    Column("Sản phẩm, bộ sản phẩm – Cơ sở", 36),
    Column("Điểm", 10, "right"),
    Column("Hạng", 8, "centre"),
    Column("Biểu quyết", 12, "centre"),
    Column("Kết luận", 16, "centre"),
    Column("Lý do", 22),
)
VOTES = (
    Column("Mã số", 14, "centre"),
    Column("Đồng ý", 43),
    Column("Không đồng ý", 43),
)
SMALL = 9
END = (
    "Cuộc họp kết thúc lúc …… giờ …… phút cùng ngày. Biên bản đã được đọc lại cho các thành viên dự họp "
    "cùng nghe, thống nhất và ký tên."
)
DOTS = "…………………………………………"


def minutes_paper(papers: CouncilPapers) -> Paper:
    """Who was there, how it was scored, what was decided on each entry, what happened, the seals, two signatures."""
    round_ = papers.round
    blocks: list[Block] = [
        *basis_lines(texts.legal_bases(papers.session.held_on if papers.session else None)),
        *_time_and_place(papers),
        *_people(papers),
        *_scoring(papers),
        *_decisions(papers),
        *_events(papers),
        *_seals(papers),
        Text(END),
    ]
    return frame_of(round_, PaperKind.MINUTES).paper(
        "Biên bản",
        f"Họp hội đồng bình chọn {texts.subject(round_)}",
        blocks,
        [
            Signer("THƯ KÝ HỘI ĐỒNG", seated(round_, "secretary")),
            Signer("CHỦ TỊCH HỘI ĐỒNG", seated(round_, "chair")),
        ],
        recipients=["Thành viên hội đồng", "Cơ quan tổ chức bình chọn"],
        banner=sealed_banner(round_),
    )


def _time_and_place(papers: CouncilPapers) -> list[Block]:
    session = papers.session
    if session is None:
        return [Text(f"Thời gian: {DOTS}. Địa điểm: {DOTS}", style="plain")]
    lines = [f"Thời gian: {long_date(session.held_on)}. Địa điểm: {session.place or DOTS}"]
    lines += [f"Nội dung: {session.agenda}"] if session.agenda else []
    return [Text(line, style="plain") for line in lines]


def _people(papers: CouncilPapers) -> list[Block]:
    present = papers.session.present if papers.session else []
    members = [
        [str(n), member.name, member.title, texts.role_name(member.role), "x" if member.id in present else ""]
        for n, member in enumerate(papers.round.members, start=1)
    ]
    blocks: list[Block] = [Heading("I. Thành phần hội đồng"), Grid(COUNCIL, members)]
    if papers.session:
        count = sum(member.id in present for member in papers.round.members)
        blocks.append(Text(f"Có mặt {count} trên {len(members)} thành viên hội đồng.", style="plain"))
    blocks.append(Heading("II. Ban giám khảo"))
    for group in papers.groups:
        blocks += _jury(group)
    return blocks


def _jury(group: PaperGroup) -> list[Block]:
    """Who scored a group, and how many of them each entry where its work was shared."""
    jurors = [juror for juror in (group.panel.jurors if group.panel else []) if juror.removed_at is None]
    shared = group.panel.per_entry if group.panel else 0
    share = f"; mỗi hồ sơ do {shared} giám khảo được phân công chấm" if shared else ""
    rows = [[str(n), juror.name, juror.title] for n, juror in enumerate(jurors, start=1)]
    title = f"Nhóm {texts.group_name(group.group)}: {len(jurors)} giám khảo{share}"
    return [Text(title, style="plain"), Grid(JURY, rows)]


def _scoring(papers: CouncilPapers) -> list[Block]:
    rules = papers.rules
    names = "; ".join(
        f"{row.name_vi} (tối đa {texts.score(str(row.maximum))} điểm)" for row in rules.criteria
    )
    mark = (
        f"Điểm đạt: từ {texts.score(str(rules.threshold))} điểm trở lên. "
        if rules.threshold is not None
        else ""
    )
    return [
        Heading("III. Kết quả chấm điểm"),
        Text(
            f"Các giám khảo chấm độc lập, kín, theo mã số bình chọn. Tiêu chí: {names}. {mark}"
            f"Số phiếu tối thiểu cho một sản phẩm: {rules.minimum_ballots}. "
            f"Việc chấm điểm được đóng lúc {texts.moment(papers.round.scoring_closed_at)}, "
            "có chữ ký của chủ tịch và thư ký hội đồng."
        ),
        Grid(COUNTS, count_rows(papers)),
        Text("Điểm của từng giám khảo: bảng tổng hợp điểm kèm theo.", style="note"),
    ]


def count_rows(papers: CouncilPapers) -> list[list[str]]:
    """By group, in the circular's order, and in all: scored, passed, proposed."""
    rows = [
        [
            texts.group_name(group.group),
            str(len(group.rows)),
            str(sum(row.result["verdict"] == "pass" for row in group.rows)),
            str(len([row for row in papers.recognised if row in group.rows])),
        ]
        for group in papers.groups
    ]
    return [*rows, ["Tổng cộng", *(str(sum(int(row[n]) for row in rows)) for n in (1, 2, 3))]]


def _decisions(papers: CouncilPapers) -> list[Block]:
    body: list[list[str]] = []
    heads: set[int] = set()
    number = 0
    for group in papers.groups:
        heads.add(len(body))
        body.append([texts.group_name(group.group), *[""] * (len(VERDICTS) - 1)])
        for row in filter(lambda one: one.is_decided_on, group.rows):
            number += 1
            body.append(_decision(number, row))
    return [
        Heading("IV. Hội đồng thảo luận và kết luận từng sản phẩm"),
        Grid(VERDICTS, body, frozenset(heads), SMALL),
        *_open_votes(papers),
        Text(
            f"Hội đồng đề nghị công nhận {len(papers.recognised)} sản phẩm, bộ sản phẩm."
            if papers.is_decided
            else "Hội đồng chưa kết luận đủ các sản phẩm."
        ),
        Text(f"Ý kiến khác của thành viên hội đồng (nếu có): {DOTS}", style="plain"),
    ]


def _decision(number: int, row: PaperRow) -> list[str]:
    name = f"{row.name} – {row.board.nomination.facility.name}"
    if row.merged is not None:
        codes = ", ".join(member.nomination.codes[-1].code for member in row.merged.members)
        name += f" (bộ sản phẩm {row.merged.code}, gồm {codes})"
    elif row.items:
        name += f" (bộ sản phẩm, gồm: {'; '.join(row.items)})"
    place = row.result["place"]
    return [
        str(number),
        row.code,
        name,
        texts.score(row.result["total"]),
        texts.MISSING if place is None else str(place),
        _votes(row.verdict),
        _conclusion(row),
        row.board.nomination.closed_reason if row.left else row.verdict.reason if row.verdict else "",
    ]


def _conclusion(row: PaperRow) -> str:
    if row.left:
        return texts.LEFT[row.left]
    if row.verdict is None:
        return "Chưa kết luận"
    return "Công nhận" if row.verdict.recognised else "Không công nhận"


def _votes(verdict: CouncilVerdict | None) -> str:
    if verdict is None or verdict.votes_for is None:
        return texts.MISSING
    return f"{verdict.votes_for} đồng ý / {verdict.votes_against or 0} không"


def _open_votes(papers: CouncilPapers) -> list[Block]:
    """Who voted how, where the council voted openly; alike votes stand in one row."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in papers.rows:
        if row.verdict is not None and row.verdict.votes and not row.left:
            names = tuple(
                ", ".join(
                    member.name
                    for member in papers.round.members
                    if row.verdict.votes.get(str(member.id)) == vote
                )
                for vote in ("for", "against")
            )
            found.setdefault((names[0], names[1]), []).append(row.code)
    if not found:
        return []
    rows = [[", ".join(codes), *(text or texts.MISSING for text in names)] for names, codes in found.items()]
    return [Text("Kết quả biểu quyết công khai của từng thành viên:", style="plain"), Grid(VOTES, rows)]


def _events(papers: CouncilPapers) -> list[Block]:
    """Removals, absences, second sheets, reopenings, answers to complaints."""
    if not papers.events:
        return []
    return [
        Heading("V. Diễn biến trong kỳ bình chọn"),
        *(Text(f"- {event}") for event in papers.events),
    ]


def _seals(papers: CouncilPapers) -> list[Block]:
    found = papers.checkpoint
    if found is None:
        return []
    return [
        Heading(f"{'VI' if papers.events else 'V'}. Niêm phong dữ liệu"),
        Text(
            f"Nhật ký bình chọn có {found.size} bản ghi, ký số sau cùng lúc {texts.moment(found.at)}. "
            "Sau khi công bố, bất kỳ ai cũng có thể tải dữ liệu, kiểm đếm lại và đối chiếu với hai giá trị dưới đây."
        ),
        Text(f"Gốc nhật ký (SHA-256): {found.root}", style="note"),
        Text(f"Khóa công khai: {papers.key}", style="note"),
    ]
