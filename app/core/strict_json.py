"""JSON read strictly: UTF-8, no duplicate keys, no NaN, no traceback on hostile depth or size."""

import json
from typing import Any

from app.core.refused import Refused


class JsonError(Refused):
    """The bytes are not one strict JSON document; `params["line"]` is 1-based, 0 when unknown."""


def load_json(data: bytes) -> Any:
    """Parse one document. Raises JsonError in one clear line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise JsonError("not_utf8", f"not UTF-8 text at line {line}", line=line) from None
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg} at line {error.lineno} column {error.colno}"
        raise JsonError("not_json", message, line=error.lineno) from None
    except RecursionError:
        raise JsonError("too_deep", "not accepted: nested too deeply", line=0) from None
    except ValueError:  # an integer of thousands of digits
        raise JsonError("too_long_number", "not accepted: a number is too long", line=0) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        message = f"the key {json.dumps(twice)[:80]} stands twice in one object"
        raise JsonError("duplicate_key", message, line=0)
    return result


def _constant(name: str) -> None:
    raise JsonError("not_a_number", f"not JSON: {name} is no number", line=0)
