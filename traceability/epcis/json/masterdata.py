"""Master data in the header of a document: checked for form, not kept."""

from decimal import Decimal

from traceability.epcis.json.reader import Member, Read, Reader, Table, each, members, record, require, uri
from traceability.epcis.json.text import Json


def _open(table: Table, required: tuple[str, ...] = ()) -> Read:
    """An object of which only the members in `table` are looked at; GS1's schema leaves the others free."""

    def read(reader: Reader, value: Json, path: str) -> dict[str, object] | None:
        known = {k: v for k, v in value.items() if k in table} if isinstance(value, dict) else value
        found = members(reader, known, path, table, extensible=False)
        require(reader, value, path, required)
        return found

    return read


def _attribute_value(reader: Reader, value: Json, path: str) -> Json:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str | dict):
        reader.fail(path, "type.attribute", "Write a number, a text or an object here.")
    return value


_ATTRIBUTE = _open({"id": Member("id", uri), "attribute": Member("attribute", _attribute_value)}, ("id",))
_ELEMENT = _open(
    {
        "id": Member("id", uri),
        "attributes": Member("attributes", each(_ATTRIBUTE)),
        "children": Member("children", each(uri)),
    },
    ("id",),
)
VOCABULARY = _open(
    {"type": Member("type", uri), "vocabularyElementList": Member("elements", each(_ELEMENT))}, ("type",)
)
HEADER: Read = record(
    dict,
    {
        "epcisMasterData": Member(
            "master_data", _open({"vocabularyList": Member("vocabularies", each(VOCABULARY))})
        )
    },
    extensible=True,
)
