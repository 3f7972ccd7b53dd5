"""Texts and figures in the style of Vietnamese official documents."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from app.core.clock import VIETNAM
from app.core.documents.dates import long_date
from app.core.documents.spreadsheets import TwoPlaces
from app.web.i18n import translate
from catalog.enums import Level
from catalog.labels import PRODUCT_GROUPS
from voting.models import SelectionRound
from voting.rounds.labels import COUNCIL_ROLES

LEVELS = {
    Level.COMMUNE: "cấp xã",
    Level.PROVINCE: "cấp tỉnh",
    Level.REGION: "cấp khu vực",
    Level.NATIONAL: "cấp quốc gia",
}
STATUSES = {"recused": "tránh", "absent": "vắng"}
MISSING = "–"
LEFT = {"withdrawn": "Đã rút khỏi kỳ bình chọn", "disqualified": "Bị loại khỏi kỳ bình chọn"}
DEMONSTRATION = "BẢN TRÌNH DIỄN: DỮ LIỆU GIẢ ĐỊNH, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
BLANK_DATE = "…………, ngày …… tháng …… năm ………"
_CIRCULAR = (
    "Căn cứ Thông tư số 26/2014/TT-BCT ngày 28 tháng 8 năm 2014 của Bộ trưởng Bộ Công Thương quy định chi tiết "
    "trình tự, thủ tục bình chọn sản phẩm công nghiệp nông thôn tiêu biểu"
)
_CHANGED_2018 = (
    "Căn cứ Thông tư số 14/2018/TT-BCT ngày 28 tháng 6 năm 2018 của Bộ trưởng Bộ Công Thương sửa đổi, bổ sung "
    "một số điều của Thông tư số 26/2014/TT-BCT"
)
_CHANGED_2025 = "Căn cứ Thông tư số 38/2025/TT-BCT ngày 19 tháng 6 năm 2025 của Bộ trưởng Bộ Công Thương"
BASES = (
    (date(2014, 10, 21), _CIRCULAR),
    (date(2018, 8, 16), _CHANGED_2018),
    (date(2025, 7, 1), _CHANGED_2025),
)
"""Legal bases with the day from which each is in force."""
_PLACES = 2


def subject(round_: SelectionRound) -> str:
    """The name of the selection: "sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh năm 2026"."""
    return f"sản phẩm công nghiệp nông thôn tiêu biểu {LEVELS[Level(round_.level)]} năm {round_.year}"


def organ(round_: SelectionRound) -> list[str]:
    """The heading's left: who holds the round, then its council."""
    return [*([round_.organiser.upper()] if round_.organiser else []), "HỘI ĐỒNG BÌNH CHỌN"]


def legal_bases(day: date | None = None) -> list[str]:
    """What papers of that day rest on, the oldest first; without a day all that is known."""
    return [text for since, text in BASES if day is None or since <= day]


def group_name(code: str) -> str:
    return translate(PRODUCT_GROUPS[code], "vi") if code in PRODUCT_GROUPS else code  # type: ignore[index]  # its values


def role_name(role: str) -> str:
    return translate(COUNCIL_ROLES[role], "vi") if role in COUNCIL_ROLES else role


def moment(at: datetime | None) -> str:
    if at is None:
        return MISSING
    local = at.astimezone(VIETNAM)
    return f"{local.hour:02} giờ {local.minute:02} phút {long_date(local.date())}"


def day_of(at: datetime) -> str:
    """The day in Việt Nam: ngày 05 tháng 02 năm 2026."""
    return long_date(at.astimezone(VIETNAM).date())


def score(text: str | None) -> str:
    """A total as printed: 78,25; an endless one cut after two places, marked with "…"; a status in words."""
    if text is None:
        return MISSING
    if text in STATUSES:
        return STATUSES[text]
    if "/" in text:
        value = Fraction(text)
        whole, rest = divmod(int(value * 10**_PLACES), 10**_PLACES)
        return f"{whole},{rest:0{_PLACES}}…"
    return text.replace(".", ",")


def figure(text: str | None) -> str | Decimal | None:
    """A total for a spreadsheet: a number shown to two places, or the status of a sheet that has none."""
    if text is None or text in STATUSES:
        return STATUSES.get(text or "")
    value = Fraction(text)
    return TwoPlaces(Decimal(value.numerator) / Decimal(value.denominator))


def exact_figure(text: str | None) -> str | None:
    """The exact total, as text that no office program reads as a date: 78,25 or 1951⁄24."""
    return None if text is None else text.replace("/", "\u2044").replace(".", ",")
