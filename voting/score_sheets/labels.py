"""Names of the states of a score sheet."""

from app.web.i18n import N_

SHEET_STATES = {
    "empty": N_("Not begun"),
    "draft": N_("Draft saved"),
    "submitted": N_("Handed in"),
    "void": N_("Not counted"),
    "absent": N_("Absent"),
    "recused": N_("Juror recused"),
}
