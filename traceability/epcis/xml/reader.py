"""EPCIS XML, 2.0 and 1.2, as the JSON of EPCIS 2.0, so that one reader judges both."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import IO, Any

from traceability.epcis.json.text import refused
from traceability.epcis.lexical.context import EPCIS_CONTEXT, STANDARD_PREFIXES
from traceability.epcis.xml.tree import Element, read_tree

Json = Any
JsonObject = dict[str, Json]

_EPCIS = re.compile(r"urn:epcglobal:epcis(?:-query|-masterdata)?:xsd:[12]")
_SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_IGNORED_NAMESPACES = frozenset({_SCHEMA_INSTANCE, "http://www.w3.org/XML/1998/namespace"})
_WRAPPERS = frozenset({"extension", "baseExtension"})
_URN = re.compile(r"urn:epcglobal:cbv:(?:bizstep|disp|btt|sdt|er):([A-Za-z_]+)")
_WEB = re.compile(
    r"https?://(?:ref\.gs1\.org/cbv/(?:BizStep|Disp|BTT|SDT|ER|Comp)-|(?:www\.)?gs1\.org/voc/)([A-Za-z_]+)"
)
_CURIE = re.compile(r"(?:cbv:(?:BizStep|Disp|BTT|SDT|ER|Comp)-|gs1:)([A-Za-z_]+)")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_WORDS = frozenset({"bizStep", "disposition", "reason", "type", "exception", "component"})
_NUMBERS = frozenset(
    {"value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue", "quantity"}
)
_LISTS = frozenset({"epcList", "childEPCs", "inputEPCList", "outputEPCList", "correctiveEventIDs"})
_QUANTITIES = frozenset({"quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"})
_TYPED = {"bizTransactionList": "bizTransaction", "sourceList": "source", "destinationList": "destination"}
_PLACES = frozenset({"readPoint", "bizLocation"})
_DOCUMENTS = frozenset({"EPCISDocument", "EPCISQueryDocument"})


def is_xml(data: bytes) -> bool:
    """Whether the text begins as XML does."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or data[:4] in {
        b"\xff\xfe<\0",
        b"\xfe\xff\0<",
    }


def to_json(stream: IO[bytes], take: Callable[[JsonObject], None]) -> JsonObject:
    """The document or event as EPCIS JSON, without the events of a document, which went to `take` one by one.

    Raises InvalidEpcis where it is no XML or no EPCIS.
    """
    conversion = _Conversion(take)
    root = read_tree(stream, _is_listed, _is_wrapper, conversion.take, conversion.name_prefix)
    return conversion.document(root)


def _is_listed(around: list[Element], element: Element) -> bool:
    """Whether an element is an event of the document's list, also within the wrappers of EPCIS 1.x."""
    depth = len(around)
    if around[-1].local not in _AROUND_EVENTS or _is_wrapper(element):
        return False
    while depth and around[depth - 1].local in _WRAPPERS:
        depth -= 1
    return tuple([each.local for each in around[1:depth]]) in _LISTS_OF_EVENTS


_AROUND_EVENTS = _WRAPPERS | {"EventList"}
_LISTS_OF_EVENTS = {("EPCISBody", "EventList"), ("EPCISBody", "QueryResults", "resultsBody", "EventList")}


class _Conversion:
    """prefixes: namespace -> the prefix it has in the JSON, one each."""

    def __init__(self, take: Callable[[JsonObject], None]) -> None:
        self._prefixes: dict[str, str] = {}
        self._take = take

    def name_prefix(self, namespace: str, prefix: str) -> None:
        """The first prefix of a namespace is the one it has, where no other has it."""
        if namespace in self._prefixes or namespace in _IGNORED_NAMESPACES or _EPCIS.fullmatch(namespace):
            return
        self._prefixes[namespace] = self._free(prefix)

    def take(self, element: Element) -> None:
        self._take(self._event(element))

    def _free(self, prefix: str) -> str:
        taken = set(self._prefixes.values())
        return next(name for n in range(len(taken) + 2) if (name := f"{prefix}{n or ''}") not in taken)

    def document(self, root: Element) -> JsonObject:
        if root.local.endswith("Event") and root.local not in _DOCUMENTS:
            event = self._event(root)
            return {"@context": self._context(), **event}
        if root.local not in _DOCUMENTS:
            raise refused("document.unknown", "Write an EPCISDocument, an EPCISQueryDocument or one event.")
        body = _child(root, "EPCISBody")
        if body is None:
            raise refused("field.required", "Add EPCISBody.", "$.epcisBody")
        head: JsonObject = {"type": root.local, "schemaVersion": "2.0"}
        if (created := root.attributes.get(("", "creationDate"))) is not None:
            head["creationDate"] = created
        version = root.attributes.get(("", "schemaVersion"), "")
        if not re.fullmatch(r"[12](?:\.[0-9]+)*", version):
            raise refused("format.version", "Write the schema version, 1.2 or 2.0.", "$.schemaVersion")
        for child in root.children:
            if child.name[0] and not _is_epcis(child):
                head[self._key(child.name)] = self._ignored(child)
        head["epcisBody"] = self._body(root.local, body)
        return {"@context": self._context(), **head}

    def _context(self) -> list[Json]:
        own = {p: ns for ns, p in self._prefixes.items() if STANDARD_PREFIXES.get(p) != ns}
        return [EPCIS_CONTEXT, own] if own else [EPCIS_CONTEXT]

    def _body(self, kind: str, body: Element) -> JsonObject:
        if kind == "EPCISDocument":
            return {"eventList": self._no_events(_child(body, "EventList"))}
        results = _child(body, "QueryResults")
        if results is None:
            raise refused("field.required", "Add QueryResults.", "$.epcisBody.queryResults")
        found: JsonObject = {}
        for name in ("queryName", "subscriptionID"):
            if (child := _child(results, name)) is not None:
                found[name] = child.text
        holder = _child(results, "resultsBody")
        listed = _child(holder, "EventList") if holder is not None else None
        found["resultsBody"] = {"eventList": self._no_events(listed)}
        return {"queryResults": found}

    def _no_events(self, holder: Element | None) -> list[Json]:
        if holder is None:
            raise refused("field.required", "Add EventList.", "$.epcisBody.eventList")
        return []

    def _ignored(self, element: Element) -> Json:
        """`ignoreFields` holds names as empty elements; any other extension of the document is a value."""
        if element.local == "ignoreFields":
            return [self._key(child.name) for child in element.children]
        return self._value(element)

    def _event(self, element: Element) -> JsonObject:
        standard = not element.name[0] or _is_epcis(element)
        found: JsonObject = {"type": element.local if standard else self._key(element.name)}
        for child in _unwrapped(element.children):
            self._add(found, child, _EVENT_PARTS)
        return found

    def _add(self, found: JsonObject, child: Element, parts: Mapping[str, str]) -> None:
        """One member of an event or of a part of it; what is repeated becomes a list."""
        if child.name[0] and not _is_epcis(child):
            _put(found, self._key(child.name), self._value(child))
            return
        name = child.local
        convert = getattr(self, parts[name]) if name in parts else self._text
        _put(found, name, convert(child))

    def _text(self, element: Element) -> Json:
        return (
            {c.local: c.text for c in element.children}
            if element.children
            else _read(element.local, element.text)
        )

    def _texts(self, element: Element) -> list[Json]:
        return [child.text for child in element.children]

    def _quantities(self, element: Element) -> list[Json]:
        return [{c.local: _read(c.local, c.text) for c in child.children} for child in element.children]

    def _typed(self, element: Element) -> list[Json]:
        name = _TYPED[element.local]
        return [
            {**{key[1]: _word(value) for key, value in child.attributes.items()}, name: child.text}
            for child in element.children
        ]

    def _part(self, element: Element) -> JsonObject:
        """A place or an error declaration."""
        found: JsonObject = {}
        for child in _unwrapped(element.children):
            self._add(found, child, {"correctiveEventIDs": "_texts"})
        return found

    def _dispositions(self, element: Element) -> JsonObject:
        found: JsonObject = {}
        for child in element.children:
            found.setdefault(child.local, []).append(_word(child.text))
        return found

    def _sensors(self, element: Element) -> list[Json]:
        return [self._sensor(child) for child in element.children]

    def _sensor(self, element: Element) -> JsonObject:
        found: JsonObject = {}
        for child in _unwrapped(element.children):
            if child.local == "sensorReport" and not _is_foreign(child):
                found.setdefault("sensorReport", []).append(self._attributes(child))
            elif child.local == "sensorMetadata" and not _is_foreign(child):
                found["sensorMetadata"] = self._attributes(child)
            else:
                self._add(found, child, {})
        return found

    def _attributes(self, element: Element) -> JsonObject:
        found: JsonObject = {}
        for (namespace, local), value in element.attributes.items():
            if namespace and namespace not in _IGNORED_NAMESPACES:
                found[self._key((namespace, local))] = value
            elif not namespace:
                found[local] = _read(local, value)
        return found

    def _master_data(self, element: Element) -> JsonObject:
        found: JsonObject = {}
        for child in _unwrapped(element.children):
            self._add(found, child, {})
        return found

    def _value(self, element: Element) -> Json:
        """An extension: a text, or an object of what is in it."""
        if not element.children:
            return element.text
        found: JsonObject = {}
        for child in element.children:
            _put(found, self._key(child.name) if child.name[0] else child.local, self._value(child))
        return found

    def _key(self, name: tuple[str, str]) -> str:
        namespace, local = name
        prefix = self._prefixes.get(namespace)
        if prefix is None:
            prefix = self._prefixes[namespace] = self._free("ns")
        return f"{prefix}:{local}"


_EVENT_PARTS: Mapping[str, str] = {
    **dict.fromkeys(_LISTS, "_texts"),
    **dict.fromkeys(_QUANTITIES, "_quantities"),
    **dict.fromkeys(_TYPED, "_typed"),
    **dict.fromkeys(_PLACES, "_part"),
    "errorDeclaration": "_part",
    "persistentDisposition": "_dispositions",
    "sensorElementList": "_sensors",
    "ilmd": "_master_data",
}


def _is_wrapper(element: Element) -> bool:
    """Whether EPCIS 1.x puts what came later into it."""
    return element.local in _WRAPPERS and not _is_foreign(element)


def _is_epcis(element: Element) -> bool:
    return _EPCIS.fullmatch(element.name[0]) is not None


def _is_foreign(element: Element) -> bool:
    return bool(element.name[0]) and not _is_epcis(element)


def _child(element: Element, name: str) -> Element | None:
    return next((c for c in element.children if c.local == name and not _is_foreign(c)), None)


def _unwrapped(elements: Iterable[Element]) -> list[Element]:
    """Without the wrappers in which EPCIS 1.x puts what came later."""
    found: list[Element] = []
    for element in elements:
        if _is_wrapper(element):
            found += _unwrapped(element.children)
        else:
            found.append(element)
    return found


def _put(found: JsonObject, name: str, value: Json) -> None:
    if name not in found:
        found[name] = value
    elif isinstance(found[name], list):
        found[name].append(value)
    else:
        found[name] = [found[name], value]


def _read(name: str, text: str) -> Json:
    if name in _NUMBERS:
        return Decimal(text) if _NUMBER.fullmatch(text) else text
    if name == "booleanValue":
        return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
    return _word(text) if name in _WORDS else text


def _word(text: str) -> str:
    """The bare word of the vocabulary in JSON for its URN, web address or prefixed name in XML."""
    for pattern in (_URN, _WEB, _CURIE):
        if (found := pattern.fullmatch(text)) is not None:
            return found[1]
    return text
