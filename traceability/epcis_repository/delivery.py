"""What is sent to the capture interface, read as a stream and put aside in pieces, so that memory stays the same
whatever its length. Pure.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import IO, Any, NamedTuple
from zlib import crc32

from msgspec.msgpack import Decoder, Encoder

from traceability.epcis import InvalidEpcis, Issue, event_hash, model, read_json, serialize
from traceability.epcis.json.memory import Memory
from traceability.epcis.json.quick import decode, encode
from traceability.epcis.lexical.context import STANDARD_PREFIXES, Namespaces
from traceability.epcis.outline import LIST_PATHS, is_document, load_outline, with_events
from traceability.epcis.rules import sensor_doubts
from traceability.epcis_repository.index import Numbers, Shared, Terms, entries
from traceability.epcis_repository.spool import Spool

MOST_EVENTS = 100_000
PIECE = 500
LONGEST_ID = 400
_MARKS = 23
"""Bits of an eventID's mark by which a repeated one is suspected; the table of them takes a megabyte."""

Json = Any


class TooManyEvents(ValueError):
    """More events than one delivery may hold."""


class Prepared(NamedTuple):
    """A valid event, ready to be kept. body: its JSON as sent but for the record time, an object's text.
    terms, numbers, shared: what it is found by, `shared` being what others say alike. path: its place in the delivery;
    warnings: codes of what is doubtful but valid.
    """

    event_id: str
    event_hash: str
    declaration: str
    event_time: datetime
    body: str
    terms: Terms
    numbers: Numbers
    path: str
    warnings: tuple[str, ...]
    shared: Shared


class Piece(NamedTuple):
    """Some events of a delivery, unread, the first at `start`. repeats: by position, issues of events whose eventID is
    too long or that an earlier event of the delivery has.
    """

    start: int
    items: list[Json]
    repeats: dict[int, Issue]


@dataclass(frozen=True, slots=True)
class Delivery:
    """head: the document without its events, None for events sent alone. suspects: marks of eventIDs that may be
    there twice.
    """

    head: dict[str, Json] | None
    is_list: bool
    total: int
    suspects: frozenset[int]
    texts: Spool
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    @property
    def stem(self) -> str:
        """The place of the events in the delivery."""
        return LIST_PATHS[self.head["type"]] if self.head is not None else "$"

    def path(self, position: int) -> str:
        """The place of an event in the delivery."""
        return self.paths([position])[0]

    def paths(self, positions: Iterable[int]) -> list[str]:
        """The places of some events."""
        stem = self.stem if self.head is not None or self.is_list else ""
        return [f"{stem}[{position}]" for position in positions] if stem else ["$" for _ in positions]

    def pieces(self, start: int = 0) -> Iterator[Piece]:
        """The pieces in order, from the one that begins at `start` on."""
        seen: set[tuple[str, bool]] = set()
        place = 0
        for number in range(len(self.texts)):
            if place < start and not self.suspects:
                place += PIECE
                continue
            items = decode(self.texts.read(number))
            repeats = _repeats(self, place, items, seen)
            if place >= start:
                yield Piece(place, items, repeats)
            place += len(items)

    def outline(self) -> bytes:
        """What `restored` needs beside the pieces."""
        told = {
            "head": self.head,
            "list": self.is_list,
            "total": self.total,
            "suspects": sorted(self.suspects),
        }
        return encode(told).encode()


def restored(outline: bytes, texts: Spool) -> Delivery:
    """The delivery that gave the outline, with its pieces from elsewhere."""
    told = decode(outline)
    return Delivery(told["head"], told["list"], told["total"], frozenset(told["suspects"]), texts)


def open_delivery(stream: IO[bytes]) -> Delivery:
    """Take a document apart and check everything but its events. Raises InvalidEpcis, TooManyEvents."""
    intake = _Intake()
    value = load_outline(stream, intake.take)
    if isinstance(value, list) or is_document(value):
        _check_around(value, intake.total)
    elif not isinstance(value, dict) or intake.total:
        message = f"Write one of {', '.join(LIST_PATHS)}."
        raise InvalidEpcis(read_json(value).issues or (Issue("$.type", "value.unknown", message),))
    else:
        intake.take(value, encode(value).encode())
    # Master data are checked once and not with every piece.
    head = {k: v for k, v in value.items() if k != "epcisHeader"} if is_document(value) else None
    return intake.finish(head, is_list=isinstance(value, list))


def _check_around(value: Json, total: int) -> None:
    """Raises InvalidEpcis where anything is wrong with a document or list beside its events."""
    issues = read_json(value).issues if is_document(value) else ()
    if issues:
        raise InvalidEpcis(issues)
    if not total:
        raise InvalidEpcis((Issue("$", "document.empty", "Write at least one event."),))


class _Intake:
    """Puts events aside as they come."""

    def __init__(self) -> None:
        self.total = 0
        self._waiting: list[bytes] = []
        self._spool = Spool()
        self._marked = bytearray(1 << (_MARKS - 3))
        self._suspects: set[int] = set()

    def take(self, item: Json, text: bytes) -> None:
        if self.total == MOST_EVENTS:
            raise TooManyEvents
        self.total += 1
        if isinstance(item, dict) and isinstance(event_id := item.get("eventID"), str):
            self._mark(_mark(event_id, "errorDeclaration" in item))
        self._waiting.append(text)
        if len(self._waiting) == PIECE:
            self._put_aside()

    def finish(self, head: dict[str, Json] | None, *, is_list: bool) -> Delivery:
        if self._waiting:
            self._put_aside()
        return Delivery(head, is_list, self.total, frozenset(self._suspects), self._spool)

    def _put_aside(self) -> None:
        self._spool.add(b"[%b]" % b",".join(self._waiting))
        self._waiting.clear()

    def _mark(self, mark: int) -> None:
        place, bit = mark >> 3 & (1 << (_MARKS - 3)) - 1, 1 << (mark & 7)
        if self._marked[place] & bit:
            self._suspects.add(mark)
        self._marked[place] |= bit


def _mark(event_id: str, is_declared: bool) -> int:
    return crc32(event_id.encode(), is_declared)


def _repeats(
    delivery: Delivery, start: int, items: Sequence[Json], seen: set[tuple[str, bool]]
) -> dict[int, Issue]:
    """Issues by position in the piece. seen: the suspected eventIDs of earlier pieces; those of this one are added."""
    found: dict[int, Issue] = {}
    for position, item in enumerate(items):
        event_id = item.get("eventID") if isinstance(item, dict) else None
        if not isinstance(event_id, str):
            continue
        if len(event_id) > LONGEST_ID:
            message = f"Use at most {LONGEST_ID} characters."
            found[position] = Issue(
                f"{delivery.path(start + position)}.eventID", "identifier.length", message
            )
        elif delivery.suspects and _mark(event_id, "errorDeclaration" in item) in delivery.suspects:
            key = event_id, "errorDeclaration" in item
            if key in seen:
                message = "Give each event an eventID of its own."
                found[position] = Issue(
                    f"{delivery.path(start + position)}.eventID", "rule.duplicate", message
                )
            seen.add(key)
    return found


def prepare(delivery: Delivery, piece: Piece, *, all_or_none: bool) -> tuple[list[Prepared], list[Issue]]:
    """The valid events of a piece, and what is wrong with the others.

    With `all_or_none` nothing is prepared where anything is wrong.
    """
    chosen = list(range(len(piece.items)))
    wrong: list[Issue] = []
    while chosen:
        items = [piece.items[position] for position in chosen]
        reading = read_json(_around(delivery, items), delivery.memory)
        issues = _issues(delivery, piece, chosen, reading.issues)
        if not issues:
            assert reading.document is not None
            paths = delivery.paths([piece.start + position for position in chosen])
            return _prepared(reading.document, items, paths), wrong
        wrong += dict.fromkeys(issue for _, issue in issues)
        if all_or_none:
            return [], wrong
        bad = {position for position, _ in issues}
        chosen = [position for position in chosen if position not in bad]
    return [], wrong


def _issues(
    delivery: Delivery, piece: Piece, chosen: Sequence[int], found: Iterable[Issue]
) -> list[tuple[int, Issue]]:
    """Positions in the piece, and what is wrong with the events there."""
    issues = [_placed(delivery, piece, chosen, issue) for issue in found]
    return issues + [(place, piece.repeats[place]) for place in chosen if place in piece.repeats]


def _prepared(document: model.Document, items: Sequence[Json], paths: Sequence[str]) -> list[Prepared]:
    """Events with what they are found by; one without eventID is named by its hash.

    Step by step over all of them: to take them one by one through every step costs a third more.
    """
    events = document.events
    hashes = [event_hash(event, ignored=document.ignored_fields) for event in events]
    terms, numbers, shared = zip(*[entries(event) for event in events], strict=True)
    columns = (
        [event.event_id or hashed for event, hashed in zip(events, hashes, strict=True)],
        hashes,
        [_declaration(event) if event.error_declaration is not None else "" for event in events],
        [event.event_time for event in events],
        _bodies(events, items, hashes),
        terms,
        numbers,
        paths,
        [sensor_doubts(event) if event.sensor_elements else () for event in events],
        shared,
    )
    return [tuple.__new__(Prepared, row) for row in zip(*columns, strict=True)]


_Own = tuple[str, str, str, datetime, str, Terms, Numbers, str, tuple[str, ...]]
"""A prepared event without its shared terms."""


class _Packed(NamedTuple):
    """shared: each set of shared terms once; places: for each event, which of them it has."""

    shared: list[Shared]
    places: list[int]
    events: list[_Own]


_packer = Encoder()
_unpacker = Decoder(_Packed)


def pack(events: list[Prepared]) -> bytes:
    """Prepared events as bytes, for a file until they are kept."""
    shared: dict[Shared, int] = {}
    places = [shared.setdefault(event.shared, len(shared)) for event in events]
    return _packer.encode((list(shared), places, [event[:-1] for event in events]))


def unpack(data: bytes) -> list[Prepared]:
    """What `pack` took; events that are alike have one set of shared terms in common."""
    shared, places, events = _unpacker.decode(data)
    return [tuple.__new__(Prepared, (*own, shared[place])) for own, place in zip(events, places, strict=True)]


def _bodies(events: Sequence[model.Event], items: Sequence[Json], hashes: Sequence[str]) -> list[str]:
    """Each event as in any list: as sent, with an eventID, without the time at which another repository recorded it,
    and with prefixes beyond the standard's in a `@context` of its own.
    """
    bodies: list[str] = []
    names, own = None, ""
    for event, item, hashed in zip(events, items, hashes, strict=True):
        if event.namespaces is not names:
            names = event.namespaces
            own = names.memo(_own_context)[names.epcis]
        text = encode(_kept(event, item, hashed))
        bodies.append(f"{own}{text[1:]}" if own else text)
    return bodies


def _kept(event: model.Event, item: dict[str, Json], hashed: str) -> dict[str, Json]:
    if not _STRANGE.isdisjoint(item):
        item = {name: value for name, value in item.items() if name not in _STRANGE}
    return {**item, "eventID": hashed} if event.event_id is None else item


_STRANGE = frozenset({"@context", "recordTime"})


def _own_context(names: Namespaces, _epcis: object) -> str:
    """The beginning of an event's text that declares its own prefixes."""
    own = {p: uri for p, uri in names.prefixes.items() if STANDARD_PREFIXES.get(p) != uri}
    return f'{{"@context": [{encode(own)}], ' if own else ""


def with_record_time(bodies: Iterable[str], moment: datetime) -> list[str]:
    """The bodies with the time at which the repository recorded them."""
    ending = f', "recordTime": "{serialize.time_text(moment)}"}}'
    return [body[:-1] + ending for body in bodies]


def _declaration(event: model.Event) -> str:
    text = json.dumps(
        serialize.event_json(event, context=False)["errorDeclaration"], sort_keys=True, default=str
    )
    return hashlib.sha256(text.encode()).hexdigest()


_INDEX = re.compile(r"\$(?:\.[A-Za-z.]+)?\[([0-9]+)\]")


def _around(delivery: Delivery, items: list[Json]) -> Json:
    if delivery.head is not None:
        return with_events(delivery.head, items)
    return items if delivery.is_list else items[0]


def _placed(delivery: Delivery, piece: Piece, chosen: Sequence[int], issue: Issue) -> tuple[int, Issue]:
    """The position in the piece of the event an issue is of, and the issue with its path in the whole delivery."""
    found = _INDEX.match(issue.path)
    if found is None or (delivery.head is None and not delivery.is_list):
        return chosen[0], issue
    position = chosen[int(found[1])]
    return position, replace(issue, path=delivery.path(piece.start + position) + issue.path[found.end() :])
