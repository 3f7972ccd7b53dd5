"""The messages for a table of entries."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "day_form": N_("Write the day as 22/11/2026."),
        "formula_unsolved": N_(
            "The file contains no result for the formula in cell %(cell)s. Save it in "
            "the spreadsheet program, or enter the value."
        ),
        "percent_unclear": N_("Is it %(share)s per cent? Then write %(share)s%%; else write %(plain)s%%."),
        "sheet_column_twice": N_(
            "Two columns mean the same: “%(first)s” and “%(second)s”. Keep only one of them."
        ),
        "sheet_none_visible": N_("The file has no visible sheet."),
        "sheet_password": N_("This file is locked with a password. Save it without one."),
        "import_nothing": N_("No row can be entered. Correct the rows and choose the file again."),
        "inputs_form": N_("Write lot codes with amounts, for example CA-01: 300 kg; MUOI-02: 100 kg."),
        "kind_unknown": N_("Use one of the words in the template file, for example “Receive” or “Ship”."),
        "lot_several": N_("Several lots have this code. Fill in the column of the product."),
        "lot_unknown": N_("The facility has no lot with this code."),
        "not_for_kind": N_("This field does not apply to this kind of entry: leave it empty."),
        "result_unknown": N_("Write “passed” or “not passed”."),
        "sheet_columns": N_(
            "These columns are missing in the file: %(names)s. Start from the template file."
        ),
        "sheet_empty": N_("There is no row under the headings."),
        "sheet_cut_off": N_("The end of this file is missing. Download or copy it again."),
        "sheet_other_kind": N_(
            "This is a %(kind)s file, not a spreadsheet. Open it, and save the table as XLSX, ODS or CSV."
        ),
        "sheet_encoding": N_(
            "The text encoding of this file cannot be read. Save it as XLSX, or as CSV with UTF-8."
        ),
        "sheet_too_large": N_("This file holds too much. Enter it in several parts."),
        "sheet_too_long": N_("Enter at most %(most)s rows at once."),
        "sheet_unreadable": N_("This file cannot be read. Save it as XLSX, or as CSV with UTF-8."),
        "shown_unknown": N_("Write “yes” or “no”."),
        "time_form": N_("Write the time as 14:30."),
    }
)
