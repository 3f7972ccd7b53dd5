"""JSON as EPCIS needs it: exact numbers, and no depth or character that would break what follows.

Of a member written twice in one object the last counts; GS1's own examples have such objects.
"""

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from traceability.epcis.issues import InvalidEpcis, Issue, step

Json = Any

MAX_DEPTH = 100
_SUSPECT_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


def load(data: bytes | str) -> Json:
    """JSON with exact numbers. Refused with InvalidEpcis: other encodings than UTF-8, NaN, nesting over 100
    levels, NUL and lone surrogates.
    """
    try:
        content = (data if isinstance(data, bytes) else data.encode()).decode("utf-8-sig")
        value = json.loads(content, parse_float=Decimal, parse_constant=_no_number)
    except UnicodeError:
        raise refused("json.encoding", "Save the file as UTF-8.") from None
    except RecursionError:
        raise refused("json.nesting", f"Nest no deeper than {MAX_DEPTH} levels.") from None
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise refused("json.syntax", f"This is not JSON: {fault.msg} at {where}.") from None
    except (ValueError, InvalidOperation):
        raise refused("json.number", "A number is too long or is none.") from None
    _check_depth(value)
    if _SUSPECT_ESCAPE.search(content):
        _check_texts(value, "$")
    return value


def refused(code: str, message: str, path: str = "$") -> InvalidEpcis:
    return InvalidEpcis((Issue(path, code, message),))


def _no_number(name: str) -> None:
    raise ValueError(name)


_NESTED = (dict, list)


def _check_depth(value: Json) -> None:
    level = [value] if type(value) in _NESTED else []
    for _ in range(MAX_DEPTH):
        insides = [item.values() if type(item) is dict else item for item in level]
        level = [child for inside in insides for child in inside if type(child) in _NESTED]
        if not level:
            return
    raise refused("json.nesting", f"Nest no deeper than {MAX_DEPTH} levels.")


def _check_texts(value: Json, path: str) -> None:
    if isinstance(value, dict):
        for name, item in value.items():
            _check_texts(name, path)
            _check_texts(item, step(path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check_texts(item, f"{path}[{index}]")
    elif isinstance(value, str) and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value):
        raise refused("text.character", "Take out NUL and broken surrogate characters.", path)
