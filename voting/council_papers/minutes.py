"""The minutes of the council's meeting (biên bản họp hội đồng). What the program cannot know stays blank to fill in."""

from reportlab.platypus import Flowable

from app.core.documents import pages
from app.core.documents.dates import long_date
from app.core.documents.fonts import ITALIC, SEMIBOLD
from voting.council_papers import official_texts as texts
from voting.council_papers.queries import CouncilPapers, PaperRow
from voting.council_papers.summary import banner, seated
from voting.models import CouncilVerdict

COUNCIL = (
    pages.Column("TT", 5, "centre"),
    pages.Column("Họ và tên", 30),
    pages.Column("Chức vụ, đơn vị", 36),
    pages.Column("Chức danh trong hội đồng", 20, "centre"),
    pages.Column("Có mặt", 10, "centre"),
)
JURY = (pages.Column("TT", 5, "centre"), pages.Column("Họ và tên", 36), pages.Column("Chức vụ, đơn vị", 50))
COUNTS = (
    pages.Column("Nhóm sản phẩm", 52),
    pages.Column("Được chấm", 16, "centre"),
    pages.Column("Đạt điểm", 16, "centre"),
    pages.Column("Đề nghị công nhận", 20, "centre"),
)
VERDICTS = (
    pages.Column("TT", 4, "centre"),
    pages.Column("Mã số", 11, "centre"),
    pages.Column("Sản phẩm, bộ sản phẩm – Cơ sở", 38),
    pages.Column("Điểm", 9, "right"),
    pages.Column("Hạng", 7, "centre"),
    pages.Column("Biểu quyết", 11, "centre"),
    pages.Column("Kết luận", 16, "centre"),
    pages.Column("Lý do", 24),
)
END = (
    "Cuộc họp kết thúc lúc …… giờ …… phút cùng ngày. Biên bản đã được đọc lại cho các thành viên dự họp "
    "cùng nghe, thống nhất và ký tên."
)


def minutes_pdf(papers: CouncilPapers) -> bytes:
    """Upright A4: who was there, how it was scored, what was decided on each entry, the seals, two signatures."""
    round_ = papers.round
    story: list[Flowable] = [
        pages.official_head(texts.organ(round_), "Số: ……/BB-HĐBC", texts.BLANK_DATE),
        *pages.title("BIÊN BẢN", f"Họp hội đồng bình chọn {texts.subject(round_)}", round_.title_vi),
        pages.paragraph(texts.LEGAL_BASIS, face=ITALIC),
        pages.paragraph(_time_and_place(papers)),
        *_people(papers),
        *_scoring(papers),
        *_decisions(papers),
        *_events(papers),
        *_seals(papers),
        pages.signatures(
            ("THƯ KÝ HỘI ĐỒNG", seated(papers, "secretary")),
            ("CHỦ TỊCH HỘI ĐỒNG", seated(papers, "chair")),
            after=[pages.paragraph(END)],
        ),
        pages.recipients("Thành viên hội đồng;", "Cơ quan tổ chức bình chọn;", "Lưu: hồ sơ kỳ bình chọn."),
    ]
    name = f"Biên bản họp hội đồng - {round_.title_vi}"
    return pages.build(pages.Document(name, round_.organiser, story, round_.title_vi, banner(papers)))


def _time_and_place(papers: CouncilPapers) -> str:
    session = papers.session
    if session is None:
        return "Thời gian: ………………………………   Địa điểm: …………………………………………"
    return f"Thời gian: {long_date(session.held_on)}. Địa điểm: {session.place or '…………………………………………'}"


def _people(papers: CouncilPapers) -> list[Flowable]:
    present = papers.session.present if papers.session else []
    members = [
        [str(n), member.name, member.title, texts.role_name(member.role), "x" if member.id in present else ""]
        for n, member in enumerate(papers.round.members, start=1)
    ]
    story = [pages.heading("I. Thành phần hội đồng"), pages.table(COUNCIL, members)]
    story.append(pages.heading("II. Ban giám khảo"))
    for group in papers.groups:
        jurors = [juror for juror in (group.panel.jurors if group.panel else []) if juror.removed_at is None]
        title = f"Nhóm {texts.group_name(group.group)}: {len(jurors)} giám khảo"
        rows = [[str(n), juror.name, juror.title] for n, juror in enumerate(jurors, start=1)]
        head = pages.paragraph(title, face=SEMIBOLD, after=2)
        story.append(pages.together(head, pages.table(JURY, rows), pages.gap(2)))
    return story


def _scoring(papers: CouncilPapers) -> list[Flowable]:
    rules = papers.rules
    names = "; ".join(
        f"{row.name_vi} (tối đa {texts.score(str(row.maximum))} điểm)" for row in rules.criteria
    )
    mark = (
        f"Điểm đạt: từ {texts.score(str(rules.threshold))} điểm trở lên. "
        if rules.threshold is not None
        else ""
    )
    rows = [
        [
            texts.group_name(group.group),
            str(len(group.rows)),
            str(sum(row.result["verdict"] == "pass" for row in group.rows)),
            str(len([row for row in papers.recognised if row in group.rows])),
        ]
        for group in papers.groups
    ]
    totals = ["Tổng cộng", *(str(sum(int(row[n]) for row in rows)) for n in (1, 2, 3))]
    return [
        pages.heading("III. Kết quả chấm điểm"),
        pages.paragraph(
            f"Các giám khảo chấm độc lập, kín, theo mã số bình chọn. Tiêu chí: {names}. {mark}"
            f"Số phiếu tối thiểu cho một sản phẩm: {rules.minimum_ballots}. "
            f"Việc chấm điểm được đóng lúc {texts.moment(papers.round.scoring_closed_at)}, "
            "có chữ ký của chủ tịch và thư ký hội đồng."
        ),
        pages.table(COUNTS, [*rows, totals]),
        pages.paragraph("Điểm của từng giám khảo: bảng tổng hợp điểm kèm theo.", size=10, face=ITALIC),
    ]


def _decisions(papers: CouncilPapers) -> list[Flowable]:
    body: list[list[str]] = []
    heads: set[int] = set()
    number = 0
    for group in papers.groups:
        heads.add(len(body))
        body.append([texts.group_name(group.group), *[""] * (len(VERDICTS) - 1)])
        for row in filter(lambda one: one.is_decided_on, group.rows):
            number += 1
            body.append(_decision(number, row))
    story = [
        pages.heading("IV. Hội đồng thảo luận và kết luận từng sản phẩm"),
        pages.table(VERDICTS, body, size=8.5, groups=frozenset(heads)),
        pages.gap(2),
        pages.paragraph(
            f"Hội đồng đề nghị công nhận {len(papers.recognised)} sản phẩm, bộ sản phẩm."
            if papers.is_decided
            else "Hội đồng chưa kết luận đủ các sản phẩm."
        ),
    ]
    return [*story, pages.paragraph("Ý kiến khác của thành viên hội đồng (nếu có): ………………………………………………………")]


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


def _events(papers: CouncilPapers) -> list[Flowable]:
    """Removals, absences, second sheets, reopenings, answers to complaints."""
    if not papers.events:
        return []
    return [
        pages.heading("V. Diễn biến trong kỳ bình chọn"),
        *(pages.paragraph(f"- {event}") for event in papers.events),
    ]


def _seals(papers: CouncilPapers) -> list[Flowable]:
    found = papers.checkpoint
    if found is None:
        return []
    return [
        pages.heading(f"{'VI' if papers.events else 'V'}. Niêm phong dữ liệu"),
        pages.paragraph(
            f"Nhật ký bình chọn có {found.size} bản ghi, ký số sau cùng lúc {texts.moment(found.at)}. "
            "Sau khi công bố, bất kỳ ai cũng có thể tải dữ liệu, kiểm đếm lại và đối chiếu với hai giá trị dưới đây."
        ),
        pages.paragraph(f"Gốc nhật ký (SHA-256): {found.root}", size=9, after=2),
        pages.paragraph(f"Khóa công khai: {papers.key}", size=9),
    ]
