"""Labels a second on one core: a run of 1,000 drawn, beside what `qrcode` alone makes of their addresses.

qrcode alone: the same addresses made into modules, nothing laid out, nothing written. The reading back by two decoders
is told apart from the drawing. Run it alone with `python -m tests.bench.labels`.
"""

import json
import time
from collections.abc import Callable
from typing import Any

LABELS = 1_000
QRCODE_LABELS = 100
"""The slow baseline is measured on fewer."""
LIMIT = 1.5
"""Seconds of one core that the drawing of 1,000 labels may take."""
ROUNDS = 3


def payloads(count: int = LABELS) -> list[str]:
    """Addresses as on an item's label, each with its own serial."""
    start = "https://tieubieu.example/01/08938501234568/10/NM-2026-11/21/S"
    return [f"{start}{(1_103_515_245 * number + 12_345) % 10**18:019d}" for number in range(count)]


def seconds_of(work: Callable[[], object]) -> float:
    """Processor seconds of the best of some rounds, so that a neighbour on the machine is not measured."""
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def measured(count: int = LABELS) -> dict[str, Any]:
    """Labels a second drawn and read back, beside `qrcode` alone; seconds are of the processor."""
    from app.core.documents.qr import Level, page_symbol, print_symbol
    from traceability.labels.layout.drawing import Label, draw_sheet, text_for_people, verify_symbols
    from traceability.labels.layout.sheets import get_sheet

    addresses, sheet = payloads(count), get_sheet("a4-40")
    labels = [Label(address, ("Nước mắm nhỉ", *text_for_people(address)[2:])) for address in addresses]
    draw_sheet(labels[:40], sheet)  # fonts are read once
    drawn = seconds_of(lambda: draw_sheet(labels, sheet))
    symbols = [print_symbol(address) for address in addresses]
    read = seconds_of(lambda: verify_symbols(symbols))
    alone = seconds_of(lambda: [page_symbol(address, Level.M) for address in addresses[:QRCODE_LABELS]])
    qrcode_second = QRCODE_LABELS / alone
    return {
        "labels": count,
        "drawn_seconds": round(drawn, 3),
        "drawn_a_second": round(count / drawn),
        "read_back_seconds": round(read, 3),
        "with_read_back_a_second": round(count / (drawn + read)),
        "qrcode_a_second": round(qrcode_second),
        "of_qrcode": round(count / drawn / qrcode_second, 1),
        "of_qrcode_with_read_back": round(count / (drawn + read) / qrcode_second, 1),
        "met": drawn * LABELS / count <= LIMIT,
    }


if __name__ == "__main__":
    print(json.dumps(measured()))  # noqa: T201  # a command
