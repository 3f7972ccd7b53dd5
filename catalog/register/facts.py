"""The facts of a certificate in the register, and what follows from its records. Pure.

Records by kind: `issue` {"number", "certificate": its facts}; `correct` {"number", "new", "on", "reason",
"certificate": facts of the new one}; `suspend` {"number", "on"}; `lift` {"number"}; `revoke` {"number", "on",
"reason"}; `paper` {"number", "sha256", "size"}; `rotate_key` {"key"}.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from app.core.refused import Refused

NOTHING = {"suspended_on": None, "revoked_on": None, "revoked_reason": "", "replaced_by": None, "paper": None}
"""The status of a certificate that was just issued."""


class RegisterError(Refused):
    """A record that cannot follow those before it; `params["position"]` is its place."""


def replay(events: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Every certificate by number after all records: its facts and its status. Raises RegisterError."""
    found: dict[str, dict[str, Any]] = {}
    for position, event in enumerate(events):
        try:
            _apply(found, event)
        except (KeyError, TypeError, AttributeError):
            raise RegisterError("bad_record", "lacks what its kind needs", position=position) from None
        except RegisterError as error:
            raise RegisterError(error.code, error.message, position=position) from None
    return found


def _apply(found: dict[str, dict[str, Any]], event: Mapping[str, Any]) -> None:
    kind = event["kind"]
    if kind == "rotate_key":
        return
    if kind == "issue":
        _issue(found, event["number"], event["certificate"])
        return
    row = found.get(event["number"])
    if row is None:
        raise RegisterError("never_issued", f"certificate {event['number']} was never issued")
    if row["revoked_on"] is not None and kind != "paper":
        raise RegisterError("out_of_force", f"certificate {event['number']} was out of force before")
    if kind == "paper" and row["paper"] is not None:
        raise RegisterError("paper_twice", f"certificate {event['number']} has two papers")
    if kind == "correct":
        _issue(found, event["new"], event["certificate"])
    row |= _change(kind, event)


def _change(kind: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """The change that an act makes to the status of its certificate."""
    match kind:
        case "suspend":
            return {"suspended_on": event["on"]}
        case "lift":
            return {"suspended_on": None}
        case "revoke":
            return {"revoked_on": event["on"], "revoked_reason": event["reason"]}
        case "correct":
            gone = {"revoked_on": event["on"], "revoked_reason": event["reason"]}
            return {**gone, "replaced_by": event["new"]}
        case "paper":
            return {"paper": event["sha256"]}
    raise RegisterError("unknown_kind", f"a register has no record of the kind {kind!r}")


def _issue(found: dict[str, dict[str, Any]], number: str, facts: Mapping[str, Any]) -> None:
    if number in found:
        raise RegisterError("issued_twice", f"certificate {number} was issued twice")
    found[number] = {"number": number, **facts, **NOTHING}
