"""The memory of a process that captures a long document of events, in JSON and in XML, read from a file.

`python -m tests.bench.epcis_memory 10000 100000`; each measurement runs in a process of its own.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.epcis_capture import around, capture, events
from traceability.epcis import parse
from traceability.epcis.xml.writer import document_xml

_BATCH = 1_000
_BRACKETS = {"json": ('"eventList": [', "]"), "xml": ("<EventList>", "</EventList>")}


def highest_memory(number: int, form: str) -> dict[str, Any]:
    """In MB, of a process that captures so many events."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "sent"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(_parts(number, form))
        said = subprocess.run(
            [sys.executable, "-m", "tests.bench.epcis_memory", "one", str(number), str(path)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        size = path.stat().st_size
    return {"form": form, "events": number, "sent_mb": round(size / 1e6)} | json.loads(
        said.stdout.splitlines()[-1]
    )


def _parts(number: int, form: str) -> Iterator[str]:
    """The text of the document."""
    opening, closing = _BRACKETS[form]
    tail = ""
    for start in range(0, number, _BATCH):
        text = json.dumps(around(events(range(start, min(start + _BATCH, number)))))
        if form == "xml":
            text = document_xml(parse(text).events, created=datetime(2026, 11, 22, tzinfo=UTC))
        head, _, rest = text.partition(opening)
        inside, _, tail = rest.rpartition(closing)
        yield ("," if form == "json" else "") + inside if start else head + opening + inside
    yield closing + tail


def _here(number: int, path: Path) -> dict[str, Any]:
    seconds, used = capture(path.parent, lambda: path.open("rb"), number)
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"highest_mb": round(highest), "seconds": round(seconds), "by_processor": round(number / used)}


if __name__ == "__main__":
    if sys.argv[1] == "one":
        found: Any = _here(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        found = [highest_memory(int(n), form) for form in ("json", "xml") for n in sys.argv[1:]]
    print(json.dumps(found))  # noqa: T201  # a command
