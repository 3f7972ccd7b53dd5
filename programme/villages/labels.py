"""Names of the kinds of craft villages."""

from app.web.i18n import N_
from programme.villages.criteria import VillageKind

VILLAGE_KINDS = {
    VillageKind.CRAFT: N_("Traditional craft"),
    VillageKind.VILLAGE: N_("Craft village"),
    VillageKind.TRADITIONAL: N_("Traditional craft village"),
}
