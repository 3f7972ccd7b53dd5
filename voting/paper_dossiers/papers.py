"""The seven papers of a dossier (Circular 03/2025/TT-VPCP, Annex I), made from what is known of it."""

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime

from app.core.clock import VIETNAM
from app.core.documents.dates import long_date
from app.core.documents.official.paper import Block, Column, Grid, Paper, Signer, Square, Text
from app.core.documents.qr import Level, print_symbol
from app.core.documents.spreadsheets import Cell, Sheet, SheetColumn, workbook
from app.web.i18n import translate
from voting.dossiers.labels import DOCUMENT_KINDS, NOMINATION_STATES
from voting.models import DossierStep, PaperDossier, SelectionRound
from voting.official_papers import texts
from voting.official_papers.frame import banner_of
from voting.official_papers.queries import get_office
from voting.paper_dossiers.form_sets import Form, FormSet, StepKind, find_form_set
from voting.paper_dossiers.queries import BookRow

PAPERS = (
    Column("TT", 6, "centre"),
    Column("Tên giấy tờ", 62),
    Column("Số lượng", 14, "centre"),
    Column("Ghi chú", 18),
)
SLIP = (
    Column("Bên giao – Bên nhận", 34),
    Column("Thời gian giao, nhận", 24, "centre"),
    Column("Kết quả giải quyết (trước, đúng, quá hạn)", 22, "centre"),
    Column("Ghi chú", 20),
)
BOOK = (
    Column("TT", 5, "centre"),
    Column("Mã hồ sơ", 18),
    Column("Tên sản phẩm, bộ sản phẩm", 22),
    Column("Cơ sở – Người nộp", 22),
    Column("Ngày nhận", 11, "centre"),
    Column("Hẹn trả", 11, "centre"),
    Column("Số bộ", 6, "centre"),
    Column("Tình trạng", 15),
)
SMALL = 10
DOTS = "……………………"
NONE = "Không quy định"


def form_paper(form: Form, dossier: PaperDossier, address: str = "") -> Paper:
    """One form of one dossier. address: what the QR code of the receipt leads to, none where it is empty.

    The form of a step that was never taken is not asked for: `voting.paper_dossiers.queries.list_forms`.
    """
    makers: dict[Form, Callable[[PaperDossier, str], Paper]] = {
        Form.RECEIPT: _receipt,
        Form.CALL: _call,
        Form.REFUSAL: _refusal,
        Form.EXTENSION: _extension,
        Form.STOP: _stop,
        Form.CONTROL: _control,
    }
    return makers[form](dossier, address)


def book_paper(
    round_: SelectionRound, form_set: FormSet, rows: Sequence[BookRow], made_at: datetime
) -> Paper:
    """Form 07 over all dossiers of a round, across the page."""
    office = get_office(round_)
    return Paper(
        issuer=office.body,
        parent=office.parent,
        sign="",
        title=form_set.titles[Form.BOOK],
        about=f"Bình chọn {texts.subject(round_)}",
        blocks=[Grid(BOOK, [_book_row(number, row) for number, row in enumerate(rows, start=1)], size=SMALL)],
        signers=[Signer("NGƯỜI LẬP SỔ")],
        made_at=made_at,
        place=office.place,
        wide=True,
        banner=banner_of(round_),
    )


def book_xlsx(round_: SelectionRound, form_set: FormSet, rows: Sequence[BookRow]) -> bytes:
    """The same as a spreadsheet."""
    columns = [
        SheetColumn(column.text, width)
        for column, width in zip(BOOK, (5, 26, 36, 36, 12, 12, 8, 24), strict=True)
    ]
    body: list[list[Cell]] = [
        [number, *_book_row(number, row)[1:6], row.dossier.sets, _book_row(number, row)[7]]
        for number, row in enumerate(rows, start=1)
    ]
    heading = [form_set.titles[Form.BOOK], f"Bình chọn {texts.subject(round_)}"]
    return workbook(
        [Sheet(form_set.titles[Form.BOOK], heading, columns, body)],
        title=heading[0],
        author=get_office(round_).body,
    )


def _frame(
    form: Form, dossier: PaperDossier, blocks: Sequence[Block], signers: Sequence[Signer], at: datetime
) -> Paper:
    round_ = dossier.nomination.round
    office = get_office(round_)
    form_set = find_form_set(dossier.form_set)
    return Paper(
        issuer=office.body,
        parent=office.parent,
        sign="",
        code_line=f"Mã hồ sơ: {dossier.code}",
        title=form_set.titles[form],
        about="",
        blocks=[*blocks, Text(f"Mẫu theo {form_set.law}.", style="note")],
        signers=signers,
        made_at=at,
        place=office.place,
        day=at.astimezone(VIETNAM).date(),
        banner=banner_of(round_),
    )


def _receipt(dossier: PaperDossier, address: str) -> Paper:
    rows = [
        [str(number), _kind(paper["kind"]), str(paper["copies"]), ""]
        for number, paper in enumerate(dossier.papers, start=1)
    ]
    term = f"{dossier.days} ngày làm việc kể từ ngày nhận đủ hồ sơ" if dossier.days else NONE
    blocks: list[Block] = [
        *_who(dossier),
        Text("Thành phần hồ sơ nộp gồm:", style="plain"),
        Grid(PAPERS, rows),
        Text(f"Số lượng hồ sơ: {dossier.sets:02} bộ.", style="plain"),
        Text(f"Thời hạn giải quyết: {term}.", style="plain"),
        Text(f"Thời gian nhận hồ sơ: {texts.moment(dossier.received_at)}.", style="plain"),
        Text(f"Hẹn trả kết quả: {_day(dossier.due_on)}.", style="plain"),
    ]
    if address:
        picture = io.BytesIO()
        print_symbol(address, Level.M).image(6).save(picture, format="PNG")
        blocks.append(Square(picture.getvalue(), f"Tra cứu hồ sơ bằng mã này: {dossier.code}"))
    signers = [
        Signer("NGƯỜI NỘP HỒ SƠ", dossier.handed_in_by),
        Signer("NGƯỜI TIẾP NHẬN HỒ SƠ", _receiver(dossier)),
    ]
    return _frame(Form.RECEIPT, dossier, blocks, signers, dossier.received_at)


def _call(dossier: PaperDossier, _address: str) -> Paper:
    step = _last(dossier, StepKind.CALL)
    blocks: list[Block] = [
        *_who(dossier),
        Text(f"Hồ sơ cần bổ sung, hoàn thiện: {_sentence(step.detail)}"),
        Text(f"Hướng dẫn: {_sentence(step.guidance or DOTS)}"),
        Text("Thời hạn giải quyết được tính lại từ ngày nhận đủ hồ sơ."),
    ]
    return _frame(Form.CALL, dossier, blocks, [Signer("NGƯỜI HƯỚNG DẪN", step.done_by_name)], step.done_at)


def _refusal(dossier: PaperDossier, _address: str) -> Paper:
    step = _last(dossier, StepKind.REFUSE)
    blocks: list[Block] = [
        *_who(dossier),
        Text(f"Qua xem xét, hồ sơ không được tiếp nhận giải quyết vì lý do: {_sentence(step.detail)}"),
    ]
    return _frame(
        Form.REFUSAL, dossier, blocks, [Signer("NGƯỜI TIẾP NHẬN HỒ SƠ", step.done_by_name)], step.done_at
    )


def _extension(dossier: PaperDossier, _address: str) -> Paper:
    step = _last(dossier, StepKind.EXTEND)
    blocks: list[Block] = [
        *_who(dossier),
        Text(
            f"Lúc {texts.moment(dossier.received_at)}, hồ sơ được tiếp nhận, hẹn trả kết quả {_day(step.due_before)}."
        ),
        Text(f"Đến nay hồ sơ chưa giải quyết xong vì lý do: {_sentence(step.detail)}"),
        Text(
            "Sự chậm trễ này gây phiền hà và có thể tốn kém cho cơ sở; chúng tôi xin lỗi và đề nghị được gia hạn "
            f"thời gian giải quyết, hẹn trả kết quả vào {_day(step.due_on)}."
        ),
    ]
    return _frame(Form.EXTENSION, dossier, blocks, [_head_signer(dossier)], step.done_at)


def _stop(dossier: PaperDossier, _address: str) -> Paper:
    step = _last(dossier, StepKind.STOP)
    blocks: list[Block] = [
        *_who(dossier),
        Text(
            f"Việc giải quyết hồ sơ dừng lại kể từ {texts.day_of(step.done_at)} vì lý do: {_sentence(step.detail)}"
        ),
        Text("Hồ sơ được trả lại cơ sở. Cơ sở không phải nộp phí, lệ phí."),
    ]
    return _frame(Form.STOP, dossier, blocks, [_head_signer(dossier)], step.done_at)


def _control(dossier: PaperDossier, _address: str) -> Paper:
    desks = f"Giao: {dossier.handed_in_by}; nhận: {_receiver(dossier)}"
    first = [desks, texts.moment(dossier.received_at), "", "Nhận hồ sơ"]
    rows = [
        [
            f"Giao: {step.done_by_name or DOTS}; nhận: {step.detail}",
            texts.moment(step.done_at),
            _in_time(dossier, step),
            "",
        ]
        for step in dossier.steps
        if step.kind == StepKind.HANDOVER
    ]
    blocks: list[Block] = [
        Text(f"Kèm theo hồ sơ của: {dossier.nomination.facility.name}", style="plain"),
        Text(f"Hẹn trả kết quả: {_day(dossier.due_on)}.", style="plain"),
        Grid(SLIP, [first, *rows]),
    ]
    return _frame(
        Form.CONTROL, dossier, blocks, [Signer("NGƯỜI LẬP PHIẾU", _receiver(dossier))], dossier.received_at
    )


def _who(dossier: PaperDossier) -> list[Block]:
    facility = dossier.nomination.facility
    place = ", ".join(part for part in (facility.address, facility.commune, facility.unit.name_vi) if part)
    phone = f" Số điện thoại: {dossier.phone}." if dossier.phone else ""
    return [
        Text(
            f"Tiếp nhận hồ sơ của: {facility.name}. Người nộp: {dossier.handed_in_by}.{phone}", style="plain"
        ),
        Text(f"Địa chỉ: {place}.", style="plain"),
        Text(
            f"Nội dung yêu cầu giải quyết: đăng ký bình chọn {texts.subject(dossier.nomination.round)}, "
            f"sản phẩm {dossier.nomination.set_name or dossier.nomination.product.name_vi}.",
            style="plain",
        ),
    ]


def _head_signer(dossier: PaperDossier) -> Signer:
    office = get_office(dossier.nomination.round)
    return Signer(
        office.signer_post.upper() or "THỦ TRƯỞNG CƠ QUAN", office.signer_name, power=office.signer_power
    )


def _receiver(dossier: PaperDossier) -> str:
    round_ = dossier.nomination.round
    return next((member.name for member in round_.members if member.user_id == dossier.received_by), "")


def _last(dossier: PaperDossier, kind: StepKind) -> DossierStep:
    return next(step for step in reversed(dossier.steps) if step.kind == kind)


def _in_time(dossier: PaperDossier, step: DossierStep) -> str:
    if dossier.due_on is None:
        return ""
    day = step.done_at.astimezone(VIETNAM).date()
    return "Trước hạn" if day < dossier.due_on else "Đúng hạn" if day == dossier.due_on else "Quá hạn"


def _book_row(number: int, row: BookRow) -> list[str]:
    dossier = row.dossier
    nomination = dossier.nomination
    state = translate(NOMINATION_STATES[nomination.state], "vi")
    return [
        str(number),
        dossier.code,
        nomination.set_name or nomination.product.name_vi,
        f"{nomination.facility.name} – {dossier.handed_in_by}",
        f"{dossier.received_at.astimezone(VIETNAM):%d/%m/%Y}",
        f"{dossier.due_on:%d/%m/%Y}" if dossier.due_on else NONE,
        str(dossier.sets),
        f"{state} (quá hạn)" if row.overdue else state,
    ]


def _kind(code: str) -> str:
    return translate(DOCUMENT_KINDS[code], "vi") if code in DOCUMENT_KINDS else code


def _sentence(text: str) -> str:
    return text if text.endswith((".", "…")) else f"{text}."


def _day(day: date | None) -> str:
    return long_date(day) if day is not None else NONE.lower()
