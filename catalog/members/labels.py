"""What members do, as English message ids."""

from app.core.actor import Duty
from app.web.i18n import N_

DUTIES: dict[str, str] = {
    Duty.OWNER: N_("Owner of the account"),
    Duty.EDITOR: N_("Editor"),
    Duty.RECORDER: N_("Recorder of lots"),
}
DUTY_HINTS: dict[str, str] = {
    Duty.OWNER: N_("Everything, with inviting members and handing products on."),
    Duty.EDITOR: N_("Products, papers, entries, lots; not the members."),
    Duty.RECORDER: N_("Lots, their diary and labels; nothing else."),
}
