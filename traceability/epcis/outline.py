"""Documents in JSON or XML read as a stream: the events one by one, and what is around them."""

from collections.abc import Sequence
from typing import IO, cast

from traceability.epcis.json.outline import Take, read_outline
from traceability.epcis.json.quick import encode
from traceability.epcis.json.text import CHUNK, Json
from traceability.epcis.xml.reader import is_xml, to_json

LIST_PATHS = {
    "EPCISDocument": "$.epcisBody.eventList",
    "EPCISQueryDocument": "$.epcisBody.queryResults.resultsBody.eventList",
}
"""Where the events of a document are, by its type."""


def load_outline(stream: IO[bytes], take: Take) -> Json:
    """The JSON of a document with no events, also of one written in XML; the events went to `take`, each with its text.

    An event alone is given back itself. Raises InvalidEpcis. What is held at a time is bounded by the longest event.
    """
    begun = _Begun(stream)
    source = cast("IO[bytes]", begun)
    if is_xml(begun.beginning):
        return to_json(source, lambda event: take(event, encode(event).encode()))
    return read_outline(source, take)


def events_in(value: Json) -> list[Json] | None:
    """The events of a document or a list; None where there is no list where one belongs."""
    if not isinstance(value, dict):
        return value if isinstance(value, list) else None
    holder: Json = value
    for name in LIST_PATHS[value["type"]].split(".")[1:]:
        holder = holder.get(name) if isinstance(holder, dict) else None
    return holder if isinstance(holder, list) else None


def is_document(value: Json) -> bool:
    """Whether events stand in a document rather than alone."""
    return isinstance(value, dict) and value.get("type") in tuple(LIST_PATHS)


def with_events(value: Json, events: Sequence[Json]) -> Json:
    """The same document around other events; what has no list of events stays as it is."""
    if isinstance(value, list):
        return list(events)
    if not is_document(value) or events_in(value) is None:
        return value
    if value["type"] == "EPCISDocument":
        return {**value, "epcisBody": {**value["epcisBody"], "eventList": list(events)}}
    results = value["epcisBody"]["queryResults"]
    listed = {**results["resultsBody"], "eventList": list(events)}
    return {**value, "epcisBody": {**value["epcisBody"], "queryResults": {**results, "resultsBody": listed}}}


class _Begun:
    """A stream whose beginning was read already."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.beginning = stream.read(CHUNK)
        self._stream = stream
        self._is_given = False

    def read(self, size: int) -> bytes:
        if self._is_given:
            return self._stream.read(size)
        self._is_given = True
        return self.beginning
