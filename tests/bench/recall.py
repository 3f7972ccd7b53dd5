"""A recall of one lot from which 10,000 others were made: until every page says so, beside two baselines.

step: a statement for each lot on the way and a row of the change feed for each, as a plain walk would do it. memory:
all edges read once and walked in Python, nothing written. Run it alone with `python -m tests.bench.recall`.
"""

import json
import random
import tempfile
import time
from collections import deque
from pathlib import Path
from typing import Any

LOTS = 10_000
SEED = 37
LIMIT = 2.0
"""Seconds that a recall may take."""


def family(count: int, seed: int = SEED) -> list[tuple[int, int]]:
    """Edges (source, target) among lots 0…count: each is made of one to three of the forty lots before it, so that
    branches part and meet, some hundreds of steps deep; all come from lot 0.
    """
    draw = random.Random(seed)
    return [
        (source, target)
        for target in range(1, count + 1)
        for source in sorted({max(0, target - draw.randint(1, 40)) for _ in range(draw.randint(1, 3))})
    ]


def fill(facility_id: int, product_id: int, count: int = LOTS) -> list[int]:
    """Write the family as lots, each with its code; returns their ids in order, the input lot first."""
    from sqlalchemy import func, insert, select

    from app.core.clock import utc_now
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from traceability.codes.code import CodeKind
    from traceability.codes.identity import fresh_code
    from traceability.models import Lot, LotInput, TraceCode

    now = utc_now()
    with transaction() as session:
        first = (session.scalar(select(func.max(Lot.id))) or 0) + 1
        lots = [
            {
                "id": first + number, "facility_id": facility_id, "product_id": product_id if number else None,
                "code": f"B{number}", "snapshot": {"name_vi": "Nước mắm", "name_en": "", "facility": {"name": "x"}},
                "is_public": bool(number), "created_at": now, "state": "open", "version": 1,
            }
            for number in range(count + 1)
        ]  # fmt: skip
        session.execute(insert(Lot), lots)
        codes = [
            {"code": fresh_code(CodeKind.LOT), "lot_id": row["id"], "kind": "lot", "created_at": now}
            for row in lots
        ]
        session.execute(insert(TraceCode), codes)
        edges = [
            {"input_lot_id": first + a, "output_lot_id": first + b, "unit": ""} for a, b in family(count)
        ]
        session.execute(insert(LotInput), edges)
    db.session.rollback()
    return [row["id"] for row in lots]


def recall_seconds(lots: list[int]) -> dict[str, float]:
    """Seconds of the recall itself, and of asking afterwards: the last lot, all of them, the lift."""
    from app.core.actor import SYSTEM
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from traceability.enums import RecallKind
    from traceability.recalls.queries import list_recalled_lot_ids, list_recalls_on
    from traceability.recalls.services import RecallData, recall_lot, undo_recall

    found = {}
    start = time.perf_counter()
    with transaction():
        recall_id = recall_lot(
            SYSTEM, lots[0], RecallData(kind=RecallKind.RECALL, reason_vi="Thử nghiệm trên sổ")
        ).id
    found["recall"] = time.perf_counter() - start
    start = time.perf_counter()
    on_last = list_recalls_on(lots[-1])
    found["page of the last lot"] = time.perf_counter() - start
    start = time.perf_counter()
    reached = list_recalled_lot_ids(lots)
    found["all lots of the list"] = time.perf_counter() - start
    if [recall.id for recall in on_last] != [recall_id] or reached != set(lots):
        raise RuntimeError("the recall does not reach every lot")
    db.session.rollback()
    start = time.perf_counter()
    with transaction():
        undo_recall(SYSTEM, recall_id, "Thử xong")
    found["lift"] = time.perf_counter() - start
    return found


def step_seconds(lots: list[int]) -> float:
    """A statement and a row a lot."""
    from sqlalchemy import select

    from app.core.database.changes import record_change
    from app.core.database.transaction import transaction
    from traceability.models import LotInput

    start = time.perf_counter()
    with transaction() as session:
        seen, queue = {lots[0]}, deque([lots[0]])
        while queue:
            query = select(LotInput.output_lot_id).where(LotInput.input_lot_id == queue.popleft())
            for lot in session.scalars(query):
                if lot not in seen:
                    seen.add(lot)
                    queue.append(lot)
        for lot in seen:
            record_change("lot", lot)
    seconds = time.perf_counter() - start
    if seen != set(lots):
        raise RuntimeError("the baseline does not reach every lot")
    return seconds


def memory_seconds(lots: list[int]) -> float:
    """Every edge of the register read and walked in Python."""
    from sqlalchemy import select

    from app.core.database.base import db
    from traceability.genealogy.closure import Edge, Genealogy
    from traceability.models import LotInput

    start = time.perf_counter()
    rows = db.session.execute(select(LotInput.input_lot_id, LotInput.output_lot_id))
    reached = Genealogy(Edge(str(a), str(b)) for a, b in rows).forward(str(lots[0]))
    seconds = time.perf_counter() - start
    if len(reached) != len(lots) - 1:
        raise RuntimeError("the baseline does not reach every lot")
    return seconds


def measured(count: int = LOTS) -> dict[str, Any]:
    """Seconds of the recall, of what is asked after it, and of the baselines."""
    from app import create_app
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from catalog.units.services import sync_units
    from config import Settings
    from tests.factories.catalog import product

    with tempfile.TemporaryDirectory() as name:
        app = create_app(Settings.from_env({"DATA_DIR": str(Path(name)), "EMBEDDED_RUNNER": "off"}))
        with app.app_context():
            db.metadata.create_all(db.engine)
            with transaction():
                sync_units()
            owner = product()
            lots = fill(owner.facility_id, owner.id, count)
            ours = recall_seconds(lots)
            step, memory = step_seconds(lots), memory_seconds(lots)
            db.session.remove()
            db.engine.dispose()
    return {
        "lots": count,
        "edges": len(family(count)),
        "seconds": {name: round(value, 3) for name, value in ours.items()},
        "step": round(step, 3),
        "memory": round(memory, 3),
        "of_step": round(ours["recall"] / step, 3),
        "met": ours["recall"] < LIMIT,
    }


if __name__ == "__main__":
    print(json.dumps(measured()))  # noqa: T201  # a command
