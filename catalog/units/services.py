"""Updates the table of administrative units from `catalog.units.table`."""

import unicodedata
from typing import Any

from sqlalchemy import select

from app.core.database.base import db
from app.core.text import slugify
from catalog.models import AdministrativeUnit, Facility
from catalog.units.communes import commune_key_of
from catalog.units.table import (
    EARLIER_FORMS,
    ENGLISH_NAMES,
    FROM_2004,
    FROM_2025,
    LIST_2004,
    LIST_2025,
    NOTES,
    UNTIL_2004,
    V2004,
    V2025,
)

_D = str.maketrans("đĐ", "dD")
Key = tuple[str, str]


def sync_units() -> int:
    """Add missing units and correct changed facts; inside a transaction, safe to run again.

    Returns how many rows were added or changed. Ids never change: others point at them.
    """
    known = {(unit.list_version, unit.code): unit for unit in db.session.scalars(select(AdministrativeUnit))}
    changed = 0
    for code, name, kind, region in LIST_2025:
        facts = {
            "kind": kind,
            "region": region,
            "valid_from": FROM_2025,
            "valid_until": None,
            "successor_id": None,
        }
        changed += _put(known, (V2025, code), _facts(V2025, code, name) | facts)
    db.session.flush()  # the older list points at the newer one's ids
    for code, name, kind, region, successor in LIST_2004:
        facts = {"kind": kind, "region": region, "valid_from": FROM_2004, "valid_until": UNTIL_2004}
        facts["successor_id"] = known[V2025, successor].id
        changed += _put(known, (V2004, code), _facts(V2004, code, name) | facts)
    return changed + _find_communes()


def _find_communes() -> int:
    """Note list and code of the communes that facilities name and that no one has looked up yet."""
    query = select(Facility).where(Facility.commune_key == "", Facility.commune != "")
    found = 0
    for facility in db.session.scalars(query):
        facility.commune_key = commune_key_of(facility.commune, facility.unit.present.code)
        found += bool(facility.commune_key)
    return found


def _facts(version: str, code: str, name: str) -> dict[str, Any]:
    earlier = EARLIER_FORMS.get((version, code))
    return {
        "name_vi": name,
        "name_en": english_name(name),
        "slug": slugify(name),
        "earlier_name": earlier.name if earlier else "",
        "earlier_kind": earlier.kind if earlier else "",
        "earlier_until": earlier.until if earlier else None,
        "note": NOTES.get((version, code), ""),
    }


def _put(known: dict[Key, AdministrativeUnit], key: Key, facts: dict[str, Any]) -> bool:
    unit = known.get(key)
    if unit is None:
        unit = known[key] = AdministrativeUnit(list_version=key[0], code=key[1], **facts)
        db.session.add(unit)
        return True
    different = {name: value for name, value in facts.items() if getattr(unit, name) != value}
    for name, value in different.items():
        setattr(unit, name, value)
    return bool(different)


def english_name(name: str) -> str:
    """The name as English texts print it: "Đắk Lắk" -> "Dak Lak", "Hà Nội" -> "Hanoi"."""
    decomposed = unicodedata.normalize("NFD", name.translate(_D))
    return ENGLISH_NAMES.get(name) or "".join(char for char in decomposed if not unicodedata.combining(char))
