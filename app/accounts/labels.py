"""The names of roles."""

from app.core.actor import Role
from app.web.i18n import N_

ROLES = {
    Role.FACILITY: N_("Member of a facility"),
    Role.OFFICER_COMMUNE: N_("Officer of a commune"),
    Role.OFFICER_PROVINCE: N_("Officer of a province"),
    Role.OFFICER_REGION: N_("Officer of a region"),
    Role.OFFICER_NATIONAL: N_("Officer at national level"),
    Role.SECRETARY: N_("Council secretary"),
    Role.CHAIR: N_("Council chair"),
    Role.JUROR: N_("Juror"),
    Role.SUPPORT: N_("Support team of a council"),
    Role.PROGRAMME_EDITOR: N_("Programme editor of a centre"),
    Role.APPRAISER: N_("Appraiser of proposals"),
    Role.ADMIN: N_("Administrator"),
}
REGIONS = {
    "phia-bac": N_("North"),
    "mien-trung-tay-nguyen": N_("Central coast and Central Highlands"),
    "phia-nam": N_("South"),
}
