"""What the page of a product shows, from its rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.site.bilingual import in_locale, joined, labelled, marked, place_name, source_text
from app.site.marks import unchecked_note
from app.web.i18n import current_locale, translate
from app.web.paths import path_to
from catalog.enums import CertificateKind, CheckState, TrademarkState, Validity
from catalog.labels import CERTIFICATE_KINDS, LEVELS, TRADEMARK_KINDS, TRADEMARK_STATES
from catalog.models import picture_of_mark
from catalog.products.views import PictureView, picture_view
from catalog.schemes.chain import chains
from catalog.validity import HOLDING, trademark_validity, validity_on

MOST_READ = 300
"""Characters of a description that its summary is taken from."""


def pictures_of(rows: Sequence[Any], name: str) -> list[PictureView]:
    return [shown for row in rows if (shown := picture_of(row, name)) is not None]


def picture_of(row: Any, name: str) -> PictureView | None:
    """row: with the columns of a picture; its `files` may be None (no picture)."""
    return picture_view(row, current_locale(), name) if row.files else None


def award_view(row: Any, day: date) -> dict[str, Any]:
    """A recognition with its state on a day. row: an award's columns, with those of its round or without."""
    state = validity_on(
        day, row.issued_on, row.valid_until, suspended_on=row.suspended_on, revoked_on=row.revoked_on
    )
    return {
        "number": row.number,
        "href": path_to("certificate", row.number) if row.number else None,
        "level": labelled(LEVELS, row.level),
        "level_code": row.level,
        "year": row.year,
        "state": str(state),
        "holds": state in HOLDING,
        "until": row.valid_until,
        "revoked_on": row.revoked_on,
        "issued_on": row.issued_on,
        "issuer": row.issuer,
        "decision": row.decision_number,
        "decision_date": row.decision_date,
        "unit": place_name(row.unit_name),
        "source": source_text(row.source_text),
        "source_note": row.source_note,
        "demo": row.is_demo,
    }


def awards_view(rows: Sequence[Any], day: date) -> list[dict[str, Any]]:
    """Newest first; one that begins later is not shown before its day."""
    views = []
    for row in rows:
        view = award_view(row, day)
        if view["state"] == Validity.NOT_YET:
            continue
        if row.round_slug:
            view["round"] = marked(row.round_vi, row.round_en)
            view["round_href"] = path_to("round", row.round_slug)
        if row.lead_slug:
            view["lead"] = marked(row.lead_vi, row.lead_en)
            view["lead_href"] = path_to("product", row.lead_slug)
        views.append(view)
    return views


def papers_view(rows: Sequence[Any], day: date) -> list[dict[str, Any]]:
    """The certificates that stand, each with those that it has renewed."""
    return [
        paper_view(row, day) | {"earlier": [paper_view(each, day) for each in earlier]}
        for row, earlier in chains(rows)
    ]


def paper_view(row: Any, day: date) -> dict[str, Any]:
    """A certificate of the facility, or a column-like row of one. Until an officer checked it, it says so."""
    kind = labelled(CERTIFICATE_KINDS, row.kind)
    if row.stars:
        kind = translate("%(kind)s, %(stars)s stars", kind=kind, stars=row.stars)
    checked = row.check_state == CheckState.CHECKED
    return {
        "name": row.title if row.kind == CertificateKind.OTHER and row.title else kind,
        "note": row.title if row.kind != CertificateKind.OTHER else "",
        "number": row.number,
        "issuer": row.issuer,
        "issued_on": row.issued_on,
        "until": row.valid_until,
        "checked": checked,
        "checked_at": row.checked_at,
        "state": str(validity_on(day, row.issued_on, row.valid_until, revoked_on=row.revoked_on)),
        "revoked_on": row.revoked_on,
        "demo": row.is_demo,
    }


def mark_view(row: Any, day: date, prefix: str = "") -> dict[str, Any] | None:
    """A trademark from a row whose columns begin with `prefix`; None where there is none."""

    def column(name: str) -> Any:
        return getattr(row, prefix + name)

    if not column("name"):
        return None
    state = trademark_validity(
        TrademarkState(column("state")), column("registration_date"), column("valid_until"), day
    )
    return {
        "name": column("name"),
        "kind": labelled(TRADEMARK_KINDS, column("kind")),
        "state": str(state) if state else None,
        "state_text": labelled(TRADEMARK_STATES, column("state")),
        "number": column("registration_number") or column("application_number"),
        "is_registered": bool(column("registration_number")),
        "date": column("registration_date"),
        "until": column("valid_until"),
        "holder": column("holder"),
        "classes": ", ".join(map(str, column("nice_classes"))),
        "edition": column("nice_edition"),
        "picture": picture_of_mark(column("logo_files"))
        if column("check_state") == CheckState.CHECKED
        else None,
        "checked": column("check_state") == CheckState.CHECKED,
        "checked_at": column("checked_at"),
        "demo": column("is_demo"),
    }


def facts_view(row: Any) -> list[dict[str, Any]]:
    """The rows of the fact list, only those that are known; they are kept in Vietnamese."""
    lang = "" if current_locale() == "vi" else "vi"
    facts = [
        ("net_content", translate("Net content"), row.net_content),
        ("dimensions", translate("Size"), row.dimensions),
        ("materials", translate("Made of"), row.materials),
        ("shelf_life", translate("Keeps for"), row.shelf_life),
        ("standard", translate("Standard"), row.standard),
        ("trademark_id", translate("Trademark"), row.mark_name),
        ("gtin", "GTIN", row.gtin),
    ]
    return [
        {
            "key": key,
            "value": value,
            "lang": "" if value == row.gtin else lang,
            "note": unchecked_note(row.unchecked, field),
        }
        for field, key, value in facts
        if value
    ]


def earlier_text(awards: Sequence[dict[str, Any]], best: dict[str, Any] | None) -> str:
    """Recognitions beside the one on the plaque, in one line; empty where there is none."""
    named = [
        translate("%(level)s %(year)s", level=award["level"], year=award["year"])
        for award in awards
        if award is not best
    ]
    return ", ".join(named)


def unit_of(row: Any) -> str:
    return str(row.unit_name_en if current_locale() == "en" else row.unit_name_vi)


def place_of(row: Any) -> str:
    """Address, commune and province of the facility, in one line."""
    return joined([row.facility_address, row.facility_commune, unit_of(row)])


def summary_of(row: Any) -> str:
    """The first sentence or so of the description, for search engines and previews."""
    text = " ".join(in_locale(row.description_vi, row.description_en)[:MOST_READ].split())
    return text if len(text) <= 160 else text[:159].rsplit(" ", 1)[0] + "…"  # noqa: PLR2004  # what previews show
