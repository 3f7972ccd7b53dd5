"""The simple event query of EPCIS 2.0, 8.2.7.1: from its parameters to conditions on the index. Pure.

Parameters come as name -> list of texts, whether written into an address (`|` between them) or as JSON.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from traceability.epcis import canonical
from traceability.epcis.lexical.context import Namespaces
from traceability.epcis.lexical.formats import number_in, parse_time
from traceability.epcis.lexical.vocabulary import ACTIONS
from traceability.epcis_repository.index import (
    LONGEST,
    TYPED_LISTS,
    VOCABULARIES,
    as_number,
    key,
    seconds,
    spelt,
)

MOST_VALUES = 500
MOST_EVENTS = 1_000_000
_TEXTS = frozenset(
    (
        "bizStep", "disposition", "persistentDisposition_set", "persistentDisposition_unset", "readPoint",
        "bizLocation", "transformationID", "errorReason", "type", "deviceID", "dataProcessingMethod",
        "microorganism", "chemicalSubstance", "bizRules", "uriValue",
    )
)  # fmt: skip
_PLAIN = frozenset(("action", "correctiveEventID", "stringValue", "hexBinaryValue", "booleanValue"))
_MATCHES: Mapping[str, tuple[str, ...]] = {
    "epc": ("epc",),
    "parentID": ("parentID",),
    "inputEPC": ("inputEPC",),
    "outputEPC": ("outputEPC",),
    "anyEPC": ("epc", "parentID", "inputEPC", "outputEPC"),
    "epcClass": ("epcClass",),
    "inputEPCClass": ("inputEPCClass",),
    "outputEPCClass": ("outputEPCClass",),
    "anyEPCClass": ("epcClass", "inputEPCClass", "outputEPCClass"),
}
ANY_OBJECT = _MATCHES["anyEPC"] + _MATCHES["anyEPCClass"]
_SENSED = "value|minValue|maxValue|meanValue|sDev|percValue|quantity"
_NUMBER_NAME = re.compile(rf"(?:{_SENSED})_[A-Z0-9]{{2,4}}|percRank|quantity")
_TIME_NAMES = frozenset(("time", "startTime", "endTime", "errorDeclarationTime"))
_COLUMNS = {"eventTime": "event_time", "recordTime": "record_time"}
_COMPARED = re.compile(r"(EQ|GT|GE|LT|LE)_(.+)", re.DOTALL)
_FIELD = re.compile(
    r"(INNER_)?((?:ILMD|ERROR_DECLARATION|readPoint|bizLocation|sensorElement|sensorMetadata|sensorReport)_)?"
    r"([^_:]\S*:\S*)"
)
_TYPED = re.compile(rf"({'|'.join(TYPED_LISTS)})_(.+)", re.DOTALL)


class BadQuery(ValueError):
    """A parameter that cannot be taken; `parameter` names it."""

    def __init__(self, code: str, parameter: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.parameter = parameter


@dataclass(frozen=True, slots=True)
class TermCondition:
    """Some field of `names` has one of `values` or begins with one of `starts`; values None: has any value."""

    names: tuple[str, ...]
    values: tuple[str, ...] | None
    starts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberCondition:
    """Some number of `name` compares so with one of `values`. operator: eq, gt, ge, lt, le."""

    name: str
    operator: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TimeCondition:
    """The event's own times. column: event_time or record_time; operator: ge or lt."""

    column: str
    operator: str
    value: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EventQuery:
    """order_by: event_time, record_time or "" (as captured). first: only so many events; most: refuse more."""

    terms: tuple[TermCondition, ...] = ()
    numbers: tuple[NumberCondition, ...] = ()
    times: tuple[TimeCondition, ...] = ()
    event_ids: tuple[str, ...] | None = None
    order_by: str = ""
    descending: bool = True
    first: int | None = None
    most: int | None = None


@dataclass(slots=True)
class _Found:
    names: Namespaces
    terms: list[TermCondition] = field(default_factory=list)
    numbers: list[NumberCondition] = field(default_factory=list)
    times: list[TimeCondition] = field(default_factory=list)
    event_ids: tuple[str, ...] | None = None


def read_query(parameters: Mapping[str, Sequence[str]], names: Namespaces | None = None) -> EventQuery:
    """The query. names: the prefixes that CURIEs in it may use. Raises BadQuery."""
    found = _Found(names or Namespaces())
    for name, values in parameters.items():
        if len(values) > MOST_VALUES:
            raise BadQuery("query_too_complex", name, f"Give at most {MOST_VALUES} values.")
        if name not in _SHAPING:
            _read(found, name, list(values))
    return EventQuery(
        terms=tuple(found.terms),
        numbers=tuple(found.numbers),
        times=tuple(found.times),
        event_ids=found.event_ids,
        **_shape(parameters),
    )


_SHAPING = frozenset(("orderBy", "orderDirection", "eventCountLimit", "maxEventCount"))


def _shape(parameters: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    given = {name: _single(name, parameters[name]) for name in _SHAPING if name in parameters}
    order_by = given.get("orderBy", "")
    if order_by and order_by not in _COLUMNS:
        raise BadQuery("query_parameter_value", "orderBy", "Order by eventTime or recordTime.")
    direction = given.get("orderDirection", "DESC")
    if direction not in {"ASC", "DESC"}:
        raise BadQuery("query_parameter_value", "orderDirection", "Write ASC or DESC.")
    if "eventCountLimit" in given and "maxEventCount" in given:
        raise BadQuery(
            "query_parameter_value", "maxEventCount", "Give eventCountLimit or maxEventCount, not both."
        )
    if "eventCountLimit" in given and not order_by:
        raise BadQuery("query_parameter_value", "eventCountLimit", "Say by orderBy which events come first.")
    return {
        "order_by": _COLUMNS.get(order_by, ""),
        "descending": direction == "DESC" if order_by else False,
        "first": _count("eventCountLimit", given),
        "most": _count("maxEventCount", given),
    }


def _count(name: str, given: Mapping[str, str]) -> int | None:
    text = given.get(name)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 7 or not 1 <= int(text) <= MOST_EVENTS:  # noqa: PLR2004
        raise BadQuery("query_parameter_value", name, f"Give a whole number from 1 to {MOST_EVENTS}.")
    return int(text)


def _single(name: str, values: Sequence[str]) -> str:
    if len(values) != 1:
        raise BadQuery("query_parameter_value", name, "Give one value.")
    return values[0]


def _read(found: _Found, name: str, values: list[str]) -> None:
    """Add the condition of one parameter."""
    verb, _, rest = name.partition("_")
    if name == "eventType":
        _texts(found, name, name, values)
    elif verb == "MATCH" and rest in _MATCHES:
        found.terms.append(_match(found.names, rest, values))
    elif name == "EQ_eventID":
        found.event_ids = tuple(_given(name, values))
    elif verb == "WD" and rest in {"readPoint", "bizLocation"}:
        _texts(found, name, rest, values)  # there are no master data about places inside places
    elif verb == "EXISTS":
        _exists(found, name, rest, values)
    elif compared := _COMPARED.fullmatch(name):
        _compare(found, name, compared[1].lower(), compared[2], values)
    else:
        raise _unknown(name)


def _unknown(name: str) -> BadQuery:
    return BadQuery("query_parameter_unknown", name, "No such parameter is known here.")


def _given(name: str, values: list[str]) -> list[str]:
    if not values or "" in values:
        raise BadQuery("query_parameter_value", name, "Give at least one value, none of them empty.")
    return values


def _texts(found: _Found, name: str, indexed: str, values: list[str]) -> None:
    vocabulary = VOCABULARIES.get(indexed)
    spellings = [spelt(value, found.names, vocabulary) for value in _given(name, values)]
    found.terms.append(TermCondition((indexed,), tuple(spellings)))


def _match(names: Namespaces, rest: str, values: list[str]) -> TermCondition:
    """EPCs by equality in any spelling, or by a pure identity pattern whose serial is `*`."""
    exact, starts = [], []
    for value in _given(f"MATCH_{rest}", values):
        spelling = spelt(value, names)
        if value.startswith("urn:epc:idpat:") and not rest.endswith("Class"):
            if canonical(value) is None:
                message = "Only the last field of a pattern may be *."
                raise BadQuery("query_parameter_value", f"MATCH_{rest}", message)
            starts.append(spelling + "/")
        exact.append(spelling)
    return TermCondition(_MATCHES[rest], tuple(exact), tuple(starts))


def _exists(found: _Found, name: str, rest: str, values: list[str]) -> None:
    written = values[0].strip().lower() if values else ""
    if written == "false":
        return
    if rest in {"errorDeclaration", "sensorElementList"}:
        if written not in {"", "true"}:
            raise BadQuery("query_parameter_value", name, "Give true or false, or nothing for true.")
        found.terms.append(TermCondition((rest,), None))
        return
    index_name = _extension_name(found.names, rest)
    if index_name is None:
        raise _unknown(name)
    found.terms.append(TermCondition((index_name,), None))


def _extension_name(names: Namespaces, rest: str) -> str | None:
    """The index name of an extension field, `[INNER_][ILMD_]prefix:name`; None for what is none."""
    shape = _FIELD.fullmatch(rest)
    if shape is None:
        return None
    namespace, local = names.split(shape[3])
    return f"{shape[1] or ''}{shape[2] or ''}{{{namespace}}}{local}"[:LONGEST]


def _compare(found: _Found, name: str, operator: str, rest: str, values: list[str]) -> None:
    if rest in _COLUMNS:
        if operator not in {"ge", "lt"}:
            raise _unknown(name)
        found.times.append(TimeCondition(_COLUMNS[rest], operator, _time(name, _single(name, values))))
    elif rest.replace("errorDeclaration_Time", "errorDeclarationTime") in _TIME_NAMES:
        moment = _time(name, _single(name, values))
        index_name = rest.replace("errorDeclaration_Time", "errorDeclarationTime")
        found.numbers.append(NumberCondition(index_name, operator, (seconds(moment),)))
    elif _NUMBER_NAME.fullmatch(rest):
        given = _given(name, values) if operator == "eq" else [_single(name, values)]
        found.numbers.append(NumberCondition(rest, operator, tuple(_number(name, text) for text in given)))
    elif operator != "eq" or not _is_word(found, name, rest, values):
        _extension(found, name, operator, rest, values)


def _is_word(found: _Found, name: str, rest: str, values: list[str]) -> bool:
    """Whether the field holds words; then the condition on them is added."""
    if rest in _TEXTS:
        _texts(found, name, rest, values)
    elif rest in _PLAIN:
        found.terms.append(TermCondition((rest,), tuple(_plain(name, rest, values))))
    elif typed := _TYPED.fullmatch(rest):
        kind = spelt(typed[2], found.names, TYPED_LISTS[typed[1]])
        spellings = [spelt(value, found.names) for value in _given(name, values)]
        found.terms.append(TermCondition((f"{typed[1]}_{kind}",), tuple(spellings)))
    else:
        return False
    return True


def _plain(name: str, rest: str, values: list[str]) -> list[str]:
    if rest == "action" and not set(values) <= ACTIONS:
        raise BadQuery("query_parameter_value", name, "Write ADD, OBSERVE or DELETE.")
    return [key(value) for value in _given(name, values)]


def _extension(found: _Found, name: str, operator: str, rest: str, values: list[str]) -> None:
    index_name = _extension_name(found.names, rest)
    if index_name is None:
        raise _unknown(name)
    moment = parse_time(values[0]) if len(values) == 1 else None
    if operator == "eq" and moment is None:
        found.terms.append(TermCondition((index_name,), tuple(key(value) for value in _given(name, values))))
    else:
        number = _number(name, _single(name, values)) if moment is None else seconds(moment)
        found.numbers.append(NumberCondition(index_name, operator, (number,)))


def _time(name: str, text: str) -> datetime:
    moment = parse_time(text) or parse_time(text.replace(" ", "+"))  # a plus sign unescaped in an address
    if moment is None:
        raise BadQuery(
            "query_parameter_value", name, "Write date, time and zone, such as 2026-11-22T08:00:00Z."
        )
    return moment


def _number(name: str, text: str) -> float:
    value = number_in(text)
    number = None if value is None else as_number(value)
    if number is None:
        raise BadQuery("query_parameter_value", name, "Write a number.")
    return number
