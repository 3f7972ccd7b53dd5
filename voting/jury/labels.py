"""Names of the rules that find a conflict."""

from app.web.i18n import N_

CONFLICT_RULES = {
    "same_facility": N_("Member of the facility"),
    "past_facility": N_("Former member of the facility"),
    "owner": N_("Same name as the facility's contact person"),
    "same_tax_code": N_("Same tax code as a facility of the juror"),
    "same_commune_and_surname": N_("Same commune and family name"),
}
