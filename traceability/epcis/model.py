"""EPCIS 2.0 events as frozen typed records. Times are aware, lists are tuples, absent is None or ().

Words (business step and the like) stay as written, bare or as URI; `namespaces` holds the prefixes in force,
so that a CURIE keeps its meaning wherever the event goes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias, TypeVar

from traceability.epcis.lexical.context import Namespaces
from traceability.epcis.lexical.formats import Number

T = TypeVar("T")
V = TypeVar("V")
Value: TypeAlias = "str | Number | bool | tuple[Value, ...] | Fields | None"


@dataclass(frozen=True)
class Extension:
    """A member outside the standard: `key` as written, and the namespace and local name it stands for."""

    key: str
    namespace: str
    name: str
    value: Value


@dataclass(frozen=True)
class Fields:
    """A JSON object inside an extension."""

    items: tuple[Extension, ...] = ()


Extensions = tuple[Extension, ...]


@dataclass(frozen=True)
class Place:
    id: str
    extensions: Extensions = ()


@dataclass(frozen=True)
class Quantity:
    """So much of a class. Without `uom` (UN/ECE Recommendation 20, such as KGM) a count of pieces. alike: of an amount
    that others of the delivery may name in the same words.
    """

    epc_class: str
    quantity: Number | None = None
    uom: str | None = None
    alike: "Alike | None" = field(default=None, init=False, repr=False, compare=False)


@dataclass(frozen=True)
class BizTransaction:
    id: str
    type: str | None = None


@dataclass(frozen=True)
class Party:
    """A source or a destination; `type` is owning_party, possessing_party, location or a URI."""

    type: str
    id: str


@dataclass(frozen=True)
class PersistentDisposition:
    set: tuple[str, ...] = ()
    unset: tuple[str, ...] = ()


@dataclass(frozen=True)
class ErrorDeclaration:
    time: datetime
    reason: str | None = None
    corrective_event_ids: tuple[str, ...] = ()
    extensions: Extensions = ()


class Alike:
    """What many events or readings of a delivery say in the same words: what follows from it is worked out once."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}

    def once(self, find: Callable[..., V], *of: Any) -> V:
        """What `find` gives of one of them; it may look at nothing that is not alike."""
        found: V | None = self._known.get(find)
        if found is None:
            found = self._known[find] = find(*of)
        return found


def once(alike: Alike | None, find: Callable[..., V], *of: Any) -> V:
    """What `find` gives, for all that are alike together."""
    return find(*of) if alike is None else alike.once(find, *of)


@dataclass(frozen=True, kw_only=True)
class SensorMetadata:
    time: datetime | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None
    device_id: str | None = None
    device_metadata: str | None = None
    raw_data: str | None = None
    data_processing_method: str | None = None
    biz_rules: str | None = None
    extensions: Extensions = ()


@dataclass(frozen=True, kw_only=True)
class SensorReport:
    """One reading; `type` is a measurement type such as Temperature, `uom` such as CEL. alike: of one that has a value
    and, but for that, texts that others of the delivery have too.
    """

    type: str
    exception: str | None = None
    device_id: str | None = None
    device_metadata: str | None = None
    raw_data: str | None = None
    data_processing_method: str | None = None
    biz_rules: str | None = None
    time: datetime | None = None
    microorganism: str | None = None
    chemical_substance: str | None = None
    value: Number | None = None
    component: str | None = None
    string_value: str | None = None
    boolean_value: bool | None = None
    hex_binary_value: str | None = None
    uri_value: str | None = None
    min_value: Number | None = None
    max_value: Number | None = None
    mean_value: Number | None = None
    standard_deviation: Number | None = None
    percentile_rank: Number | None = None
    percentile_value: Number | None = None
    uom: str | None = None
    coordinate_reference_system: str | None = None
    extensions: Extensions = ()
    alike: Alike | None = field(default=None, init=False, repr=False, compare=False)


@dataclass(frozen=True)
class SensorElement:
    """Readings. is_plain: of ones with nothing around them, each of which has its value and texts alone."""

    reports: tuple[SensorReport, ...]
    metadata: SensorMetadata | None = None
    extensions: Extensions = ()
    is_plain: bool = field(default=False, init=False, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Event:
    """What every event has. `offset` is the zone in force where it happened, `+07:00`. alike: of an event whose type,
    zone, action, step, disposition, places and namespaces others of its delivery have too.
    """

    event_time: datetime
    offset: str
    record_time: datetime | None = None
    event_id: str | None = None
    certification_info: tuple[str, ...] = ()
    error_declaration: ErrorDeclaration | None = None
    biz_step: str | None = None
    disposition: str | None = None
    read_point: Place | None = None
    biz_location: Place | None = None
    biz_transactions: tuple[BizTransaction, ...] = ()
    sources: tuple[Party, ...] = ()
    destinations: tuple[Party, ...] = ()
    sensor_elements: tuple[SensorElement, ...] = ()
    extensions: Extensions = ()
    namespaces: Namespaces = field(default_factory=Namespaces)
    alike: Alike | None = field(default=None, init=False, repr=False, compare=False)

    def once(self, find: "Callable[[Event], V]") -> V:
        """What `find` gives for this event and for all that are alike."""
        return find(self) if self.alike is None else self.alike.once(find, self)


@dataclass(frozen=True, kw_only=True)
class ObjectEvent(Event):
    action: str
    epcs: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    persistent_disposition: PersistentDisposition | None = None
    ilmd: Extensions = ()


@dataclass(frozen=True, kw_only=True)
class AggregationEvent(Event):
    action: str
    parent: str | None = None
    child_epcs: tuple[str, ...] = ()
    child_quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AssociationEvent(Event):
    action: str
    parent: str
    child_epcs: tuple[str, ...] = ()
    child_quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TransactionEvent(Event):
    action: str
    parent: str | None = None
    epcs: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TransformationEvent(Event):
    transformation_id: str | None = None
    input_epcs: tuple[str, ...] = ()
    input_quantities: tuple[Quantity, ...] = ()
    output_epcs: tuple[str, ...] = ()
    output_quantities: tuple[Quantity, ...] = ()
    persistent_disposition: PersistentDisposition | None = None
    ilmd: Extensions = ()


@dataclass(frozen=True, kw_only=True)
class ExtendedEvent(Event):
    """An event of a type outside the standard; what it adds stands in `extensions`."""

    type: str


@dataclass(frozen=True, kw_only=True)
class Document:
    """A capture document, a query result, or events sent alone (`kind` empty).

    `ignored_fields` are the event members (as written) that the sender keeps out of the event hash.
    """

    events: tuple[Event, ...]
    kind: str = ""
    creation_date: datetime | None = None
    ignored_fields: tuple[tuple[str, str], ...] = ()


def made(kind: type[T], values: dict[str, Any]) -> T:
    """A record of values that are all there and right, past `__init__`, which sets every absent one too. The dictionary
    becomes its own.

    What the values do not name stays the default of the class; `namespaces` of an event has none.
    """
    part = object.__new__(kind)
    object.__setattr__(part, "__dict__", values)
    return part


Pairs = Iterable[tuple[str, Any]]


class Plan(NamedTuple):
    """The names of the attributes that are set in parts of one shape, and what takes their values."""

    names: tuple[str, ...]
    get: Callable[[dict[str, Any]], tuple[Any, ...]]

    def read(self, part: Any) -> Pairs:
        """(name, value) of what is not absent, in order, once."""
        found = self.get(part.__dict__)
        # One look tells of most that nothing is absent.
        return zip(self.names, found) if all(found) else _present(self.names, found)  # noqa: B905  # one length


class Held:
    """A reader of those (name, attribute) that a `kind` has.

    Most attributes of a part are absent: its own dictionary has those alone that were set.
    """

    def __init__(self, kind: type, named: Iterable[tuple[str, str]]) -> None:
        known = {item.name for item in fields(kind)}
        self._pairs = [(name, attribute) for name, attribute in named if attribute in known]
        self._by_shape: dict[tuple[str, ...], Plan] = {}

    def plan(self, part: Any) -> Plan:
        """How to read the part and all that have the same attributes."""
        shape = tuple(part.__dict__)
        plan = self._by_shape.get(shape)
        if plan is None:
            chosen = [(name, attribute) for name, attribute in self._pairs if attribute in shape]
            plan = Plan(tuple([name for name, _ in chosen]), _getter([attribute for _, attribute in chosen]))
            if len(self._by_shape) < _MOST_SHAPES:
                self._by_shape[shape] = plan
        return plan

    def __call__(self, part: Any) -> Pairs:
        return self.plan(part).read(part)


def _present(names: Iterable[str], found: Iterable[Any]) -> Pairs:
    return [(name, value) for name, value in zip(names, found, strict=True) if value or value not in _ABSENT]


def _getter(attributes: list[str]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    """What takes the values of these attributes out of a dictionary; `itemgetter` gives one alone bare."""
    if len(attributes) > 1:
        return itemgetter(*attributes)
    return lambda values: tuple([values[attribute] for attribute in attributes])


_ABSENT = (None, ())
_MOST_SHAPES = 1_000
"""Shapes of parts of one kind that are remembered: partners send few, but anybody may order members anew."""
EVENT_KINDS = (
    ObjectEvent, AggregationEvent, AssociationEvent, TransactionEvent, TransformationEvent, ExtendedEvent,
)  # fmt: skip
