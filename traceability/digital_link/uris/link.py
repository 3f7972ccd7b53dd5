"""A GS1 Digital Link: its elements, and how they are written."""

from collections.abc import Sequence
from dataclasses import dataclass

from traceability.digital_link.identifiers import IDENTIFIERS
from traceability.digital_link.uris.percent import escape

CANONICAL_STEM = "https://id.gs1.org"

Element = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DigitalLink:
    """A valid link.

    `elements` are (AI, decoded value) pairs, the path's first, then the query's, in their order.
    `path_length` of them are in the path: the primary key and its qualifiers.
    """

    elements: tuple[Element, ...]
    path_length: int

    @property
    def key(self) -> Element:
        """The primary key, such as ("01", "08938501234568")."""
        return self.elements[0]

    @property
    def qualifiers(self) -> tuple[Element, ...]:
        return self.elements[1 : self.path_length]

    @property
    def attributes(self) -> tuple[Element, ...]:
        return self.elements[self.path_length :]

    def value(self, ai: str) -> str | None:
        return next((value for found, value in self.elements if found == ai), None)

    def levels(self) -> tuple[str, ...]:
        """The paths from the whole down to the key: `/01/…/10/…/21/…`, `/01/…/10/…`, `/01/…`."""
        return tuple(_path(self.elements[:count]) for count in range(self.path_length, 0, -1))

    def uri(self, stem: str) -> str:
        """The link on the stem `https://host[/path]`; attributes of fixed length first, else in order."""
        attributes = sorted(self.attributes, key=lambda element: IDENTIFIERS[element[0]].separated)
        query = "&".join(f"{ai}={escape(value, query=True)}" for ai, value in attributes)
        path = _path(self.elements[: self.path_length])
        return f"{stem.removesuffix('/')}{path}{'?' if query else ''}{query}"

    def canonical(self) -> str:
        return self.uri(CANONICAL_STEM)

    def element_string(self) -> str:
        """The bracketed element string: `(01)08938501234568(10)A1`."""
        return bracketed(self.elements)

    def fnc1_string(self) -> str:
        """The element string as a scanner gives it, `^` for FNC1: `^010893850123456810A1^99X`."""
        return with_fnc1(self.elements)


def _path(elements: Sequence[Element]) -> str:
    return "".join(f"/{ai}/{escape(value)}" for ai, value in elements)


def bracketed(elements: Sequence[Element]) -> str:
    return "".join("(" + ai + ")" + value.replace("(", r"\(") for ai, value in elements)


def with_fnc1(elements: Sequence[Element]) -> str:
    written = ""
    separated = True
    for ai, value in elements:
        written += f"{'^' if separated else ''}{ai}{value}"
        separated = IDENTIFIERS[ai].separated
    return written
