"""An XML document as a small tree. Document types are refused, and with them every entity and external reference."""

from dataclasses import dataclass, field
from xml.parsers import expat  # no tree of the standard library: a document type is refused before it is read

from traceability.epcis.issues import InvalidEpcis
from traceability.epcis.json.text import refused

MAX_DEPTH = 100
MAX_ELEMENTS = 2_000_000
_BETWEEN = " "


@dataclass(slots=True)
class Element:
    """name: (namespace, local name), also of attributes; text: what stands between the tags of a leaf."""

    name: tuple[str, str]
    attributes: dict[tuple[str, str], str]
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    @property
    def local(self) -> str:
        return self.name[1]


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
        self._texts: list[list[str]] = []
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
        element = Element(_name(name), {_name(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append([])

    def end(self, _name: str) -> None:
        element, texts = self._open.pop(), self._texts.pop()
        if not element.children:
            element.text = "".join(texts).strip()

    def characters(self, text: str) -> None:
        self._texts[-1].append(text)


def _name(text: str) -> tuple[str, str]:
    namespace, _, local = text.rpartition(_BETWEEN)
    return namespace, local
