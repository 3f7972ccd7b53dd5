"""The forms of the one-stop shop as dated versions: a dossier keeps those that held when it was received."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class StepKind(StrEnum):
    CALL = "call"
    COMPLETE = "complete"
    REFUSE = "refuse"
    EXTEND = "extend"
    STOP = "stop"
    HANDOVER = "handover"


class Form(StrEnum):
    """The seven forms; values stand in addresses."""

    RECEIPT = "giay-tiep-nhan"
    CALL = "yeu-cau-bo-sung"
    REFUSAL = "tu-choi"
    EXTENSION = "xin-loi-gia-han"
    STOP = "dung-giai-quyet"
    CONTROL = "kiem-soat"
    BOOK = "so-theo-doi"


@dataclass(frozen=True, slots=True)
class FormSet:
    """law: as cited on the forms. valid_until: last day, None while in force. titles: of the forms, as the law says.

    pattern: of codes; {body} is the office's own code, {day} the day received, {number} its number of that day.
    """

    code: str
    law: str
    valid_from: date
    valid_until: date | None
    titles: dict[Form, str]
    pattern: str = "{body}-{day:%y%m%d}-{number:04}"


_TITLES = {
    Form.RECEIPT: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    Form.CALL: "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    Form.REFUSAL: "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
    Form.EXTENSION: "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
    Form.STOP: "Thông báo dừng giải quyết hồ sơ",
    Form.CONTROL: "Phiếu kiểm soát quá trình giải quyết hồ sơ",
    Form.BOOK: "Sổ theo dõi hồ sơ",
}
FORM_SETS = (
    FormSet(
        "01-2018",
        "Thông tư số 01/2018/TT-VPCP",
        date(2018, 11, 23),
        date(2025, 9, 14),
        {**_TITLES, Form.EXTENSION: "Phiếu xin lỗi và hẹn lại ngày trả kết quả"},
    ),
    FormSet("03-2025", "Thông tư số 03/2025/TT-VPCP", date(2025, 9, 15), None, _TITLES),
)
"""The newest last. Codes keep the pattern of 2018: that of 2025 was not readable."""


def form_set_on(day: date) -> FormSet:
    """The forms in force that day; before the first ones, the first."""
    held = [one for one in FORM_SETS if one.valid_from <= day]
    return held[-1] if held else FORM_SETS[0]


def find_form_set(code: str) -> FormSet:
    """The forms that a dossier keeps."""
    return next((one for one in FORM_SETS if one.code == code), FORM_SETS[-1])


def next_code(form_set: FormSet, body: str, day: date, taken: Iterable[str]) -> str:
    """The next code of that day: no number is given twice, whatever was given out of order."""
    used = set(taken)
    number = 1
    while (code := form_set.pattern.format(body=body, day=day, number=number)) in used:
        number += 1
    return code
