"""The letter to a facility (thông báo kết quả) in the officials' form: a notice of the council, one a facility."""

from dataclasses import replace

from app.core.documents.dates import long_date
from app.core.documents.official.paper import Block, Column, Grid, Heading, Paper, Text
from voting.log import records as sealed
from voting.official_papers import texts
from voting.official_papers.frame import council_signer, frame_of
from voting.official_papers.series import PaperKind
from voting.result_letters.queries import LetterEntry, ResultLetter
from voting.rules.bands import Band

POINTS = (
    Column("Tiêu chí", 50),
    Column("Điểm tối đa", 14, "centre"),
    Column("Điểm đạt", 14, "centre"),
    Column("Mức", 26),
)
AFTER = (
    "Giấy chứng nhận được trao theo thông báo của cơ quan công nhận. Cơ sở được sử dụng danh hiệu theo quy định trong "
    "thời hạn của giấy chứng nhận."
)


def letter_paper(letter: ResultLetter) -> Paper:
    """Decision, each entry with its points, what comes next, until when to complain."""
    round_ = letter.round
    decision = sealed.find_decision(round_.id)
    blocks: list[Block] = []
    if decision:
        blocks.append(
            Text(
                f"Theo Quyết định số {decision.number} {long_date(decision.signed_on)} của {decision.authority}, "
                f"Hội đồng bình chọn thông báo kết quả bình chọn {texts.subject(round_)} đối với "
                f"{letter.facility.name} như sau:"
            )
        )
    for place, entry in enumerate(letter.entries, start=1):
        blocks += _entry(place, entry)
    if any(entry.result.recognised for entry in letter.entries):
        blocks.append(Text(AFTER))
    if round_.complaints_until:
        blocks.append(
            Text(
                f"Cơ sở có quyền kiến nghị, khiếu nại về kết quả đến hết {long_date(round_.complaints_until)} tại "
                "trang hồ sơ của cơ sở hoặc bằng văn bản gửi Hội đồng bình chọn."
            )
        )
    frame = frame_of(round_, PaperKind.NOTICE, letter.facility.slug)
    paper = frame.paper(
        "Thông báo",
        f"Kết quả bình chọn {texts.subject(round_)}",
        blocks,
        [council_signer(round_)],
        to=[letter.facility.name],
        recipients=["Như trên"],
    )
    return replace(paper, made_at=round_.published_at or paper.made_at)


def _entry(place: int, entry: LetterEntry) -> list[Block]:
    code = f" (mã số bình chọn {entry.code})" if entry.code else ""
    blocks: list[Block] = [Heading(f"{place}. {entry.name}{code}: {_verdict(entry)}")]
    if entry.points:
        rows = [
            [row.name_vi, texts.score(row.maximum), texts.score(row.points), _band(row.band)]
            for row in entry.points
        ]
        rows.append(["Tổng điểm", "100" if _is_hundred(entry) else "", texts.score(entry.result.total), ""])
        has_bands = any(row.band for row in entry.points)
        blocks.append(Grid(POINTS, rows) if has_bands else Grid(POINTS[:3], [row[:3] for row in rows]))
    lines = [
        ("Giấy chứng nhận số", entry.certificate),
        ("Xếp loại", entry.money.grade if entry.money else ""),
        ("Tiền thưởng", _money(entry)),
        ("Lý do", entry.result.reason),
        ("Nhận xét", entry.remark),
    ]
    blocks += [Text(f"{name}: {value.rstrip('.')}.") for name, value in lines if value]
    return blocks


def _verdict(entry: LetterEntry) -> str:
    said = "được công nhận" if entry.result.recognised else "không được công nhận"
    return f"{said} trong bộ sản phẩm “{entry.part_of}”" if entry.part_of else said


def _is_hundred(entry: LetterEntry) -> bool:
    return sum(int(row.maximum) for row in entry.points if row.maximum.isdigit()) == 100  # noqa: PLR2004  # of Annex 4


def _band(band: Band | None) -> str:
    return band.text_vi if band else ""


def _money(entry: LetterEntry) -> str:
    if entry.money is None or entry.money.amount is None:
        return ""
    amount = f"{entry.money.amount:,}".replace(",", ".")
    paid = f", đã chi {long_date(entry.money.paid_on)}" if entry.money.paid_on else ""
    return f"{amount} đồng{paid}"
