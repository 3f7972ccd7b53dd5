"""The plan of a round (kế hoạch) as its organiser issues it, from what the round says."""

from datetime import datetime

from app.core.documents.official.paper import Block, Column, Grid, Heading, Paper, Text, basis_lines
from voting.models import SelectionRound
from voting.official_papers.frame import body_signer, frame_of
from voting.official_papers.series import PaperKind
from voting.official_papers.texts import day_of, group_name, legal_bases, score, subject
from voting.rules.document import rule_set_from_dict

CALENDAR = (Column("TT", 6, "centre"), Column("Nội dung", 50), Column("Thời gian", 44))
GROUPS = (Column("TT", 6, "centre"), Column("Nhóm sản phẩm", 60), Column("Ban giám khảo", 34, "centre"))
OPEN_END = "Theo thông báo"
DOSSIER = (
    "Hồ sơ lập 02 bộ bản giấy và bản điện tử, gồm: phiếu đăng ký kèm bản sao hợp lệ một trong các giấy đăng ký doanh "
    "nghiệp, hợp tác xã, hộ kinh doanh hoặc tương đương; bản thuyết minh kèm ít nhất 03 ảnh màu cỡ 10 x 15 cm chụp ở "
    "các góc khác nhau; bản sao hợp lệ các giấy tờ liên quan còn hiệu lực (nếu có)."
)


def plan_paper(round_: SelectionRound) -> Paper:
    """Purpose, who takes part, criteria, calendar, dossiers, who does what."""
    frame = frame_of(round_, PaperKind.PLAN)
    blocks: list[Block] = [
        *basis_lines(legal_bases()),
        Text(f"{frame.office.body} ban hành kế hoạch bình chọn {subject(round_)} như sau:"),
        Heading("I. Mục đích, yêu cầu"),
        Text(
            f"Lựa chọn, công nhận {subject(round_)}; khuyến khích các cơ sở công nghiệp nông thôn đầu tư, nâng cao "
            "chất lượng sản phẩm, mở rộng thị trường. Việc bình chọn công khai, khách quan, đúng quy định."
        ),
        *([Text(round_.notice_vi)] if round_.notice_vi.strip() else []),
        Heading("II. Đối tượng và nhóm sản phẩm"),
        Text(
            "Cơ sở công nghiệp nông thôn tự nguyện đăng ký; mỗi cơ sở được đăng ký một hoặc nhiều sản phẩm, "
            "bộ sản phẩm."
        ),
        Grid(GROUPS, _groups(round_)),
        Heading("III. Tiêu chí và cách chấm điểm"),
        *_criteria(round_),
        Heading("IV. Thời gian thực hiện"),
        Grid(CALENDAR, _calendar(round_)),
        Heading("V. Hồ sơ đăng ký"),
        Text(DOSSIER),
        Heading("VI. Tổ chức thực hiện"),
        Text(
            f"Hội đồng bình chọn hướng dẫn các cơ sở tham gia, thành lập ban giám khảo, tổ chức bình chọn và trình "
            f"kết quả để {frame.office.body} xem xét, công nhận. Kinh phí thực hiện theo quy định về khuyến công."
        ),
    ]
    return frame.paper(
        "Kế hoạch",
        f"Bình chọn {subject(round_)}",
        blocks,
        [body_signer(frame.office)],
        recipients=["Các cơ quan, đơn vị liên quan", "Thành viên hội đồng bình chọn"],
    )


def _groups(round_: SelectionRound) -> list[list[str]]:
    groups = round_.panels or []
    return [
        [str(place), group_name(panel.group), f"{sum(j.removed_at is None for j in panel.jurors)} giám khảo"]
        for place, panel in enumerate(groups, start=1)
    ]


def _criteria(round_: SelectionRound) -> list[Block]:
    rules = rule_set_from_dict(round_.rule_set.body)
    lines: list[Block] = [
        Text(f"{place}. {row.name_vi}: tối đa {score(str(row.maximum))} điểm;")
        for place, row in enumerate(rules.criteria, start=1)
    ]
    mark = f" Điểm đạt: từ {score(str(rules.threshold))} điểm." if rules.threshold is not None else ""
    lines.append(
        Text(
            "Các giám khảo chấm độc lập, theo mã số bình chọn. Mỗi sản phẩm có ít nhất "
            f"{rules.minimum_ballots} phiếu chấm hợp lệ.{mark}"
        )
    )
    return lines


def _calendar(round_: SelectionRound) -> list[list[str]]:
    steps = (
        ("Tiếp nhận hồ sơ", round_.entries_from, round_.entries_until),
        ("Chấm điểm", round_.scoring_from, round_.scoring_until),
    )
    rows = [
        [str(place), name, _period(begin, end)] for place, (name, begin, end) in enumerate(steps, start=1)
    ]
    rest = (
        "Họp hội đồng, công bố kết quả dự kiến, giải quyết kiến nghị",
        "Công nhận và trao giấy chứng nhận",
    )
    return rows + [[str(place), name, OPEN_END] for place, name in enumerate(rest, start=len(rows) + 1)]


def _period(begin: datetime | None, end: datetime | None) -> str:
    first = f"Từ {day_of(begin)}" if begin else ""
    last = f"đến {day_of(end)}" if end else ""
    text = " ".join(part for part in (first, last) if part)
    return text[:1].upper() + text[1:] if text else OPEN_END
