"""What an address asks of a list of an officer's area, and the same put into an address again."""

from collections.abc import Iterator
from typing import Any

from flask import request

from app.backoffice.lists.facets import ANY, KNOWN, NONE, NOT_KNOWN, Facet
from app.backoffice.lists.kinds import KINDS, Kind
from app.backoffice.lists.queries import AGES, NAME, Asked, sorts_of
from app.core.text import control_characters, nfc
from app.web.i18n import translate
from catalog.enums import ProductGroup
from catalog.review.area import asked_unit

TEXT_LIMIT = 200


def asked_list(kind: str) -> Asked:
    """What the address asks for; anything that is not known is left out."""
    values, which = request.args, KINDS[kind]
    text = nfc(values.get("q", "")[: 4 * TEXT_LIMIT])
    text = "".join(char for char in text if not control_characters(char))
    age, sort = values.get("age", ""), values.get("sort", NAME)
    return Asked(
        text=" ".join(text.split())[:TEXT_LIMIT],
        unit_id=asked_unit(),
        state=_known(values.get("state", ""), which.states),
        group=_known(values.get("group", ""), set(ProductGroup) if which.group is not None else ()),
        age=int(age) if age in map(str, AGES) else 0,
        sort=sort if sort in sorts_of(which) else NAME,
        after=values.get("after") or values.get("before") or "",
        back="before" in values and "after" not in values,
        more=tuple(_asked_facets(which)),
    )


def _asked_facets(which: Kind) -> Iterator[tuple[str, str]]:
    for name, facet in which.facets.items():
        value = request.args.get(name, "")
        if name not in _plain(which) and value and facet.is_value(value):
            yield name, value


def _plain(which: Kind) -> set[str]:
    """Facets that lists have had of old, with fields of their own."""
    return {"province", "state"} | ({"group"} if which.group is not None else set())


def _known(value: str, values: Any) -> str:
    return value if value in values else ""


def question(asked: Asked, **more: Any) -> dict[str, Any]:
    """The question as it stands in an address, without its place in the list."""
    return {
        "q": asked.text or None,
        "province": request.args.get("province") if asked.unit_id is not None else None,
        "state": asked.state or None,
        "group": asked.group or None,
        "age": asked.age or None,
        **dict(asked.more),
        "sort": asked.sort if asked.sort != NAME else None,
        **more,
    }


def facet_fields(kind: str, asked: Asked) -> list[dict[str, Any]]:
    """The other facets of a list, each with its choices; a value that is not among them is one more choice."""
    fields = []
    for name, facet in KINDS[kind].facets.items():
        value = asked.facet(name)
        choices = list(facet.choices()) if facet.choices is not None else []
        if name in _plain(KINDS[kind]) or not (choices or value):
            continue
        if value and value not in choices:
            choices.insert(0, value)
        options = {choice: value_text(facet, choice) for choice in choices}
        fields.append({"name": name, "label": translate(facet.label), "options": options, "value": value})
    return fields


def value_text(facet: Facet, value: str) -> str:
    """A value of a facet in words."""
    if value in {NONE, ANY}:
        return translate(NOT_KNOWN if value == NONE else KNOWN)
    return facet.text(value)
