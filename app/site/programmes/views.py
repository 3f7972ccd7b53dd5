"""What pages of programmes show: bars of targets, the provinces, a target with the facts behind its number."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from flask import url_for
from markupsafe import Markup

from app.core.clock import today
from app.site.bilingual import in_locale, joined, marked, place_name
from app.site.catalogue.cards import unit_name
from app.site.catalogue.province_map import map_of
from app.web.filters import date_text
from app.web.i18n import N_, translate
from app.web.paths import path_to
from catalog.enums import FacilityState
from catalog.facilities.consent import may_be_named
from catalog.models import AdministrativeUnit, Facility
from programme.counts.queries import Counted
from programme.enums import Evidence
from programme.models import Fact, Programme, Target

EVIDENCE = {
    Evidence.ACCEPTED: N_("Accepted as done"),
    Evidence.DOCUMENT: N_("With a document"),
    Evidence.DECLARED: N_("Only declared, not counted"),
}
BAR = 400
"""Width of a bar in units of its drawing."""
NOTHING = Counted()
FIELD_NAMES = {
    "title": N_("Title"),
    "number": N_("How many"),
    "day": N_("Day"),
    "evidence": N_("Evidence"),
    "document": N_("Document"),
    "unit_id": N_("Province or city"),
}
IN_WORDS = ("title", "document")
"""Fields of a fact in which a person may be named."""


def programme_card(row: Programme) -> dict[str, Any]:
    """A programme in the list. Its days, its level and its place as it was when it began."""
    return {
        "href": url_for("site.programme", slug=row.slug),
        "name": marked(row.title_vi, row.title_en),
        "area": place_name(row.unit.name_vi) if row.unit else translate("National level"),
        "years": f"{row.starts_on.year}–{row.ends_on.year}",
        "decision": decision_text(row),
        "elapsed": elapsed(row),
        "ended_on": date_text(row.ends_on) if row.ends_on < today() else "",
        "demo": row.is_demo,
    }


def decision_text(row: Programme) -> str:
    return joined([row.decision_number, row.issuer])


def elapsed(row: Programme) -> dict[str, int]:
    """Days that are over, of all, and the same in hundredths."""
    whole = (row.ends_on - row.starts_on).days + 1
    over = min(max((today() - row.starts_on).days + 1, 0), whole)
    return {"days": over, "of": whole, "percent": 100 * over // whole}


def chapters(programme: Programme, counts: dict[int, Counted]) -> list[dict[str, Any]]:
    """Targets by chapter, in the order of the programme."""
    return [
        {"title": title, "targets": [target_row(target, counts.get(target.id, NOTHING)) for target in rows]}
        for title, rows in _by_chapter(programme.targets)
    ]


def _by_chapter(targets: Sequence[Target]) -> Iterator[tuple[Markup | str, list[Target]]]:
    for (vi, en), rows in groupby(targets, key=lambda target: (target.chapter_vi, target.chapter_en)):
        yield marked(vi, en), list(rows)


def target_row(target: Target, counted: Counted) -> dict[str, Any]:
    """A target with its bar. percent: None where there is no number, or an approximate one that nobody may pass by."""
    version = target.version_on(today())
    firm = version.number is not None and not version.is_approximate
    return {
        "code": target.code,
        "href": url_for("site.programme_target", slug=target.programme.slug, code=target.code),
        "name": marked(version.wording_vi, version.wording_en),
        "text": in_locale(version.wording_vi, version.wording_en),
        "measure": in_locale(target.measure.name_vi, target.measure.name_en),
        "number": version.number,
        "about": version.is_approximate,
        "counted": counted,
        "percent": 100 * counted.number // (version.number or 1) if firm else None,
        "bar": bar(counted, version.number),
        "amended": len(target.versions) > 1,
    }


def bar(counted: Counted, number: int | None) -> dict[str, int] | None:
    """Widths of the parts of a bar; None without a number. More than was asked for fills it."""
    if not number:
        return None
    top = max(number, counted.number)
    accepted = BAR * counted.accepted // top
    both = BAR * counted.number // top
    told = min(BAR, BAR * (counted.number + counted.declared) // top)
    return {
        "accepted": accepted,
        "document": both - accepted,
        "declared": told - both,
        "goal": BAR * number // top,
    }


def province_rows(counts: dict[str, Counted], units: Sequence[AdministrativeUnit]) -> list[dict[str, Any]]:
    """Provinces with facts that count, the most first; numbers of unlike measures make no sum, so facts are counted."""
    rows = [
        {"name": unit_name(unit), "code": unit.code, "counted": counts[unit.code]}
        for unit in units
        if counts.get(unit.code, NOTHING).number
    ]
    return sorted(rows, key=lambda row: -row["counted"].number)


def province_map(counts: dict[str, Counted], units: Sequence[AdministrativeUnit]) -> dict[str, Any]:
    numbers = {code: counted.number for code, counted in counts.items()}
    return map_of(numbers, units, lambda code: f"#tinh-{code}")


def fact_row(fact: Fact) -> dict[str, Any]:
    """A fact that counts, with its source. A facility of a person is named with consent alone, in corrections too."""
    shown = is_named(fact.facility)
    return {
        "title": fact.title if shown else translate("A facility that is not named"),
        "number": fact.number,
        "day": str(fact.day.year) if fact.is_year_only else date_text(fact.day),
        "place": place_name(fact.unit.name_on(fact.day)) if fact.unit else "",
        "href": _facility_path(fact.facility) if shown else "",
        "evidence": fact.evidence,
        "evidence_text": translate(EVIDENCE[Evidence(fact.evidence)]),
        "document": fact.document if shown else "",
        "origin": fact.origin if shown else "",
        "own": fact.is_own,
        "entered_at": fact.entered_at,
        "confirmed_at": fact.confirmed_at,
        "withdrawn": fact.withdrawn_at,
        "demo": fact.is_demo,
        "changes": _changes(fact, shown),
    }


def is_named(facility: Facility | None) -> bool:
    """Whether words about a facility may stand on a page: those of a person need their consent."""
    return facility is None or may_be_named(facility.kind, facility.consent_at, facility.state)


def _facility_path(facility: Facility | None) -> str:
    is_public = facility is not None and facility.state == FacilityState.VERIFIED
    return path_to("facility", facility.slug) if is_public and facility is not None else ""


def _changes(fact: Fact, shown: bool) -> list[dict[str, Any]]:
    """Corrections of a fact; where its words are not shown, those of number, day and evidence alone."""
    hidden = {"unit_id"} if shown else {"unit_id", *IN_WORDS}
    found = []
    for change in fact.changes:
        parts = [
            {"name": translate(FIELD_NAMES[name]), "before": _value(name, change.before.get(name)),
             "after": _value(name, value)}
            for name, value in change.after.items()
            if name not in hidden
        ]  # fmt: skip
        if shown or parts:
            reason = change.reason if shown else ""
            found.append({"at": change.changed_at, "reason": reason, "parts": parts})
    return found


def _value(name: str, value: Any) -> Any:
    if name == "evidence":
        return translate(EVIDENCE[Evidence(value)]) if value else ""
    if name == "day" and isinstance(value, str):
        return date.fromisoformat(value)
    return value


def version_rows(target: Target) -> list[dict[str, Any]]:
    """The versions of a target, the newest first."""
    return [
        {
            "from": version.from_day,
            "decision": version.decision,
            "wording": marked(version.wording_vi, version.wording_en),
            "number": version.number,
            "about": version.is_approximate,
            "reason": version.reason,
        }
        for version in reversed(target.versions)
    ]


def quarter_rows(counts: dict[str, Counted]) -> list[dict[str, Any]]:
    """What was counted in each quarter."""
    return [
        {
            "label": translate("Quarter %(quarter)s of %(year)s", quarter=value[-1], year=value[:4]),
            "value": counted.number,
        }
        for value, counted in counts.items()
        if counted.number
    ]
