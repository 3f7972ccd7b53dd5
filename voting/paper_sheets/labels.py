"""Words for score sheets on paper."""

from app.web.i18n import N_
from app.web.messages import register_messages

PAPER_STATES = {
    "to_print": N_("Not printed"),
    "printed": N_("Printed"),
    "typed_once": N_("Typed once"),
    "differs": N_("Readings differ"),
    "on_paper": N_("Received from paper"),
    "on_screen": N_("Submitted on screen"),
}

register_messages(
    {
        "no_such_paper": N_("There is no sheet with this code in your rounds. Check each character."),
        "scan_missing": N_("Add a scan of the sheet: it is kept beside what you type."),
        "typed_by_two": N_("Two other clerks have typed this sheet already."),
        "nothing_to_settle": N_("There is nothing to settle for this sheet."),
        "choose_reading": N_("Choose one of the two readings."),
    }
)
