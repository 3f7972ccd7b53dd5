"""Names of the kinds of places that officers keep."""

from app.web.i18n import N_
from programme.models import Artisan, CraftVillage, Fair, Showroom

KINDS = {
    Fair.KIND: N_("Fairs"),
    Showroom.KIND: N_("Showrooms"),
    CraftVillage.KIND: N_("Craft villages"),
    Artisan.KIND: N_("Artisans"),
}
