"""The report of a recall, or of a drill of one, as an A4 document in Vietnamese."""

from reportlab.platypus import Flowable

from app.core.clock import utc_now
from app.core.documents import pages
from app.core.documents.fonts import ITALIC, SEMIBOLD
from traceability.genealogy.graph.view import amount_text
from traceability.recall_reports.report import ReachedLot, Recipient, Report
from traceability.recall_reports.view import (
    Subject,
    amounts_text,
    moment_text,
    overdrawn_lots,
    reached_share,
    share_text,
    taken_text,
)

BANNER = "DIỄN TẬP – KHÔNG CÓ LỆNH THU HỒI NÀO ĐANG CÓ HIỆU LỰC"
DEMONSTRATION = "BẢN TRÌNH DIỄN: DỮ LIỆU GIẢ ĐỊNH"
DATE = "…………, ngày …… tháng …… năm ………"
MOST_LOTS = 400
RECIPIENTS = (
    pages.Column("TT", 5, "centre"),
    pages.Column("Nơi nhận", 26),
    pages.Column("Liên hệ", 22),
    pages.Column("Lô", 18),
    pages.Column("Đã giao", 16, "right"),
    pages.Column("Nhận lại", 13, "right"),
    pages.Column("Đã liên hệ", 17, "centre"),
    pages.Column("Ghi chú", 20),
)
TOTALS = (
    pages.Column("Đơn vị", 16),
    pages.Column("Đã có", 16, "right"),
    pages.Column("Dùng cho lô khác", 16, "right"),
    pages.Column("Đã xuất", 16, "right"),
    pages.Column("Đã bán", 16, "right"),
    pages.Column("Nhận lại", 16, "right"),
    pages.Column("Đã hủy", 16, "right"),
    pages.Column("Còn theo sổ", 18, "right"),
    pages.Column("Đã xuất và bán, phần trăm", 16, "right"),
)
LOTS = (
    pages.Column("TT", 5, "centre"),
    pages.Column("Lô", 20),
    pages.Column("Tên", 42),
    pages.Column("Loại", 16, "centre"),
    pages.Column("Số lượng", 18, "right"),
    pages.Column("Tem từng sản phẩm", 14, "right"),
)


def report_pdf(subject: Subject, report: Report) -> bytes:
    """Upright A4: what and when, totals, who has goods and whether they were reached, the lots concerned."""
    facility = subject.lot.snapshot["facility"]
    name = "DIỄN TẬP THU HỒI" if subject.is_drill else "THU HỒI" if subject.is_recall else "TẠM GIỮ"
    story: list[Flowable] = [
        pages.paragraph(facility["name"], face=SEMIBOLD, after=0),
        pages.paragraph(
            ", ".join(part for part in (facility["address"], facility["unit_vi"]) if part), size=10
        ),
        *pages.title(f"BÁO CÁO {name}", f"Lô {subject.lot.code} – {subject.lot.snapshot['name_vi']}"),
        *_facts(subject, report),
        *_totals(report),
        *_recipients(report),
        *_lots(report),
        pages.signatures(
            ("NGƯỜI LẬP", ""),
            ("NGƯỜI PHỤ TRÁCH", ""),
            after=[pages.gap(4), pages.paragraph(DATE, size=10.5, face=ITALIC, align="right", after=0)],
        ),
    ]
    title = f"Báo cáo {name.lower()} - {subject.lot.code}"
    footer = f"Lô {subject.lot.code}; lập lúc {moment_text(utc_now())}, giờ Việt Nam"
    banners = (BANNER if subject.is_drill else "", DEMONSTRATION if subject.lot.is_demo else "")
    return pages.build(
        pages.Document(title, facility["name"], story, footer, " · ".join(filter(None, banners)))
    )


def _facts(subject: Subject, report: Report) -> list[Flowable]:
    ended = moment_text(subject.ended_at) or "chưa kết thúc"
    end_name = "Kết thúc" if subject.is_drill else "Kết thúc thu hồi"
    reach = (
        f"Phạm vi: {len(report.lots)} lô, {report.items} tem từng sản phẩm, {len(report.recipients)} nơi nhận; "
        f"đã liên hệ {report.reached} nơi ({reached_share(report)})."
    )
    facts = [
        f"{'Tình huống giả định' if subject.is_drill else 'Lý do'}: {subject.reason}",
        f"Bắt đầu: {moment_text(subject.started_at)}. {end_name}: {ended}. Thời gian: {taken_text(subject)}.",
        reach,
    ]
    if subject.found:
        facts.append(f"Kết quả: {subject.found}")
    return [pages.paragraph(fact) for fact in facts]


def _totals(report: Report) -> list[Flowable]:
    if not report.totals:
        return []
    rows = [
        [
            amount_text(total.made, total.dimension).partition(" ")[2],
            *(
                amount_text(n, "").strip()
                for n in (total.made, total.used, total.shipped, total.sold, total.back, total.destroyed)
            ),
            "Không rõ" if total.left is None else amount_text(total.left, "").strip(),
            share_text(total.shipped + total.sold, total.made),
        ]
        for total in report.totals
    ]
    return [
        pages.heading("Số lượng"),
        pages.table(TOTALS, rows),
        pages.paragraph(
            "Tính theo nhật ký của cơ sở. Số còn theo sổ cần đối chiếu với kiểm đếm thực tế.",
            size=9.5,
            face=ITALIC,
        ),
        *_overdrawn(report),
    ]


def _overdrawn(report: Report) -> list[Flowable]:
    lots = overdrawn_lots(report)
    return (
        [pages.paragraph(f"Lượng xuất ra nhiều hơn lượng đã có: lô {lots}. Cần kiểm tra nhật ký.")]
        if lots
        else []
    )


def _recipients(report: Report) -> list[Flowable]:
    rows = [_recipient(number, one) for number, one in enumerate(report.recipients, start=1)]
    story: list[Flowable] = [pages.heading("Nơi nhận hàng")]
    story.append(
        pages.table(RECIPIENTS, rows, size=8.5)
        if rows
        else pages.paragraph("Nhật ký không ghi nơi nhận nào có tên.")
    )
    if report.unnamed:
        story.append(
            pages.paragraph(
                f"Đã xuất nhưng không ghi bên nhận: {amounts_text(report.unnamed)}. Cần xác định ai đang giữ hàng."
            )
        )
    if report.retail:
        story.append(
            pages.paragraph(
                f"Bán không ghi tên người mua: {amounts_text(report.retail)}. "
                "Người mua chỉ biết qua thông báo trên trang truy xuất."
            )
        )
    return story


def _recipient(number: int, one: Recipient) -> list[str]:
    return [
        str(number),
        one.name,
        "; ".join(part for part in (one.contact.phone, one.contact.address) if part) or "Chưa có",
        ", ".join(one.lots),
        amounts_text(one.sent, one.unstated),
        amounts_text(one.back),
        moment_text(one.reached_at) or "Chưa",
        one.note,
    ]


def _lots(report: Report) -> list[Flowable]:
    rows = [_lot(number, lot) for number, lot in enumerate(report.lots[:MOST_LOTS], start=1)]
    story: list[Flowable] = [pages.heading("Các lô trong phạm vi"), pages.table(LOTS, rows, size=8.5)]
    if len(report.lots) > MOST_LOTS:
        story.append(pages.paragraph(f"Còn {len(report.lots) - MOST_LOTS} lô nữa: xem tệp CSV kèm theo."))
    return story


def _lot(number: int, lot: ReachedLot) -> list[str]:
    return [
        str(number),
        lot.code,
        lot.name,
        "Nguyên liệu" if lot.is_input else "Thành phẩm",
        amount_text(lot.quantity.amount, lot.quantity.unit) if lot.quantity else "—",
        str(lot.items) if lot.items else "—",
    ]
