"""An XML document as a small tree. Document types are refused, and with them every entity and external reference."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat  # no tree of the standard library: a document type is refused before it is read

from traceability.epcis.issues import InvalidEpcis
from traceability.epcis.json.text import refused

MAX_DEPTH = 100
MAX_ELEMENTS = 2_000_000
_BETWEEN = " "
Name = tuple[str, str]
_NO_ATTRIBUTES: Mapping[Name, str] = {}


@dataclass(slots=True)
class Element:
    """name: (namespace, local name), also of attributes; local: its second part; text: between the tags of a leaf."""

    name: Name
    local: str
    attributes: Mapping[Name, str]
    children: list["Element"]
    text: str = ""


@dataclass(slots=True)
class Tree:
    """prefixes: namespace -> the prefix that the document first gave it."""

    root: Element
    prefixes: dict[str, str]


def parse_tree(data: bytes) -> Tree:
    """Raises InvalidEpcis: xml.syntax, xml.doctype, xml.nesting, xml.size."""
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = builder.doctype
    parser.StartNamespaceDeclHandler = builder.namespace
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        reason = expat.errors.messages.get(fault.code, "broken")
        raise refused("xml.syntax", f"This is not XML: {reason} at line {fault.lineno}.") from None
    except InvalidEpcis:
        raise
    except (LookupError, ValueError):
        raise refused("xml.encoding", "Save the file as UTF-8.") from None
    assert builder.root is not None
    return Tree(builder.root, builder.prefixes)


class _Builder:
    def __init__(self) -> None:
        self.root: Element | None = None
        self.prefixes: dict[str, str] = {}
        self._open: list[Element] = []
        self._texts: list[list[str] | None] = []
        self._names: dict[str, Name] = {}
        self._count = 0

    def doctype(self, *_declaration: object) -> None:
        raise refused(
            "xml.doctype", "Take out the document type: no entities and no external references are read."
        )

    def namespace(self, prefix: str | None, uri: str | None) -> None:
        if uri and prefix:
            self.prefixes.setdefault(uri, prefix)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= MAX_DEPTH:
            raise refused("xml.nesting", f"Nest no deeper than {MAX_DEPTH} levels.")
        if self._count > MAX_ELEMENTS:
            raise refused("xml.size", "Send the events in several documents.")
        known = self._name(name)
        found = (
            {self._name(key): value for key, value in attributes.items()} if attributes else _NO_ATTRIBUTES
        )
        element = Element(known, known[1], found, [])
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append(None)

    def end(self, _name: str) -> None:
        element, texts = self._open.pop(), self._texts.pop()
        if texts is not None and not element.children:
            element.text = "".join(texts).strip()

    def characters(self, text: str) -> None:
        texts = self._texts[-1]
        if texts is None:
            self._texts[-1] = [text]
        else:
            texts.append(text)

    def _name(self, text: str) -> Name:
        """A document has few names, each very often."""
        found = self._names.get(text)
        if found is None:
            namespace, _, local = text.rpartition(_BETWEEN)
            found = self._names[text] = (namespace, local)
        return found
