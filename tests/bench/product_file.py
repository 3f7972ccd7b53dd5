"""A facility's spreadsheet of 10,000 products, looked at, entered and undone: `python -m tests.bench.product_file`.

Through the use cases and jobs that the pages order, into a database of its own, each step by the clock and by the
processor. The least that it costs beside it: the same table read by openpyxl alone.
"""

import io
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PRODUCTS = 10_000
LIMIT = 60.0
"""Seconds of the processor for the look at the file and the entering."""
TEXT = "Cá cơm tươi ủ chượp mười hai tháng trong thùng gỗ với muối biển, không phẩm màu, không hương liệu."


def table(count: int) -> bytes:
    """A workbook as a workshop fills it in."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Tên sản phẩm", "Nhóm sản phẩm", "Mô tả", "Nguyên liệu", "Khối lượng tịnh", "Nơi bán"])
    for number in range(1, count + 1):
        sheet.append(
            [f"Mắm nêm số {number}", "Các sản phẩm khác", TEXT, "cá cơm, muối", "500 ml", "tại xưởng"]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def measured(count: int = PRODUCTS) -> dict[str, Any]:
    """{"products", "seconds" and "processor" of each step, "read_alone", "load", "met"}."""
    import openpyxl

    from app import create_app
    from app.core.database.base import db
    from app.core.work.process import settle
    from catalog.units.services import sync_units
    from config import Settings

    data = table(count)
    start = time.process_time()
    rows = sum(1 for _ in openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[0].values)
    found: dict[str, Any] = {"products": rows - 1, "read_alone": round(time.process_time() - start, 2)}
    with tempfile.TemporaryDirectory(prefix="tieubieu-file-") as folder:
        app = create_app(Settings.from_env({"DATA_DIR": str(Path(folder)), "EMBEDDED_RUNNER": "off"}))
        with app.app_context():
            from app.core.database.transaction import transaction

            db.metadata.create_all(db.engine)
            with transaction():
                sync_units()
            settle()  # as every process of the server does
            found |= _steps(data, count)
            db.session.remove()
            db.engine.dispose()
    used = found["processor"]
    met = used["checked"] + used["entered"] <= LIMIT
    return found | {"load": round(os.getloadavg()[0], 1), "met": met}


def _steps(data: bytes, count: int) -> dict[str, Any]:
    from sqlalchemy import func, select

    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from app.core.ports import ports
    from app.core.work.jobs import run_pending
    from catalog.models import Product
    from catalog.product_import.services import ImportFiles, order_entering, start_import, undo_import
    from tests.factories.catalog import facility, member_actor

    maker = facility()
    actor, maker_id = member_actor(maker), maker.id
    seconds: dict[str, float] = {}
    processor: dict[str, float] = {}

    def take(step: str, act: Callable[[], object], left: int) -> None:
        start, used = time.perf_counter(), time.process_time()
        with transaction():
            act()
        run_pending()
        seconds[step] = round(time.perf_counter() - start, 1)
        processor[step] = round(time.process_time() - used, 1)
        there = db.session.scalar(select(func.count()).select_from(Product))
        if there != left:
            raise RuntimeError(f"{there} products after “{step}”, not {left}")

    kept: list[int] = []
    files = ImportFiles("san-pham.xlsx", ports().files.put(data, ".table"))
    take("checked", lambda: kept.append(start_import(actor, maker_id, files, locale="vi").id), 0)
    take("entered", lambda: order_entering(actor, kept[0]), count)
    take("undone", lambda: undo_import(actor, kept[0]), 0)
    return {"seconds": seconds, "processor": processor}


if __name__ == "__main__":
    print(json.dumps(measured()))  # noqa: T201  # a command
