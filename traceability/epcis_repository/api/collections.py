"""Events by one of their fields: `/eventTypes`, `/epcs`, `/bizSteps` and the like."""

import json
from dataclasses import dataclass, replace

from flask import Response

from app.core.errors import NotFound
from app.web.access import access
from traceability.epcis.json.events import KINDS
from traceability.epcis.lexical.context import Namespaces
from traceability.epcis.lexical.vocabulary import BIZ_STEP, DISPOSITION, Vocabulary
from traceability.epcis_repository.api.blueprint import CONTEXT, answer, bp, scope
from traceability.epcis_repository.api.discovery import COLLECTIONS
from traceability.epcis_repository.api.events import SIMPLE, asked_query, declared_names, queried
from traceability.epcis_repository.api.paging import asked_page, with_next
from traceability.epcis_repository.api.problems import BadRequest
from traceability.epcis_repository.index import spelt
from traceability.epcis_repository.queries import has_value, list_values
from traceability.epcis_repository.query import ANY_OBJECT, TermCondition


@dataclass(frozen=True, slots=True)
class Collection:
    """names: the fields of its values; known: values that exist even where no event has them."""

    names: tuple[str, ...]
    vocabulary: Vocabulary | None = None
    known: frozenset[str] = frozenset()

    def shown(self, value: str) -> str:
        """A value as events carry it: words of the standard bare."""
        word = value.removeprefix(self.vocabulary.base) if self.vocabulary else value
        return word if self.vocabulary and word in self.vocabulary.words else value


KNOWN = {
    "eventTypes": Collection(("eventType",), known=frozenset(KINDS)),
    "epcs": Collection(ANY_OBJECT),
    "bizSteps": Collection(("bizStep",), BIZ_STEP, BIZ_STEP.words),
    "bizLocations": Collection(("bizLocation",)),
    "readPoints": Collection(("readPoint",)),
    "dispositions": Collection(("disposition",), DISPOSITION, DISPOSITION.words),
}


@bp.get(f"/<{COLLECTIONS}:name>", provide_automatic_options=False)
@access("trace.manage")
def values(name: str) -> Response:
    """The values in the caller's events; event types of the standard always."""
    collection, asked = KNOWN[name], asked_page()
    after = _after(asked.state)
    found = list_values(scope(), collection.names, asked.size + 1, after)
    if name == "eventTypes":
        found = sorted({*found, *(kind for kind in collection.known if kind > after)})
    listed = found[: asked.size]
    response = answer(_collection([collection.shown(value) for value in listed]))
    return with_next(response, {"v": listed[-1]} if len(found) > len(listed) else None)


@bp.get(f"/<{COLLECTIONS}:name>/<path:value>", provide_automatic_options=False, merge_slashes=False)
@access("trace.manage")
def value_parts(name: str, value: str) -> Response:
    """What there is below a value."""
    asked_page()  # read for its refusals: there is one page
    _find(name, value, declared_names())
    return answer(_collection(["events"]))


@bp.get(f"/<{COLLECTIONS}:name>/<path:value>/events", provide_automatic_options=False, merge_slashes=False)
@access("trace.manage")
def value_events(name: str, value: str) -> Response:
    """The events with a value, further narrowed by the query in the address."""
    condition = _find(name, value, declared_names())
    query = asked_query()
    return queried(scope(), replace(query, terms=(*query.terms, condition)), SIMPLE)


def _find(name: str, value: str, names: Namespaces) -> TermCondition:
    """The condition of a value. Raises NotFound."""
    collection = KNOWN[name]
    spelling = spelt(value, names, collection.vocabulary)
    is_known = collection.shown(spelling) in collection.known
    if not is_known and not has_value(scope(), collection.names, spelling):
        raise NotFound("epcis_not_found")
    return TermCondition(collection.names, (spelling,))


def _after(state: dict[str, object] | None) -> str:
    if state is None:
        return ""
    value = state.get("v")
    if not isinstance(value, str) or "\0" in value:
        raise BadRequest("epcis_page_token", "nextPageToken")
    return value


def _collection(members: list[str]) -> str:
    return json.dumps({"@context": CONTEXT, "type": "Collection", "member": members}, ensure_ascii=False)
