"""The board of a programme of the nation with 100,000 facts over 34 provinces: `python -m tests.bench.board [facts]`.

Beside the least that the same board costs without kept numbers: one grouped query over the facts, and a minimal page
(`apps.minimal`). Seconds of the processor, the best of TURNS turns in which both take part. The page is drawn anew
each time: the cache of pages is passed by.
"""

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

FACTS, TURNS, CHUNK = 100_000, 7, 5_000
OF_PLAIN = 0.5
"""What the board may take of the grouped query and the minimal page together."""
FIRST, DAYS = date(2021, 1, 1), 1_800
PAST_THE_CACHE = {"Authorization": "Bearer none"}


def measured(facts: int = FACTS) -> dict[str, Any]:
    """Seconds of the board, of the plain query and of the minimal page; their ratio, and whether it is reached."""
    from app import create_app
    from app.cli.run import bring_up_to_date
    from tests.conftest import make_settings

    with tempfile.TemporaryDirectory(prefix="tieubieu-board-") as name:
        settings = make_settings(Path(name))
        bring_up_to_date(settings)
        app = create_app(settings)
        with app.app_context():
            slug = _filled(facts)
            found = _measure(app, slug, Path(name))
    plain = found["query"] + found["minimal"]
    ratio = found["board"] / plain
    return {
        "facts": facts,
        "seconds": found,
        "ratio": round(ratio, 3),
        "met": ratio <= OF_PLAIN or facts < FACTS,
    }


def _measure(app: Any, slug: str, folder: Path) -> dict[str, float]:
    from werkzeug.test import Client

    from tests.bench.apps import _minimal_app

    os.environ["BENCH_MINIMAL"] = str(folder / "minimal.db")
    ours, minimal = app.test_client(), Client(_minimal_app())
    best = {"board": 1e9, "query": 1e9, "minimal": 1e9}
    for _ in range(TURNS):
        for name, act in (
            ("board", lambda: _opened(ours, f"/chuong-trinh/{slug}")),
            ("query", lambda: _grouped(slug)),
            ("minimal", lambda: _opened(minimal, "/things/one")),
        ):
            best[name] = min(best[name], _seconds(act))
    return {name: round(seconds, 5) for name, seconds in best.items()}


def _seconds(act: Callable[[], Any]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def _opened(client: Any, path: str) -> None:
    answer = client.get(path, headers=PAST_THE_CACHE)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status}")


def _grouped(slug: str) -> list[Any]:
    """What the board shows, counted anew: numbers by target, province and evidence."""
    from sqlalchemy import func, select

    from app.core.database.base import db
    from programme.models import Fact, Programme, Target

    key = (Fact.target_id, Fact.unit_id, Fact.evidence)
    query = (
        select(*key, func.sum(Fact.number), func.count())
        .join(Target, Fact.target_id == Target.id)
        .join(Programme, Target.programme_id == Programme.id)
        .where(Programme.slug == slug, Fact.withdrawn_at.is_(None))
        .group_by(*key)
    )
    found = list(db.session.execute(query))
    db.session.rollback()
    return found


def _filled(facts: int) -> str:
    """The programme of the nation with so many facts, spread over its targets, the provinces and five years."""
    from sqlalchemy import insert, select

    from app.core.clock import utc_now
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from catalog.units.queries import list_units
    from programme.counts.services import find_wrong_counts, recount
    from programme.models import Fact, Target
    from tests.factories import programme as factory

    row = factory.loaded_programme("quoc-gia")
    slug, now, draw = row.slug, utc_now(), random.Random(34)
    targets = list(db.session.scalars(select(Target.id).where(Target.programme_id == row.id)))
    units = [unit.id for unit in list_units()]
    with transaction() as session:
        for start in range(0, facts, CHUNK):
            rows = [
                {
                    "target_id": targets[number % len(targets)], "source_kind": "entered", "source_key": str(number),
                    "title": f"Việc số {number}", "number": draw.randint(1, 40),
                    "day": FIRST + timedelta(days=draw.randrange(DAYS)), "unit_id": units[number % len(units)],
                    "evidence": ("declared", "document", "accepted", "accepted")[number % 4], "document": "Biên bản",
                    "origin": "", "is_own": False, "is_demo": True, "entered_at": now, "counted_as": "", "version": 1,
                }
                for number in range(start, min(facts, start + CHUNK))
            ]  # fmt: skip
            session.execute(insert(Fact), rows)
        recount(session.connection())
    if wrong := find_wrong_counts(db.session.connection()):
        raise RuntimeError(wrong[0])
    db.session.rollback()
    return slug


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(*map(int, sys.argv[1:]))) + "\n")
