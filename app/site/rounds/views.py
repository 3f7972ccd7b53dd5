"""Selection rounds as the public sees them: cards, the calendar, the published result."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.core.clock import VIETNAM, today, utc_now
from app.site.bilingual import in_locale, joined, labelled, marked, place_name
from app.web.filters import date_text, datetime_text, exact_total
from app.web.i18n import N_, translate
from app.web.paths import path_to
from catalog.enums import Region
from catalog.labels import LEVELS, PRODUCT_GROUPS, REGIONS
from catalog.merging.queries import list_open_slugs
from voting.levels.queries import get_level_rules
from voting.models import SelectionRound
from voting.rounds.labels import ROUND_STATES

RUNNING = (
    "announced", "receiving", "checking", "scoring", "site_visit", "scoring_second", "council", "provisional",
    "complaints",
)  # fmt: skip
STAGES = (
    (N_("Announced"), ("announced",)),
    (N_("Entries"), ("receiving", "checking")),
    (N_("Scoring"), ("scoring", "site_visit", "scoring_second")),
    (N_("Council"), ("council",)),
    (N_("Provisional list"), ("provisional", "complaints")),
    (N_("Decision"), ("recognised", "awarded", "archived")),
)


def round_card(row: Any) -> dict[str, Any]:
    """row: a round, or its columns."""
    return {
        "name": marked(row.title_vi, row.title_en),
        "href": path_to("round", row.slug),
        "level": labelled(LEVELS, row.level),
        "area": area(row),
        "state": row.state,
        "state_text": labelled(ROUND_STATES, row.state),
        "deadline_text": deadline_text(row),
        "note": str(row.year),
        "demo": row.is_demo,
    }


def handling(row: SelectionRound) -> dict[str, str]:
    """Whether dossiers are handled as an administrative procedure, which each level sets."""
    procedure = N_("Handled as an administrative procedure")
    plan = N_("Run under a plan of its authority, not as an administrative procedure")
    text = procedure if get_level_rules(row.level).is_procedure else plan
    return {"key": translate("How dossiers are handled"), "value": translate(text)}


def area(row: Any) -> str:
    """Province or region as it was called when the round was planned."""
    return labelled(REGIONS, row.region) if row.region in set(Region) else place_name(row.unit_name)


def deadline_text(row: Any) -> str | None:
    """What a reader can still do, until when, and the time left."""
    if row.state == "receiving" and row.entries_until:
        return translate("Entries until %(at)s", at=datetime_text(row.entries_until)) + _left(
            row.entries_until
        )
    if row.state == "announced" and row.entries_from:
        return translate("Entries from %(at)s", at=datetime_text(row.entries_from))
    if row.state in {"provisional", "complaints"} and row.complaints_until:
        return translate("Complaints until the end of %(date)s", date=date_text(row.complaints_until))
    if row.published_at is not None:
        return translate("Published on %(date)s", date=date_text(row.published_at.astimezone(VIETNAM).date()))
    return None


def stages(row: SelectionRound) -> list[dict[str, Any]]:
    """The life of a round as the `steps` macro draws it."""
    at = next((n for n, (_, states) in enumerate(STAGES) if row.state in states), -1)
    notes = _notes(row)
    done = row.state in {"recognised", "awarded", "archived"}
    return [
        {
            "text": translate(text),
            "state": "done" if n < at or done else "current" if n == at else "todo",
            "note": notes.get(n),
        }
        for n, (text, _) in enumerate(STAGES)
    ]


def result_view(result: Mapping[str, Any], out: Mapping[str, str]) -> dict[str, Any]:
    """The frozen result, its products by group and place. out: states of certificates taken from them, by number."""
    products, makers = _open_pages(result["recognised"])
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(result["recognised"], key=lambda item: (item["place"] or 10**6, item["product"])):
        groups.setdefault(row["group"], []).append(
            {
                **row,
                "score": exact_total(row["total"]),
                "state": out.get(row["certificate"] or "", ""),
                "is_open": row["product_slug"] in products,
                "maker_is_open": row["facility_slug"] in makers,
            }
        )
    decision = result["decision"]
    return {
        "products": products,
        "entered": result["entered"],
        "recognised": len(result["recognised"]),
        "groups": [
            {"code": code, "name": labelled(PRODUCT_GROUPS, code), "rows": rows}
            for code, rows in groups.items()
        ],
        "decision": decision,
        "signed_on": date.fromisoformat(decision["signed_on"]) if decision.get("signed_on") else None,
        "valid_until": date.fromisoformat(decision["valid_until"]) if decision.get("valid_until") else None,
        "council": result.get("council", []),
    }


def _open_pages(rows: list[dict[str, Any]]) -> tuple[frozenset[str], frozenset[str]]:
    """The products, those of sets among them, and the facilities whose address leads to a page today."""
    members = [member for row in rows for member in (row.get("set") or {}).get("members", ())]
    return (
        list_open_slugs("product", {row["product_slug"] for row in (*rows, *members)}),
        list_open_slugs("facility", {row["facility_slug"] for row in rows}),
    )


def provisional_view(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault(row["group"], []).append(row)
    return [{"name": labelled(PRODUCT_GROUPS, code), "rows": found} for code, found in groups.items()]


def summary(row: SelectionRound) -> str:
    """One line for previews."""
    state = labelled(ROUND_STATES, row.state)
    return joined(
        [in_locale(row.title_vi, row.title_en), labelled(LEVELS, row.level), area(row), state], " · "
    )


def _notes(row: SelectionRound) -> dict[int, str]:
    found: dict[int, str] = {}
    for n, at in (
        (0, row.announced_at),
        (2, row.scoring_closed_at),
        (4, row.provisional_at),
        (5, row.published_at),
    ):
        if at is not None:
            found[n] = date_text(at.astimezone(VIETNAM).date())
    if row.entries_until is not None:
        found[1] = translate("until %(date)s", date=date_text(row.entries_until.astimezone(VIETNAM).date()))
    return found


def _left(until: datetime) -> str:
    if until < utc_now():
        return ""
    days = (until.astimezone(VIETNAM).date() - today()).days
    return " – " + (translate("closes today") if days == 0 else translate("%(count)s days left", count=days))
