"""What is sent to the capture interface, taken apart so that large deliveries can be read piece by piece. Pure."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from traceability.epcis import InvalidEpcis, Issue, event_hash, load_any, model, read_json, serialize
from traceability.epcis.lexical.context import STANDARD_PREFIXES
from traceability.epcis.rules import sensor_doubts
from traceability.epcis_repository.index import Numbers, Terms, entries

MOST_EVENTS = 20_000
CHUNK = 500
LONGEST_ID = 400

Json = Any


class TooManyEvents(ValueError):
    """More events than one delivery may hold."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A valid event, ready to be kept. body: its JSON but for the record time, an object's text.
    path: its place in the delivery; warnings: codes of what is doubtful but valid.
    """

    event_id: str
    event_hash: str
    declaration: str
    event_time: datetime
    body: str
    terms: Terms
    numbers: Numbers
    path: str = "$"
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """head: the document around the events, None for events sent alone; items: the events, unread.

    repeats: issues of events whose eventID an earlier event of the delivery has, by position.
    """

    head: dict[str, Json] | None
    items: list[Json]
    is_list: bool
    repeats: dict[int, Issue]

    def path(self, position: int) -> str:
        """The place of an event in the delivery."""
        if self.head is None:
            return f"$[{position}]" if self.is_list else "$"
        return f"{_LIST_PATHS[self.head['type']]}[{position}]"


def open_delivery(data: bytes) -> Delivery:
    """Take a document apart and check everything but its events. Raises InvalidEpcis, TooManyEvents."""
    value = load_any(data)
    is_document = isinstance(value, dict) and value.get("type") in tuple(_LIST_PATHS)
    listed = _events_in(value) if is_document or not isinstance(value, dict) else [value]
    if listed is None:
        raise InvalidEpcis(read_json(value).issues)
    if len(listed) > MOST_EVENTS:
        raise TooManyEvents
    if is_document and (issues := read_json(_around(value, [])).issues):
        raise InvalidEpcis(issues)
    if not listed:
        raise InvalidEpcis((Issue("$", "document.empty", "Write at least one event."),))
    head = _without_master_data(value) if is_document else None
    delivery = Delivery(head, listed, isinstance(value, list), {})
    delivery.repeats.update(_repeats(delivery))
    return delivery


def prepare(
    delivery: Delivery, start: int, stop: int, *, all_or_none: bool
) -> tuple[list[Prepared], list[Issue]]:
    """The valid events from `start` up to `stop`, and what is wrong with the others.

    With `all_or_none` nothing is prepared where anything is wrong.
    """
    chosen = list(range(start, min(stop, len(delivery.items))))
    wrong: list[Issue] = []
    while chosen:
        reading = read_json(_piece(delivery, chosen))
        issues = [_placed(delivery, chosen, issue) for issue in reading.issues]
        issues += [
            (position, delivery.repeats[position]) for position in chosen if position in delivery.repeats
        ]
        if not issues:
            assert reading.document is not None
            ignored = reading.document.ignored_fields
            paths = [delivery.path(position) for position in chosen]
            return prepared(reading.document.events, ignored, paths), wrong
        wrong += _once(issue for _, issue in issues)
        if all_or_none:
            return [], wrong
        bad = {position for position, _ in issues}
        chosen = [position for position in chosen if position not in bad]
    return [], wrong


def prepared(
    events: Sequence[model.Event], ignored: Sequence[tuple[str, str]] = (), paths: Sequence[str] = ()
) -> list[Prepared]:
    """Events with what they are found by; one without eventID is named by its hash.

    Step by step over all of them: to take them one by one through every step costs a third more.
    """
    hashes = [event_hash(event, ignored=ignored) for event in events]
    named = [_named(event, hashed) for event, hashed in zip(events, hashes, strict=True)]
    found_by = [entries(event) for event in named]
    bodies = [body_text(event) for event in named]
    return [
        Prepared(
            event.event_id or hashed,
            hashed,
            _declaration(event),
            event.event_time,
            body,
            terms,
            numbers,
            path,
            sensor_doubts(event),
        )
        for event, hashed, body, (terms, numbers), path in zip(
            named, hashes, bodies, found_by, paths or ["$"] * len(named), strict=True
        )
    ]


def _named(event: model.Event, hashed: str) -> model.Event:
    """The event with an eventID, and without the time at which another repository recorded it."""
    if event.event_id and event.record_time is None:
        return event
    return replace(event, event_id=event.event_id or hashed, record_time=None)


def body_text(event: model.Event) -> str:
    """One event as in any list: prefixes beyond the standard's in a `@context` of its own."""
    own = {p: uri for p, uri in event.namespaces.prefixes.items() if STANDARD_PREFIXES.get(p) != uri}
    found = serialize.event_json(event, context=False)
    return serialize.to_text({"@context": [own], **found} if own else found)


def with_record_time(bodies: Iterable[str], moment: datetime) -> list[str]:
    """The bodies with the time at which the repository recorded them."""
    ending = f', "recordTime": "{serialize.time_text(moment)}"}}'
    return [body[:-1] + ending for body in bodies]


def _declaration(event: model.Event) -> str:
    if event.error_declaration is None:
        return ""
    text = json.dumps(
        serialize.event_json(event, context=False)["errorDeclaration"], sort_keys=True, default=str
    )
    return hashlib.sha256(text.encode()).hexdigest()


_LIST_PATHS = {
    "EPCISDocument": "$.epcisBody.eventList",
    "EPCISQueryDocument": "$.epcisBody.queryResults.resultsBody.eventList",
}
_INDEX = re.compile(r"\$(?:\.[A-Za-z.]+)?\[([0-9]+)\]")


def _events_in(value: Json) -> list[Json] | None:
    """The events of a document or a list; None where there is no list where one belongs."""
    if not isinstance(value, dict):
        return value if isinstance(value, list) else None
    holder: Json = value
    for name in _LIST_PATHS[value["type"]].split(".")[1:]:
        holder = holder.get(name) if isinstance(holder, dict) else None
    return holder if isinstance(holder, list) else None


def _around(value: dict[str, Json], items: list[Json]) -> dict[str, Json]:
    """The same document around other events."""
    if value["type"] == "EPCISDocument":
        return {**value, "epcisBody": {**value["epcisBody"], "eventList": items}}
    results = value["epcisBody"]["queryResults"]
    listed = {**results["resultsBody"], "eventList": items}
    return {**value, "epcisBody": {**value["epcisBody"], "queryResults": {**results, "resultsBody": listed}}}


def _without_master_data(value: dict[str, Json]) -> dict[str, Json]:
    """The head needed to read events: master data are checked once and not with every piece."""
    head = {name: item for name, item in value.items() if name != "epcisHeader"}
    return _around(head, [])


def _piece(delivery: Delivery, positions: Sequence[int]) -> Json:
    items = [delivery.items[position] for position in positions]
    if delivery.head is not None:
        return _around(delivery.head, items)
    return items if delivery.is_list else items[0]


def _placed(delivery: Delivery, positions: Sequence[int], issue: Issue) -> tuple[int, Issue]:
    """The position of the event an issue is of, and the issue with the path it has in the whole delivery."""
    found = _INDEX.match(issue.path)
    if found is None or (delivery.head is None and not delivery.is_list):
        return positions[0], issue
    position = positions[int(found[1])]
    return position, replace(issue, path=delivery.path(position) + issue.path[found.end() :])


def _once(issues: Any) -> list[Issue]:
    return list(dict.fromkeys(issues))


def _repeats(delivery: Delivery) -> dict[int, Issue]:
    """Events that no eventID of their own, also over pieces read apart, and those whose eventID is too long."""
    seen: dict[tuple[str, bool], int] = {}
    found: dict[int, Issue] = {}
    for position, item in enumerate(delivery.items):
        event_id = item.get("eventID") if isinstance(item, dict) else None
        if not isinstance(event_id, str):
            continue
        path = f"{delivery.path(position)}.eventID"
        if len(event_id) > LONGEST_ID:
            message = f"Use at most {LONGEST_ID} characters."
            found[position] = Issue(path, "identifier.length", message)
        elif seen.setdefault((event_id, "errorDeclaration" in item), position) != position:
            found[position] = Issue(path, "rule.duplicate", "Give each event an eventID of its own.")
    return found
