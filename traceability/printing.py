"""From a run to its PDF in the file store, outside any transaction: drawing is slow."""

from collections.abc import Callable

from app.core.ports import ports
from app.core.qr import QrError
from app.core.transaction import transaction
from traceability.codes import grouped
from traceability.enums import RunKind, RunState
from traceability.identity import payload
from traceability.labels import Label, SheetRun, draw_sheet, verify_symbols
from traceability.models import LabelRun, Lot, TraceCode
from traceability.services.common import load
from traceability.services.label_hold import require_not_recalled
from traceability.services.labels import TENTHS, codes_of, finish_run
from traceability.sheets import SheetError, get_sheet

CHUNK = 200
NAME_CHARS = 60
Progress = Callable[[int, int], None]


def print_run(run_id: int, progress: Progress = lambda _done, _total: None) -> None:
    """Draw a run, read every code back, keep the file, note it. Safe to call twice.

    Raises SheetError or QrError where the labels cannot be drawn as ordered, Conflict lot_recalled while a hold or
    recall touches the lot.
    """
    with transaction():
        run = load(LabelRun, run_id)
        if run.state == RunState.DONE:
            return
        require_not_recalled(run.lot_id)
        drawn = draw_run(run)
        total = run.quantity
    progress(0, total)
    for first in range(0, len(drawn.symbols), CHUNK):
        verify_symbols(drawn.symbols[first : first + CHUNK])
        progress(min(first + CHUNK, total), total)
    file = ports().files.put(drawn.pdf, ".pdf")
    with transaction():
        finish_run(run_id, file)


def draw_run(run: LabelRun) -> SheetRun:
    """The sheet of a run as it was ordered."""
    codes = codes_of(run)
    if run.kind == RunKind.LOT:
        labels = [_label(run.lot, codes[0])] * run.quantity
    else:
        labels = [_label(run.lot, code) for code in codes]
    return draw_sheet(
        labels,
        get_sheet(run.sheet),
        start=run.start,
        offset_mm=(run.offset_x / TENTHS, run.offset_y / TENTHS),
        title=f"{run.lot.snapshot['name_vi']} – {run.lot.code}",
    )


def fits(lot: Lot, kind: RunKind, sheet: str, gtin: str | None) -> SheetError | QrError | None:
    """Why labels of this kind cannot be drawn on that sheet; None when they can. Tried before codes are made."""
    stand_in = "S" + "0" * 19
    serial = stand_in if kind == RunKind.ITEM else ""
    code = TraceCode(code=stand_in, lot_id=lot.id, kind=kind, serial=serial, gtin_at_print=gtin)
    try:
        draw_sheet([_label(lot, code)], get_sheet(sheet))
    except (SheetError, QrError) as error:
        return error
    return None


def _label(lot: Lot, code: TraceCode) -> Label:
    name = str(lot.snapshot["name_vi"])
    name = name if len(name) <= NAME_CHARS else name[: NAME_CHARS - 1].rstrip() + "…"
    lines = [name, f"Lô {lot.code}"]
    if lot.made_on:
        lines.append(f"NSX {lot.made_on:%d/%m/%Y}")
    if lot.best_before:
        lines.append(f"HSD {lot.best_before:%d/%m/%Y}")
    if code.kind == RunKind.ITEM:
        lines.append(grouped(code.code))
    return Label(payload(lot, code), tuple(lines))
