"""Namespaces: what the `@context` of a document declares, and how a compact name expands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from traceability.epcis.issues import Issue, step
from traceability.epcis.lexical.formats import SCHEMES, is_uri

K = TypeVar("K")
V = TypeVar("V")
EPCIS_CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"

# The prefixes that GS1's own context declares.
STANDARD_PREFIXES: Mapping[str, str] = {
    "epcis": "https://ref.gs1.org/epcis/",
    "cbv": "https://ref.gs1.org/cbv/",
    "cbvmda": "urn:epcglobal:cbv:mda:",
    "gs1": "https://gs1.org/voc/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
}

MASTER_DATA_PREFIXES = {name: STANDARD_PREFIXES[name] for name in ("cbvmda", "gs1")}
"""Declared in every answer: readers that do not load GS1's context want the prefixes of master data spelt out."""


class Memo(dict[K, V]):
    """What a function gives for each key, worked out once: events of a delivery say the same again and again."""

    def __init__(self, find: Callable[[K], V]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: K) -> V:
        found = self._find(key)
        if len(self) < MOST_REMEMBERED:
            self[key] = found
        return found


MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Namespaces:
    """Prefix -> namespace URI at one place of a document. `epcis`: GS1's own context has been named."""

    prefixes: Mapping[str, str] = field(default_factory=dict)
    epcis: bool = False
    _memos: dict[Any, "Memo[Any, Any]"] = field(default_factory=dict, compare=False, repr=False)

    def memo(self, find: Callable[["Namespaces", K], V]) -> "Memo[K, V]":
        """What `find` gives under these prefixes."""
        found = self._memos.get(find)
        if found is None:
            found = self._memos[find] = Memo(partial(find, Namespaces(self.prefixes, self.epcis)))
        return found

    def lookup(self, prefix: str) -> str | None:
        return self.prefixes.get(prefix) or STANDARD_PREFIXES.get(prefix)

    def expand(self, text: str) -> str:
        """The full URI of a CURIE whose prefix is declared; any other text unchanged."""
        prefix, colon, rest = text.partition(":")
        if not colon or rest.startswith("//"):
            return text
        base = self.lookup(prefix)
        return text if base is None else base + rest

    def is_unknown(self, text: str) -> bool:
        """Whether `text` looks like a CURIE but its prefix is neither declared nor a URI scheme."""
        prefix, _, rest = text.partition(":")
        return not rest.startswith("//") and prefix not in SCHEMES and self.lookup(prefix) is None

    def split(self, key: str) -> tuple[str, str]:
        """Namespace and local name of a member's name; the namespace is empty for a bare name."""
        prefix, colon, rest = key.partition(":")
        if not colon:
            return "", key
        base = None if rest.startswith("//") else self.lookup(prefix)
        if base is not None:
            return base, rest
        cut = max(key.rfind("/"), key.rfind("#"), key.rfind(":")) + 1
        return key[:cut], key[cut:]

    def extended(self, context: object, path: str, issues: list[Issue]) -> "Namespaces":
        """These namespaces and those an `@context` adds; what is wrong with it goes to `issues`."""
        found = dict(self.prefixes)
        named = self.epcis
        entries = context if isinstance(context, list) else [context]
        for index, entry in enumerate(entries):
            where = f"{path}[{index}]" if isinstance(context, list) else path
            if isinstance(entry, dict):
                found |= _declared(entry, where, issues)
            elif isinstance(entry, str) and is_uri(entry):
                named = named or entry.endswith("epcis-context.jsonld")
            else:
                issues.append(
                    Issue(where, "type.context", "Write a context as an absolute URI or an object.")
                )
            if entry in entries[:index]:
                issues.append(Issue(where, "list.duplicate", "Name each context once only."))
        return Namespaces(found, named)


def _declared(entry: dict[str, object], path: str, issues: list[Issue]) -> dict[str, str]:
    found = {}
    for name, meaning in entry.items():
        target = meaning.get("@id") if isinstance(meaning, dict) else meaning
        if name.startswith("@") or target is None:
            continue
        if not isinstance(target, str) or not (is_uri(target) or target.startswith("@")):
            issues.append(
                Issue(
                    step(path, name),
                    "context.namespace",
                    "Declare a prefix with an absolute URI as its namespace.",
                )
            )
        elif not target.startswith("@"):
            found[name] = target
    return found
