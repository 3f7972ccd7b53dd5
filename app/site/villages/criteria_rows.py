"""What a craft village was judged by, beside the threshold of each criterion."""

from app.web.filters import number_text
from app.web.i18n import translate
from programme.models import CraftVillage
from programme.villages.criteria import THRESHOLDS, VillageKind, share_of

Rows = list[dict[str, str]]


def criteria_rows(row: CraftVillage) -> Rows:
    """Only what is known; `least`: the threshold, empty where none is asked of this kind."""
    asked = THRESHOLDS[VillageKind(row.kind)]
    found: Rows = []
    if row.since_year is not None:
        years = (row.criteria_year or row.decision_date.year) - row.since_year
        found.append(
            {
                "key": translate("Age of the craft"),
                "value": translate(
                    "%(years)s years, since %(year)s", years=number_text(years), year=row.since_year
                ),
                "least": translate("%(least)s years or more", least=asked.age) if asked.age else "",
            }
        )
    share = share_of(row.craft_households, row.households)
    if share is not None:
        found.append(
            {
                "key": translate("Households in the craft"),
                "value": translate(
                    "%(part)s of %(whole)s, %(share)s%%",
                    part=number_text(row.craft_households),
                    whole=number_text(row.households),
                    share=number_text(share.normalize() if share != share.to_integral() else int(share)),
                ),
                "least": translate("%(least)s%% or more", least=asked.share) if asked.share else "",
            }
        )
    if row.stable_years is not None:
        found.append(
            {
                "key": translate("Stable work"),
                "value": translate("%(years)s years on end", years=number_text(row.stable_years)),
                "least": translate("%(least)s years or more", least=asked.stable) if asked.stable else "",
            }
        )
    if row.workers is not None:
        found.append(
            {"key": translate("People working in it"), "value": number_text(row.workers), "least": ""}
        )
    if row.environment:
        found.append(
            {"key": translate("Protection of the environment"), "value": row.environment, "least": ""}
        )
    return found
