"""The messages for a table of entries."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "day_form": N_("Write the day as 22/11/2026."),
        "percent_unclear": N_("Is it %(share)s per cent? Then write %(share)s%%; else write %(plain)s%%."),
        "import_nothing": N_("No row can be entered. Correct the rows and choose the file again."),
        "inputs_form": N_("Write lot codes with amounts, for example CA-01: 300 kg; MUOI-02: 100 kg."),
        "kind_unknown": N_("Use one of the words in the template file, for example “Receive” or “Ship”."),
        "lot_several": N_("Several lots have this code. Fill in the column of the product."),
        "lot_unknown": N_("The facility has no lot with this code."),
        "not_for_kind": N_("This field does not apply to this kind of entry: leave it empty."),
        "result_unknown": N_("Write “passed” or “not passed”."),
        "shown_unknown": N_("Write “yes” or “no”."),
        "time_form": N_("Write the time as 14:30."),
    }
)
