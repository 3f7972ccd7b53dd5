"""What was found right in a delivery, by what it says: the same words are looked at once."""

from typing import Any, TypeVar

from traceability.epcis.lexical.context import Namespaces
from traceability.epcis.model import Place, Quantity

K = TypeVar("K")
V = TypeVar("V")


class Found(dict[K, V]):
    """What was found right, by what it says; of so many at most, as anybody may say something new each time."""

    def note(self, key: K, value: V) -> None:
        if len(self) < _MOST_FOUND:
            self[key] = value


_MOST_FOUND = 2_000
Amounts = Found[tuple[Any, ...], Quantity]
Readings = Found[tuple[Any, ...], dict[str, Any]]


class Memory:
    """What was found right under the same namespaces, for all pieces of a delivery."""

    def __init__(self) -> None:
        self._begin(Namespaces())

    def _begin(self, namespaces: Namespaces) -> None:
        self._namespaces = namespaces
        self.alike: Found[tuple[Any, ...], dict[str, Any]] = Found()
        self.reports: Readings = Found()
        self.places: Found[str, Place] = Found()
        self.quantities: Amounts = Found()

    def under(self, namespaces: Namespaces) -> Namespaces:
        """The namespaces that all of it was found under, equal to these; with others everything begins anew."""
        if namespaces != self._namespaces:
            self._begin(namespaces)
        return self._namespaces
