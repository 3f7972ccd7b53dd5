"""Capture of events with full validation, beside three baselines of the same run.

bare: the same document parsed and each event written as one row, nothing checked. schema: the events checked by
`jsonschema` against GS1's schema and nothing more (only where the conformance vectors are). peer: quartet-epcis where
QUARTET_PYTHON names an environment with it. Run it alone with `python -m tests.bench.epcis_capture`.
"""

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from tests.bench import quartet

EVENTS = 10_000
SCHEMA_EVENTS, PEER_EVENTS = 300, 1_000
"""The slow ones are measured on fewer events, the peer on so many codes."""
OF_PEER = 30


def document(number: int = EVENTS, bottles: int = 1) -> bytes:
    """A document of shipments of so many bottles, each with a lot, a place and a reading."""
    return json.dumps(around(events(range(number), bottles))).encode()


def around(listed: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-11-22T08:30:00Z",
        "epcisBody": {"eventList": listed},
    }


def events(serials: Iterable[int], bottles: int = 1) -> list[dict[str, Any]]:
    place = "https://id.gs1.org/414/8935217400003"
    return [
        {
            "type": "ObjectEvent",
            "eventID": f"urn:uuid:0d9f6d3e-6f0c-4b53-9f0d-{serial:012x}",
            "eventTime": f"2026-11-{1 + serial // 86_400:02}T{serial // 3600 % 24:02}:{serial // 60 % 60:02}:"
            f"{serial % 60:02}+07:00",
            "eventTimeZoneOffset": "+07:00",
            "epcList": [f"https://id.gs1.org/01/08935217400010/21/B{serial}-{n}" for n in range(bottles)],
            "quantityList": [
                {"epcClass": f"https://id.gs1.org/01/08935217400010/10/L{serial % 50}", "quantity": 1}
            ],
            "action": "OBSERVE",
            "bizStep": "shipping",
            "disposition": "in_transit",
            "readPoint": {"id": place},
            "bizLocation": {"id": place},
            "sensorElementList": [
                {"sensorReport": [{"type": "Temperature", "value": 20 + serial / 1000, "uom": "CEL"}]}
            ],
        }
        for serial in serials
    ]


def captured_a_second(folder: Path, number: int = EVENTS, bottles: int = 1) -> tuple[float, float]:
    """Events a second, and a second of the processor, of a whole capture job: read, checked, hashed, indexed, kept."""
    data = document(number, bottles)
    seconds, used = capture(folder, lambda: BytesIO(data), number)
    return number / seconds, number / used


def capture(folder: Path, sent: Callable[[], IO[bytes]], number: int) -> tuple[float, float]:
    """Seconds, and seconds of the processor, until all that was sent is kept."""
    from sqlalchemy import func, select

    from app import create_app
    from app.core.actor import SYSTEM
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from app.core.work.jobs import run_pending
    from app.core.work.process import settle
    from catalog.units.services import sync_units
    from config import Settings
    from tests.factories.catalog import facility
    from traceability.epcis_repository.capture import ROLLBACK, judge, receive
    from traceability.epcis_repository.delivery import open_delivery
    from traceability.models import EpcisEvent

    app = create_app(Settings.from_env({"DATA_DIR": str(folder), "EMBEDDED_RUNNER": "off"}))
    with app.app_context():
        db.metadata.create_all(db.engine)
        with transaction():
            sync_units()
        facility_id, stream = facility().id, sent()
        settle()  # as every process of the server does
        start, used = time.perf_counter(), time.process_time()
        delivery = open_delivery(stream)
        with transaction():
            receive(SYSTEM, facility_id, delivery, ROLLBACK, judge(delivery, all_or_none=True))
        run_pending()
        seconds, used = time.perf_counter() - start, time.process_time() - used
        kept = db.session.scalar(select(func.count()).select_from(EpcisEvent))
        db.session.remove()
        db.engine.dispose()
    if kept != number:
        raise RuntimeError(f"{kept} of {number} events were kept")
    return seconds, used


def bare_a_second(folder: Path, number: int = EVENTS) -> float:
    """Events a second parsed and written as rows without any check."""
    data = document(number)
    connection = sqlite3.connect(folder / "bare.db")
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE event (body TEXT)"
    )
    start = time.perf_counter()
    events = json.loads(data)["epcisBody"]["eventList"]
    with connection:
        connection.executemany("INSERT INTO event VALUES (?)", ((json.dumps(event),) for event in events))
    seconds = time.perf_counter() - start
    connection.close()
    return number / seconds


def schema_checked_a_second(number: int = SCHEMA_EVENTS) -> float | None:
    """Events a second through `jsonschema` and GS1's schema; None where the vectors are absent."""
    from jsonschema import Draft7Validator  # type: ignore[import-untyped]  # a test package

    from tests.helpers.vectors import FOLDER

    path = FOLDER / "epcis" / "gs1" / "EPCIS-JSON-Schema.json"
    if not path.exists():
        return None
    validator = Draft7Validator(json.loads(path.read_text(encoding="utf-8")))
    value = json.loads(document(number))
    start = time.perf_counter()
    if not validator.is_valid(value):
        raise RuntimeError("the benchmark's document is invalid")
    return number / (time.perf_counter() - start)


def measured() -> dict[str, Any]:
    """Events a second of the capture and of its baselines; by size of event, ours beside quartet-epcis."""
    with tempfile.TemporaryDirectory() as name:
        bare = bare_a_second(Path(name))
    schema = schema_checked_a_second()
    return {
        "bare": round(bare),
        "schema": None if schema is None else round(schema),
        "peer": None if quartet.PYTHON else "QUARTET_PYTHON is not set: quartet-epcis was not run",
        "captures": [_beside(bottles, number) for bottles, number in ((1, EVENTS), (10, 2_000))],
    }


def _beside(bottles: int, number: int) -> dict[str, Any]:
    """Both programs within a minute of each other; the ratio is by the processor, which neighbours change less."""
    peer = quartet.captured_a_second(PEER_EVENTS // bottles, bottles)
    with tempfile.TemporaryDirectory() as name:
        by_clock, by_processor = captured_a_second(Path(name), number, bottles)
    ratio = None if peer is None else round(by_processor / peer[1], 1)
    return {
        "codes": bottles,
        "events": number,
        "a_second": round(by_clock),
        "by_processor": round(by_processor),
        "peer_by_processor": None if peer is None else round(peer[1], 1),
        "of_peer": ratio,
        "met": None if ratio is None else ratio >= OF_PEER,
    }


if __name__ == "__main__":
    print(json.dumps(measured(), indent=1))  # noqa: T201  # a command
