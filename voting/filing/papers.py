"""The papers of handing in: the entry form made from what is known, and the receipt with what comes next."""

from datetime import date

from reportlab.platypus import Flowable

from app.core.clock import VIETNAM
from app.core.documents import pages
from app.core.documents.dates import long_date
from app.core.documents.fonts import ITALIC
from app.web.i18n import translate
from voting.dossiers.labels import DOCUMENT_KINDS
from voting.filing.queries import answer_day, receipt_number
from voting.models import Nomination
from voting.official_papers import texts

FIELDS = (pages.Column("", 34), pages.Column("", 66))
PAPERS = (
    pages.Column("TT", 6, "centre"),
    pages.Column("Thành phần hồ sơ", 60),
    pages.Column("Số lượng", 16, "centre"),
)
PLEDGE = (
    "Cơ sở cam kết thông tin trên đúng sự thật, sản phẩm không vi phạm quyền sở hữu trí tuệ và chịu trách nhiệm "
    "trước pháp luật về nội dung đăng ký."
)


def entry_form_pdf(nomination: Nomination) -> bytes:
    """Phiếu đăng ký tham gia bình chọn, to be printed and signed."""
    facility, product, round_ = nomination.facility, nomination.product, nomination.round
    place = ", ".join(
        part for part in (facility.address, facility.commune, facility.unit.present.name_vi) if part
    )
    rows = [
        ("Tên cơ sở", facility.name),
        ("Mã số thuế / số đăng ký", facility.registration_number or ""),
        ("Địa chỉ", place),
        ("Người liên hệ", facility.contact_name),
        ("Điện thoại; thư điện tử", "; ".join(part for part in (facility.phone, facility.email) if part)),
        ("Sản phẩm, bộ sản phẩm", nomination.set_name or product.name_vi),
        ("Gồm", "; ".join(str(item) for item in nomination.set_items)),
        ("Nhóm sản phẩm", texts.group_name(nomination.group)),
        ("Nguyên liệu", product.materials),
        ("Quy cách", product.dimensions or product.net_content),
        ("Nơi bán", product.where_sold),
        ("Mô tả", nomination.statement),
    ]
    story: list[Flowable] = [
        pages.official_head([facility.name.upper()], "", texts.BLANK_DATE),
        *pages.title("PHIẾU ĐĂNG KÝ", f"Tham gia bình chọn {texts.subject(round_)}", round_.title_vi),
        pages.table(FIELDS, [row for row in rows if row[1]]),
        pages.gap(3),
        pages.paragraph(PLEDGE, face=ITALIC),
        pages.signatures(("", ""), ("ĐẠI DIỆN CƠ SỞ", facility.contact_name)),
    ]
    return pages.build(_document(f"Phiếu đăng ký - {product.name_vi}", facility.name, story, nomination))


def receipt_pdf(nomination: Nomination) -> bytes:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả."""
    round_, at = nomination.round, nomination.submitted_at
    assert at is not None
    local = at.astimezone(VIETNAM)
    story: list[Flowable] = [
        pages.official_head(
            texts.organ(round_), f"Số: {receipt_number(nomination)}", long_date(local.date())
        ),
        *pages.title("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", round_.title_vi),
        pages.paragraph(f"Tiếp nhận hồ sơ của: {nomination.facility.name}"),
        pages.paragraph(f"Sản phẩm: {nomination.set_name or nomination.product.name_vi}"),
        pages.paragraph(f"Thời điểm nộp: {texts.moment(at)}"),
        pages.table(
            PAPERS, [(str(n), name, str(count)) for n, (name, count) in enumerate(counted(nomination), 1)]
        ),
        pages.gap(3),
        pages.paragraph(_promise(answer_day(nomination))),
        pages.paragraph("Giấy này được lập tự động khi cơ sở nộp hồ sơ trên hệ thống.", face=ITALIC),
    ]
    return pages.build(_document("Giấy tiếp nhận hồ sơ", round_.organiser, story, nomination))


def counted(nomination: Nomination) -> list[tuple[str, int]]:
    """What is in the dossier: kind of paper in Vietnamese, and how many."""
    kinds = [d.kind for d in nomination.documents if d.removed_at is None]
    return [
        (translate(label, "vi"), kinds.count(kind)) for kind, label in DOCUMENT_KINDS.items() if kind in kinds
    ]


def _promise(day: date | None) -> str:
    if day is None:
        return "Kết quả kiểm tra hồ sơ được thông báo trên hệ thống."
    return f"Kết quả kiểm tra hồ sơ được thông báo trên hệ thống, chậm nhất {long_date(day)}."


def _document(title: str, author: str, story: list[Flowable], nomination: Nomination) -> pages.Document:
    banner = texts.DEMONSTRATION if nomination.round.is_demo else ""
    return pages.Document(title, author, story, nomination.round.title_vi, banner)
