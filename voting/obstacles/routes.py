"""The list of obstacles of a stage, for the pages from which its next step is taken."""

from dataclasses import dataclass

from app.web.access import current_actor, may_open
from app.web.i18n import local_url, translate
from catalog.enums import ProductGroup
from catalog.labels import PRODUCT_GROUPS
from voting.blueprint import bp
from voting.models import SelectionRound
from voting.obstacles.labels import HOW_ELIGIBLE, HOW_LIFTED, PAGES, STAGE_OBSTACLES
from voting.obstacles.queries import Lifter, Obstacle, list_stage_obstacles
from voting.policies import can_decide, can_handle_dossiers, can_lead, can_manage_round, can_see_secretariat
from voting.promotion.labels import OBSTACLES

MAY_LIFT = {
    Lifter.OFFICER: can_manage_round,
    Lifter.SECRETARY: can_handle_dossiers,
    Lifter.CHAIR: can_lead,
    Lifter.COUNCIL: can_decide,
}


@dataclass(frozen=True, slots=True)
class ShownObstacle:
    """what and how: translated; entries: (name, what speaks against it and who can change that); href: where it is
    lifted, empty for who may not.
    """

    what: str
    how: str
    entries: list[tuple[str, str]]
    href: str


@bp.context_processor
def obstacle_words() -> dict[str, object]:
    """What the pages with the list look up."""
    return {"stage_obstacles": stage_obstacles}


def stage_obstacles(round_: SelectionRound) -> list[ShownObstacle]:
    """What stands in the way of the round's next step, as far as the reader may know."""
    return [_shown(round_, row) for row in list_stage_obstacles(current_actor(), round_)]


def _shown(round_: SelectionRound, row: Obstacle) -> ShownObstacle:
    until = row.until.strftime("%d/%m/%Y") if row.until else ""
    names = ", ".join(_name(name) for name in row.names)
    return ShownObstacle(
        translate(STAGE_OBSTACLES[row.code], count=row.count, names=names, until=until),
        translate(HOW_LIFTED[row.code]),
        [
            (
                entry.nomination.product.name_vi,
                " ".join(
                    translate(text)
                    for code in entry.obstacles
                    for text in (OBSTACLES[code.value], HOW_ELIGIBLE.get(code.value))
                    if text
                ),
            )
            for entry in row.entries
        ],
        _href(round_, row),
    )


def _name(name: str) -> str:
    return translate(PRODUCT_GROUPS[ProductGroup(name)]) if name in set(ProductGroup) else name


def _href(round_: SelectionRound, row: Obstacle) -> str:
    page, actor = PAGES.get(row.code, ""), current_actor()
    may = can_see_secretariat if row.code == "conflicts_not_looked_at" else MAY_LIFT.get(row.lifter)
    if not page or may is None or not may(actor, round_) or not may_open(page):
        return ""
    return local_url(page, slug=round_.slug)
