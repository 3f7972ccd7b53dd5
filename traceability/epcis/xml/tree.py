"""XML read as a stream into small trees. Document types are refused: with them entities and external references."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat  # no tree of the standard library: a document type is refused before it is read

from traceability.epcis.issues import InvalidEpcis
from traceability.epcis.json.text import refused

MAX_DEPTH = 100
MAX_ELEMENTS = 200_000
"""Of one event, and of what is around the events."""
MAX_NAMESPACES = 200
"""That a document declares: each is written with every event that was sent in it."""
_KEPT_NAMES = 10_000
CHUNK = 64 * 1024
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


Apart = Callable[[list[Element], Element], bool]
"""Whether an element, within those that are open around it, is taken apart from the tree."""
Shell = Callable[[Element], bool]
"""Whether an element only wraps others, so that nothing is left of it once they were taken."""


def read_tree(
    stream: IO[bytes],
    is_apart: Apart,
    is_shell: Shell,
    take: Callable[[Element], None],
    name_prefix: Callable[[str, str], None],
) -> Element:
    """The root, without the elements that went to `take`. Raises InvalidEpcis: xml.syntax, xml.doctype, xml.nesting,
    xml.size, xml.namespaces.

    name_prefix: gets each namespace and a prefix that the document gives it, before the element that declares it.
    """
    builder = _Builder(is_apart, is_shell, take, name_prefix)
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = builder.doctype
    parser.StartNamespaceDeclHandler = builder.namespace
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    try:
        while data := stream.read(CHUNK):
            parser.Parse(data, False)
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        reason = expat.errors.messages.get(fault.code, "broken")
        raise refused("xml.syntax", f"This is not XML: {reason} at line {fault.lineno}.") from None
    except InvalidEpcis:
        raise
    except (LookupError, ValueError):
        raise refused("xml.encoding", "Save the file as UTF-8.") from None
    assert builder.root is not None
    return builder.root


class _Builder:
    def __init__(
        self,
        is_apart: Apart,
        is_shell: Shell,
        take: Callable[[Element], None],
        name_prefix: Callable[[str, str], None],
    ) -> None:
        self.root: Element | None = None
        self._is_apart, self._is_shell, self._take = is_apart, is_shell, take
        self._name_prefix = name_prefix
        self._namespaces: set[str] = set()
        self._emptied = False
        self._open: list[Element] = []
        self._texts: list[list[str] | None] = []
        self._names: dict[str, Name] = {}
        self._count = 0

    def doctype(self, *_declaration: object) -> None:
        raise refused(
            "xml.doctype", "Take out the document type: no entities and no external references are read."
        )

    def namespace(self, prefix: str | None, uri: str | None) -> None:
        if not uri:
            return
        if uri not in self._namespaces:
            if len(self._namespaces) == MAX_NAMESPACES:
                raise refused("xml.namespaces", f"Declare no more than {MAX_NAMESPACES} namespaces.")
            self._namespaces.add(uri)
        if prefix:
            self._name_prefix(uri, prefix)

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
        if not self._open:
            self.root = element
        self._open.append(element)
        self._texts.append(None)

    def end(self, _name: str) -> None:
        element, texts = self._open.pop(), self._texts.pop()
        if texts is not None and not element.children:
            element.text = "".join(texts).strip()
        if not self._open:
            return
        if self._is_apart(self._open, element):
            self._count, self._emptied = 0, True
            self._take(element)
        elif element.children or not (self._emptied and self._is_shell(element)):
            self._open[-1].children.append(element)
            self._emptied = False

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
            if len(self._names) == _KEPT_NAMES:
                self._names.clear()
            namespace, _, local = text.rpartition(_BETWEEN)
            found = self._names[text] = (namespace, local)
        return found
