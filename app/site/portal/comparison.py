"""Every field of an article for the person who releases it: as it is, and what would change."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from app.core.database.base import db
from app.site.bilingual import labelled
from app.site.portal.labels import CATEGORIES, CERTAINTIES, KINDS, LAW
from app.site.portal.models import Article
from app.site.portal.views import body_markup, picture_of
from app.web.filters import date_text, datetime_text
from app.web.i18n import N_, current_locale, translate
from catalog.models import AdministrativeUnit

FIELDS = {
    "kind": N_("What it is"),
    "unit_id": N_("Whom it concerns"),
    "category": N_("Topic"),
    "title_vi": N_("Title, in Vietnamese"),
    "title_en": N_("Title, in English"),
    "summary_vi": N_("Summary, in Vietnamese"),
    "summary_en": N_("Summary, in English"),
    "body_vi": N_("Text, in Vietnamese"),
    "body_en": N_("Text, in English"),
    "cover": N_("Cover picture"),
    "cover_alt": N_("What the cover shows"),
    "publish_at": N_("Public from"),
    "number": N_("Number of the text"),
    "issuer": N_("Issuing authority"),
    "issued_on": N_("Signed on"),
    "in_force_from": N_("In force from"),
    "in_force_until": N_("In force until"),
    "changed_by": N_("Changed or replaced by"),
    "certainty": N_("How certain the facts are"),
    "source": N_("Source"),
}
"""In the order of the form, by its labels."""
IN_FULL = ("title_vi", "title_en", "summary_vi", "summary_en", "body_vi", "body_en", "cover")
"""What the page shows as the public will see it."""
OF_LAW = ("number", "issuer", "issued_on", "in_force_from", "in_force_until", "changed_by", "certainty")


def changes_of(row: Article) -> list[dict[str, Any]]:
    """Each field with a waiting value: old beside new."""
    return [
        {
            "name": translate(label),
            "lang": _language(name),
            "is_picture": name == "cover",
            "old": _shown(row, name, getattr(row, name), row.cover_alt),
            "new": _shown(row, name, row.pending[name], row.pending.get("cover_alt", row.cover_alt)),
        }
        for name, label in FIELDS.items()
        if name in row.pending
    ]


def facts_of(row: Article) -> list[dict[str, Any]]:
    """The other fields as they are, for a list; those of a law for a law alone."""
    return [
        {"key": translate(label), "value": _shown(row, name, getattr(row, name), ""), "lang": _language(name)}
        for name, label in FIELDS.items()
        if name not in IN_FULL and (row.kind == LAW or name not in OF_LAW)
    ]


def _language(name: str) -> str:
    """Of what was typed; nothing of what the program says."""
    if name in {"cover_alt", "number", "issuer", "changed_by", "source"}:
        return "vi"
    return name.rpartition("_")[2] if name.endswith(("_vi", "_en")) else ""


def _shown(row: Article, name: str, value: Any, alt: str) -> Any:
    """A value as people read it; waiting days are kept as text."""
    if name == "cover":
        return picture_of(value, alt, row.title_vi)
    if name == "unit_id":
        return _place(value)
    if not value or name not in _READERS:
        return value or ""
    return _READERS[name](value)


def _place(unit_id: int | None) -> str:
    unit = db.session.get(AdministrativeUnit, unit_id) if unit_id is not None else None
    return unit.name_in(current_locale()) if unit is not None else translate("Whole country")


def _day(value: date | str) -> str:
    return date_text(date.fromisoformat(value) if isinstance(value, str) else value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "kind": partial(labelled, KINDS),
    "category": partial(labelled, CATEGORIES),
    "certainty": partial(labelled, CERTAINTIES),
    "body_vi": body_markup,
    "body_en": body_markup,
    "publish_at": datetime_text,
    **dict.fromkeys(("issued_on", "in_force_from", "in_force_until"), _day),
}
