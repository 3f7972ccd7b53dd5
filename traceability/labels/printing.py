"""From a run to its PDF in the file store, outside any transaction because drawing is slow."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PIL import Image

from app.core.database.transaction import transaction
from app.core.documents.qr import Level, QrError
from app.core.errors import Conflict
from app.core.ports import ports
from catalog.acts import load
from traceability.codes.code import grouped
from traceability.codes.identity import payload
from traceability.codes.scratch_numbers.pin import grouped_pin
from traceability.codes.scratch_numbers.services import printed_pin
from traceability.enums import RunKind, RunState
from traceability.labels.layout.logo import logo_image
from traceability.labels.layout.sheets import OWN, Sheet, SheetError, get_sheet
from traceability.labels.services import TENTHS, LabelOrder, codes_of, finish_run
from traceability.models import LabelRun, Lot, TraceCode
from traceability.recalls.hold import require_not_recalled

if TYPE_CHECKING:
    from traceability.labels.layout.drawing import Label, SheetRun

CHUNK = 200
ZPL_PART = 500
"""Labels of one file for a thermal printer: the number a person waits for."""
NAME_CHARS = 60
Progress = Callable[[int, int], None]


def print_run(run_id: int, progress: Progress = lambda _done, _total: None) -> None:
    """Draw a run, read every code back, store the file, record it. Safe to call twice.

    Raises SheetError or QrError where the labels cannot be drawn as ordered, Conflict lot_recalled while a
    hold or recall affects the lot.
    """
    from traceability.labels.layout.drawing import verify_symbols  # noqa: PLC0415  # what draws is loaded when it is wanted

    with transaction():
        run = load(LabelRun, run_id)
        if run.state == RunState.DONE:
            return
        if run.state != RunState.QUEUED:
            raise Conflict("wrong_state")
        require_not_recalled(run.lot_id)
        work, total = _work_of(run), run.quantity
    progress(0, total)
    drawn = work.draw(lambda: progress(0, total))
    for first in range(0, len(drawn.symbols), CHUNK):
        verify_symbols(drawn.symbols[first : first + CHUNK], work.logo)
        progress(min(first + CHUNK, total), total)
    file = ports().files.put(drawn.pdf, ".pdf")
    with transaction():
        finish_run(run_id, file)


@dataclass(frozen=True, slots=True)
class Work:
    """A run as plain values, to be drawn when no lock is held."""

    labels: "list[Label]"
    sheet: Sheet
    start: int
    offset_mm: tuple[float, float]
    level: Level
    logo: Image.Image | None
    title: str

    def draw(self, on_page_done: Callable[[], None]) -> "SheetRun":
        from traceability.labels.layout.drawing import draw_sheet  # noqa: PLC0415  # what draws is loaded when it is wanted

        return draw_sheet(
            self.labels, self.sheet, start=self.start, offset_mm=self.offset_mm, level=self.level,
            logo=self.logo, title=self.title, on_page_done=on_page_done,
        )  # fmt: skip


def zpl_of(run: LabelRun, part: int, dpi: int) -> list[bytes]:
    """Part of a drawn run for a thermal printer; parts count from 0. Raises SheetError, QrError."""
    from traceability.labels.layout.zpl import zpl  # noqa: PLC0415  # what draws is loaded when it is wanted

    work = _work_of(run)
    if work.logo is not None:
        raise SheetError("roll_without_mark", "a mark is printed from the PDF alone")
    labels = work.labels[part * ZPL_PART : (part + 1) * ZPL_PART]
    return list(zpl(labels, work.sheet, dpi=dpi, level=work.level))


def _work_of(run: LabelRun) -> Work:
    """The sheet of a run as it was ordered."""
    codes = codes_of(run)
    if run.kind == RunKind.LOT:
        labels = [_label(run.lot, codes[0])] * run.quantity
    else:
        labels = [_label(run.lot, code) for code in codes]
    return Work(
        labels=labels,
        sheet=get_sheet(run.own_sheet or run.sheet),
        start=run.start,
        offset_mm=(run.offset_x / TENTHS, run.offset_y / TENTHS),
        level=Level(run.level),
        logo=logo_image(run.logo),
        title=f"{run.lot.snapshot['name_vi']} – {run.lot.code}",
    )


def fits(lot: Lot, order: LabelOrder, gtin: str | None) -> SheetError | QrError | None:
    """Why labels of this kind cannot be drawn on that sheet; None when they can. Tried before codes are made."""
    from traceability.labels.layout.drawing import draw_sheet  # noqa: PLC0415  # what draws is loaded when it is wanted

    stand_in = "S" + "0" * 19
    serial = stand_in if order.kind == RunKind.ITEM else ""
    code = TraceCode(
        code=stand_in, lot_id=lot.id, kind=order.kind, serial=serial, gtin_at_print=gtin,
        pin_hash="x" if order.with_pin else "",
    )  # fmt: skip
    try:
        sheet = get_sheet(order.own_sheet if order.sheet == OWN else order.sheet)
        draw_sheet([_label(lot, code)], sheet, level=Level(order.level), logo=logo_image(order.logo))
    except (SheetError, QrError) as error:
        return error
    return None


def with_best_level(lot: Lot, order: LabelOrder, gtin: str | None) -> LabelOrder:
    """The order at the level that lasts longest of those that fit: worn labels read at Q about twice as often as at M.

    Where nothing fits, at M, so that the refusal names the least that is needed.
    """
    if order.level:
        return order
    tried = (replace(order, level=level) for level in (Level.Q, Level.M))
    return next((one for one in tried if fits(lot, one, gtin) is None), replace(order, level=Level.M))


def _label(lot: Lot, code: TraceCode) -> "Label":
    from traceability.labels.layout.drawing import Label  # noqa: PLC0415  # what draws is loaded when it is wanted

    name = str(lot.snapshot["name_vi"])
    name = name if len(name) <= NAME_CHARS else name[: NAME_CHARS - 1].rstrip() + "…"
    lines = [name, f"Lô {lot.code}"]
    if lot.made_on:
        lines.append(f"NSX {lot.made_on:%d/%m/%Y}")
    if lot.best_before:
        lines.append(f"HSD {lot.best_before:%d/%m/%Y}")
    if code.kind == RunKind.ITEM:
        lines.append(grouped(code.code))
        if code.pin_hash:
            lines.append(f"Số cào {grouped_pin(printed_pin(code.code))}")
    return Label(payload(lot, code), tuple(lines))
