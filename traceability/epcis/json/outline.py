"""A JSON document read as a stream: its events one by one, and then what is around them."""

from collections.abc import Callable, Mapping
from typing import IO, Any

from traceability.epcis.issues import step
from traceability.epcis.json.text import Json, Source, refused

Take = Callable[[Json, bytes], None]
"""Gets each event and its text in UTF-8."""

_EVENTS = object()
_LIST = {"eventList": _EVENTS}
_PLACES: Mapping[str, Any] = {"epcisBody": {**_LIST, "queryResults": {"resultsBody": _LIST}}}


def read_outline(stream: IO[bytes], take: Take) -> Json:
    """The document with an empty list in place of its events, which went to `take`. Raises InvalidEpcis."""
    reading = _Reading(Source(stream), take)
    found = reading.value("$", _EVENTS if reading.source.peek() == "[" else _PLACES)
    if reading.source.peek():
        raise reading.source.fail("Extra data")
    return found


class _Reading:
    def __init__(self, source: Source, take: Take) -> None:
        self.source = source
        self._take = take
        self._is_listed = False

    def value(self, path: str, inside: Any) -> Json:
        """inside: what of the value is read apart: the list of events itself, or members by name."""
        first = self.source.peek()
        if inside is _EVENTS and first == "[":
            return self._events(path)
        if isinstance(inside, dict) and first == "{":
            return self._members(path, inside)
        return self.source.value(path)[0]

    def _members(self, path: str, inside: Mapping[str, Any]) -> dict[str, Json]:
        found: dict[str, Json] = {}
        self.source.step_over()
        if self.source.peek() == "}":
            self.source.step_over()
            return found
        while True:
            if self.source.peek() != '"':
                raise self.source.fail("Expecting property name enclosed in double quotes")
            name, _ = self.source.value(path)
            if self.source.peek() != ":":
                raise self.source.fail("Expecting ':' delimiter")
            self.source.step_over()
            found[name] = self.value(step(path, name), inside.get(name))
            if self._is_last("}"):
                return found

    def _events(self, path: str) -> list[Json]:
        """The empty list. A second list would take the place of the first, whose events are taken already."""
        if self._is_listed:
            raise refused("json.repeated", "Write the list of events once only.", path)
        self._is_listed = True
        self.source.step_over()
        if self.source.peek() == "]":
            self.source.step_over()
            return []
        number = 0
        while True:
            run = self.source.run()
            if not run:
                value, text = self.source.value(f"{path}[{number}]")
                run = [(value, text.encode())]
            for value, taken in run:
                self._take(value, taken)
            number += len(run)
            if self._is_last("]"):
                return []

    def _is_last(self, closing: str) -> bool:
        """Whether what was read was the last in its brackets; steps over what follows it."""
        found = self.source.peek()
        if found not in {closing, ","}:
            raise self.source.fail("Expecting ',' delimiter")
        self.source.step_over()
        return found == closing
