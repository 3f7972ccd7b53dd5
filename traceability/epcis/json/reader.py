"""From JSON values to typed ones: a reader gets a value and its path, and reports instead of raising."""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple, TypeVar

from traceability.epcis.issues import Issue, step
from traceability.epcis.json import plain
from traceability.epcis.json.memory import Memory
from traceability.epcis.lexical import formats, identifiers
from traceability.epcis.lexical.context import Namespaces
from traceability.epcis.lexical.vocabulary import CBV_BASES, Vocabulary
from traceability.epcis.model import Extension, Extensions, Fields, Value, made

MAX_EXTENSION_DEPTH = 32

T = TypeVar("T")
Json = Any


class Reader:
    """Collects issues; `namespaces` are those in force where it reads; `alike`, `places`, `quantities` and
    `reports` what was found right, by what it says.
    """

    __slots__ = ("_memory", "alike", "issues", "namespaces", "places", "quantities", "reports")

    def __init__(self, memory: Memory | None = None) -> None:
        self.issues: list[Issue] = []
        self.namespaces = Namespaces()
        self._memory = memory or Memory()
        self._remember()

    def begin(self, namespaces: Namespaces) -> None:
        """Read what stands under these namespaces."""
        self.namespaces = self._memory.under(namespaces)
        self._remember()

    def _remember(self) -> None:
        memory = self._memory
        self.alike, self.reports = memory.alike, memory.reports
        self.places, self.quantities = memory.places, memory.quantities

    def fail(self, path: str, code: str, message: str) -> None:
        self.issues.append(Issue(path, code, message))


Read = Callable[[Reader, Json, str], Any]


class Member(NamedTuple):
    """How one JSON member is read, and the attribute it becomes."""

    attribute: str
    read: Read


Table = Mapping[str, Member]


def text(reader: Reader, value: Json, path: str) -> str | None:
    if isinstance(value, str):
        return value
    reader.fail(path, "type.string", "Write a text in quotes here.")
    return None


def uri(reader: Reader, value: Json, path: str) -> str | None:
    if isinstance(value, str) and formats.is_uri(value):
        return value
    reader.fail(
        path, "format.uri", "Write an absolute URI here, such as https://id.gs1.org/01/… or urn:epc:id:…."
    )
    return None


def identifier(reader: Reader, value: Json, path: str) -> str | None:
    if isinstance(value, str):
        known = identifiers.identity(value)
        if known.is_uri and not known.is_misspelt:
            return value
    found = uri(reader, value, path)
    if found is not None:
        reader.fail(
            path, "identifier.form", "Correct the identifier: a field of it has a wrong length or character."
        )
    return found


def instance(reader: Reader, value: Json, path: str) -> str | None:
    found = identifier(reader, value, path)
    if found is not None and identifiers.level(found) == "class":
        reader.fail(
            path,
            "identifier.level",
            "Name a single object here; a product or a lot belongs into a quantity list.",
        )
    return found


def object_class(reader: Reader, value: Json, path: str) -> str | None:
    found = identifier(reader, value, path)
    if found is not None and found.startswith("urn:epc:id:"):
        reader.fail(
            path,
            "identifier.level",
            "Name a product or a lot here; a single object belongs into an EPC list.",
        )
    return found


def time(reader: Reader, value: Json, path: str) -> datetime | None:
    moment = formats.parse_time(value) if isinstance(value, str) else None
    if moment is None:
        reader.fail(path, "format.time", "Write date, time and zone, such as 2026-11-22T08:00:00+07:00.")
    return moment


def offset(reader: Reader, value: Json, path: str) -> str | None:
    if isinstance(value, str) and formats.is_offset(value):
        return value
    reader.fail(
        path, "format.offset", "Write the zone offset as +hh:mm or -hh:mm, at most 14:00, such as +07:00."
    )
    return None


def number(reader: Reader, value: Json, path: str) -> formats.Number | None:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    reader.fail(path, "type.number", "Write a number without quotes here.")
    return None


def boolean(reader: Reader, value: Json, path: str) -> bool | None:
    if isinstance(value, bool):
        return value
    reader.fail(path, "type.boolean", "Write true or false without quotes here.")
    return None


def one_of(words: Iterable[str]) -> Read:
    allowed = frozenset(words)
    listed = ", ".join(sorted(allowed))

    def read(reader: Reader, value: Json, path: str) -> str | None:
        if isinstance(value, str) and value in allowed:
            return value
        reader.fail(path, "value.unknown", f"Write one of {listed}.")
        return None

    return read


def word(vocabulary: Vocabulary, *, declared: bool = True) -> Read:
    """A bare CBV word, or an absolute URI or (always with `declared`) declared CURIE of your own."""

    def read(reader: Reader, value: Json, path: str) -> str | None:
        if not isinstance(value, str):
            return text(reader, value, path)
        if value in vocabulary.words:
            return value
        if not formats.is_uri(value):
            near = vocabulary.nearest(value)
            hint = f"; did you mean {near}?" if near else "."
            message = f"Write a CBV {vocabulary.name} or the full URI of your own word{hint}"
            reader.fail(path, "vocabulary.word", message)
            return None
        if declared and reader.namespaces.is_unknown(value):
            reader.fail(
                path,
                "namespace.undeclared",
                f"Declare the prefix of {value} in @context, or write a full URI.",
            )
        else:
            _check_word_uri(reader, vocabulary, value, path)
        return value

    return read


def _check_word_uri(reader: Reader, vocabulary: Vocabulary, value: str, path: str) -> None:
    full = reader.namespaces.expand(value)
    is_voc = vocabulary.base.endswith("/voc/")
    local = full.removeprefix(vocabulary.base)
    if value.startswith(_GS1_VOCABULARY if is_voc else _OLD_CBV):
        reader.fail(
            path, "vocabulary.spelling", "Write words of the standard bare in JSON, such as in_transit."
        )
    elif full.startswith(vocabulary.base if is_voc else CBV_BASES) and local not in vocabulary.words:
        message = f"{local} is no CBV {vocabulary.name}; use your own namespace for it."
        reader.issues.append(Issue(path, "vocabulary.word", message, readable=True))


_OLD_CBV = ("urn:epcglobal:cbv", "http://ns.gs1.org/cbv/", "https://ns.gs1.org/cbv/")
_GS1_VOCABULARY = (
    "http://gs1.org/voc/",
    "https://gs1.org/voc/",
    "http://www.gs1.org/voc/",
    "https://www.gs1.org/voc/",
)


def each(read: Read, *, least: int = 0, unique: bool = False) -> Read:
    """A list of what `read` reads, as tuple; with `unique` no element twice."""

    def read_list(reader: Reader, value: Json, path: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            reader.fail(path, "type.list", "Write a list in square brackets here.")
            return ()
        if len(value) < least:
            reader.fail(path, "list.empty", "Name at least one, or leave the whole field out.")
        found = [read(reader, item, f"{path}[{index}]") for index, item in enumerate(value)]
        if unique and len(set(found)) < len(found):
            _report_repeats(reader, found, path)
        return tuple(found) if all(found) else tuple([item for item in found if item is not None])

    return read_list


def instances(reader: Reader, value: Json, path: str) -> tuple[str, ...]:
    """A list of single objects, none twice. Long lists are mostly right: path by path only where one is not."""
    found: tuple[str, ...] | None = plain.instances(reader, value)
    if found is None:
        found = _instances(reader, value, path)
    return found


_instances = each(instance, unique=True)


def _report_repeats(reader: Reader, found: list[Any], path: str) -> None:
    seen = set()
    for index, item in enumerate(found):
        if item in seen and item is not None:
            reader.fail(f"{path}[{index}]", "list.duplicate", "Name each once only.")
        seen.add(item)


def one_or_each(read: Read) -> Read:
    read_list = each(read)

    def read_either(reader: Reader, value: Json, path: str) -> tuple[Any, ...]:
        if isinstance(value, list):
            found: tuple[Any, ...] = read_list(reader, value, path)
            return found
        single = read(reader, value, path)
        return () if single is None else (single,)

    return read_either


def members(
    reader: Reader,
    value: Json,
    path: str,
    table: Table,
    *,
    extensible: bool,
    passed: Container[str] = (),
) -> dict[str, Any] | None:
    """The attributes that `table` names; with `extensible` also `extensions`. None for what is no object.

    passed: members that are read elsewhere.
    """
    if not isinstance(value, dict):
        reader.fail(path, "type.object", "Write an object in curly brackets here.")
        return None
    found: dict[str, Any] = {}
    others: list[Extension] = []
    for key, item in value.items():
        member = table.get(key)
        if member is not None:
            attribute, read = member
            found[attribute] = read(reader, item, f"{path}.{key}")
        elif key in passed:
            continue
        elif extensible and (":" in key):
            others.append(extension(reader, key, item, path))
        else:
            advice = "give an extension a prefix declared in @context" if extensible else "leave it out"
            reader.fail(
                step(path, key), "field.unknown", f"{key} is no field of the standard here; {advice}."
            )
    if others:
        found["extensions"] = tuple(others)
    return found


def require(reader: Reader, value: Json, path: str, names: Iterable[str]) -> bool:
    """Whether an object has every one of `names`; what is missing is reported at its own path."""
    if not isinstance(value, dict) or all(map(value.__contains__, names)):
        return True
    missing = [name for name in names if name not in value]
    for name in missing:
        reader.fail(step(path, name), "field.required", f"Add {name}; it is required here.")
    return False


def record(
    make: type[T], table: Table, *, required: tuple[str, ...] = (), extensible: bool = False
) -> Callable[[Reader, Json, str], T | None]:
    """A reader of objects of the type `make` from the members in `table`."""
    needed = [table[name].attribute for name in required]
    build: Callable[[dict[str, Any]], Any] = make if make is dict else partial(made, make)

    def read(reader: Reader, value: Json, path: str) -> T | None:
        found = members(reader, value, path, table, extensible=extensible)
        if found is None:
            return None
        for name in needed:
            if found.get(name) is None:
                require(reader, value, path, required)
                return None
        built: T = build(found)
        return built

    return read


def extension(reader: Reader, key: str, value: Json, path: str, depth: int = 1) -> Extension:
    where = step(path, key)
    if ":" in key:
        if not formats.is_uri(key):
            reader.fail(where, "format.uri", "Name an extension by prefix:name or by a full URI.")
        elif reader.namespaces.is_unknown(key):
            prefix = key.partition(":")[0]
            reader.fail(where, "namespace.undeclared", f"Declare the prefix {prefix} in @context.")
    namespace, name = reader.namespaces.split(key)
    return Extension(key, namespace, name, _extension_value(reader, value, where, depth))


def _extension_value(reader: Reader, value: Json, path: str, depth: int) -> Value:
    if depth > MAX_EXTENSION_DEPTH:
        reader.fail(path, "json.nesting", f"Nest extensions no deeper than {MAX_EXTENSION_DEPTH} levels.")
        return None
    if isinstance(value, dict):
        return Fields(tuple(extension(reader, k, v, path, depth + 1) for k, v in value.items()))
    if isinstance(value, list):
        return tuple(_extension_value(reader, v, f"{path}[{i}]", depth + 1) for i, v in enumerate(value))
    assert value is None or isinstance(value, str | int | Decimal)
    return value


def ilmd(reader: Reader, value: Json, path: str) -> Extensions:
    """Instance and lot master data: every member is an extension."""
    found = members(reader, value, path, {}, extensible=True)
    return () if found is None else tuple(found.get("extensions", ()))
