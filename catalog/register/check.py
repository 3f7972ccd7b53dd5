"""Checks the published register of certificates and names every faulty record. Pure."""

from collections.abc import Iterator
from typing import Any

from app.core.logs.tlog.canonical import canonical
from app.core.logs.tlog.check import (
    Fault,
    Signed,
    Trust,
    checkpoint_faults,
    leaf_faults,
    read_log,
    shape_faults,
    trust_faults,
)
from app.core.logs.tlog.checkpoint import CheckSignature
from app.core.logs.tlog.lines import file_faults, get_record_at
from app.core.refused import Refused
from app.core.strict_json import load_json
from catalog.register.facts import RegisterError, replay

FORMAT = "tieubieu-register/1"
OBJECTS, LISTS = ("register",), ("keys", "log", "checkpoints", "certificates")


def find_register_faults(data: bytes, check: CheckSignature, trust: Trust | None = None) -> list[Fault]:
    """All faults of a register file, empty when it is whole and says of each certificate what its records say."""
    try:
        document = load_json(data)
    except Refused as error:
        return [Fault(get_record_at(data, int(error.params["line"])), error.message)]
    faults = [*shape_faults(document, "register", FORMAT, objects=OBJECTS, lists=LISTS)]
    faults = faults or [*file_faults(document, data)]
    if faults:
        return faults
    log = read_log(document["log"])
    origin = str(document["register"].get("origin"))
    signed = Signed(log, origin, document["keys"], document["checkpoints"])
    return [
        *leaf_faults(document["log"], log),
        *checkpoint_faults(signed, check),
        *trust_faults(signed, check, trust or Trust()),
        *_certificate_faults(log.events, document["certificates"]),
    ]


def get_register_summary(data: bytes) -> dict[str, Any]:
    """The summary of an intact register."""
    document = load_json(data)
    rows = document["certificates"]
    return {
        "valid": True,
        "register": document["register"],
        "certificates": len(rows),
        "revoked": sum(row["revoked_on"] is not None for row in rows),
        "suspended": sum(row["suspended_on"] is not None for row in rows),
        "log": len(document["log"]),
        "checkpoints": len(document["checkpoints"]),
        "keys": document["keys"],
        "last_checkpoint": document["checkpoints"][-1],
    }


def _certificate_faults(events: list[dict[str, Any]], shown: list[dict[str, Any]]) -> Iterator[Fault]:
    """Each certificate in the register must match the result of its records."""
    try:
        wanted = replay(events)
    except RegisterError as error:
        yield Fault(f"log/{error.params['position']}", error.message)
        return
    seen: set[str] = set()
    for row in shown:
        number = str(row.get("number"))
        if number in seen:
            yield Fault(f"certificates/{number}", "stands twice")
        elif number not in wanted:
            yield Fault(f"certificates/{number}", "was never issued in the register")
        elif canonical(row) != canonical(wanted[number]):
            names = sorted(
                name
                for name in row.keys() | wanted[number].keys()
                if name not in row or name not in wanted[number] or row[name] != wanted[number][name]
            )
            yield Fault(f"certificates/{number}", f"is not what its records say: {', '.join(names)}")
        seen.add(number)
    for number in sorted(wanted.keys() - seen):
        yield Fault(f"certificates/{number}", "was issued and is missing here")
