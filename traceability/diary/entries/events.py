"""From a diary entry to its EPCIS 2.0 event. Knows no database."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from traceability.diary.entries.measures import MEASURES
from traceability.enums import MEASURED, EventKind
from traceability.epcis import build, event_hash, model, parse, serialize

PREFIX = "tb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """A quantity of a lot, by the lot's address. unit: of `enums.UNITS`, "" if the amount is not given."""

    uri: str
    quantity: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The content of an entry. lot: the lot the diary belongs to; readings: kind of `MEASURES` -> value as
    decimal text; said: further words (supplier, note, …), each told as an extension in `namespace`.
    """

    kind: EventKind
    at: datetime
    place: str
    lot: Substance
    client_id: str
    inputs: tuple[Substance, ...] = ()
    readings: Mapping[str, str]
    since: datetime | None = None
    conforms: bool = True
    master_data: build.MasterData | None = None
    said: Mapping[str, str]
    namespace: str


def event_of(facts: Facts) -> model.Event:
    """The event, numbered by its own hash."""
    extensions = tuple(
        build.extension(PREFIX, facts.namespace, name, text)
        for name, text in sorted(facts.said.items())
        if text
    )
    setting = build.Setting(at=facts.at, place=facts.place, extensions=extensions)
    return build.with_hash_id(_BUILDERS[facts.kind](setting, _goods(facts.lot), facts))


def stored(event: model.Event) -> dict[str, Any]:
    """The event as the stored JSON."""
    return dict(json.loads(serialize.to_text(serialize.event_json(event))))


def declared_wrong(
    epcis: Mapping[str, Any], *, at: datetime, corrective: tuple[str, ...] = ()
) -> tuple[dict[str, Any], str]:
    """The kept event with its error declaration, and the hash, which is that of the event declared wrong."""
    wrong = parse(json.dumps(epcis, ensure_ascii=False)).events[0]
    corrected = build.correct(wrong, at=at, corrective_event_ids=corrective)
    return stored(corrected), event_hash(corrected)


def _goods(*substances: Substance) -> build.Goods:
    return build.Goods(lots=tuple(_quantity(item) for item in substances))


def _quantity(item: Substance) -> model.Quantity:
    return model.Quantity(
        item.uri, item.quantity, MEASURED.get(item.unit) if item.quantity is not None else None
    )


def _readings(facts: Facts) -> tuple[build.Reading, ...]:
    return tuple(
        build.Reading(
            kind=(measure := MEASURES[kind]).type,
            unit=measure.unit,
            substance=measure.substance or None,
            value=Decimal(value),
        )
        for kind, value in facts.readings.items()
    )


def _store(setting: build.Setting, goods: build.Goods, facts: Facts) -> model.Event:
    return build.store(setting, goods, readings=_readings(facts), since=facts.since)


def _inspect(setting: build.Setting, goods: build.Goods, facts: Facts) -> model.Event:
    return build.inspect(setting, goods, conforms=facts.conforms, readings=_readings(facts))


def _make(setting: build.Setting, goods: build.Goods, facts: Facts) -> model.Event:
    return build.make(setting, _goods(*facts.inputs), goods, master_data=facts.master_data)


def _pack(setting: build.Setting, goods: build.Goods, facts: Facts) -> model.Event:
    carton = (
        f"urn:uuid:{uuid5(NAMESPACE_URL, facts.lot.uri + facts.client_id)}"  # a workshop numbers no cartons
    )
    return build.pack(setting, carton, goods)


_BUILDERS: Mapping[EventKind, Callable[[build.Setting, build.Goods, Facts], model.Event]] = {
    EventKind.RECEIVE: lambda setting, goods, _facts: build.receive(setting, goods),
    EventKind.MAKE: _make,
    EventKind.DRY: _store,
    EventKind.FERMENT: _store,
    EventKind.CHECK: _inspect,
    EventKind.FILL: lambda setting, goods, facts: build.fill(setting, goods, master_data=facts.master_data),
    EventKind.PACK: _pack,
    EventKind.SHIP: lambda setting, goods, _facts: build.ship(setting, goods),
    EventKind.SELL: lambda setting, goods, _facts: build.sell(setting, goods),
    EventKind.TAKE_BACK: lambda setting, goods, _facts: build.take_back(setting, goods),
    EventKind.DESTROY: lambda setting, goods, _facts: build.destroy(setting, goods),
}
