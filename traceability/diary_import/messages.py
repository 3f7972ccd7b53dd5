"""What each refusal of a table of entries says."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "day_form": N_("Write the day as 22/11/2026."),
        "formula_unsolved": N_(
            "The file holds no result of the formula in cell %(cell)s. Save it in the spreadsheet program, or write "
            "the value."
        ),
        "percent_unclear": N_("Is it %(share)s per cent? Then write %(share)s%%; else write %(plain)s%%."),
        "sheet_column_twice": N_(
            "Two columns mean the same: “%(first)s” and “%(second)s”. Leave one of them."
        ),
        "sheet_none_visible": N_("The file has no visible sheet."),
        "sheet_password": N_("This file is locked with a password. Save it without one."),
        "import_nothing": N_("No row can be entered. Put the rows right and choose the file again."),
        "inputs_form": N_("Write lot codes with amounts, for example CA-01: 300 kg; MUOI-02: 100 kg."),
        "kind_unknown": N_("Write one of the words of the model file, for example “Receive” or “Ship”."),
        "lot_several": N_("Several lots have this code. Fill in the column of the product."),
        "lot_unknown": N_("The facility has no lot with this code."),
        "not_for_kind": N_("This does not go with this kind of entry: leave it empty."),
        "result_unknown": N_("Write “passed” or “not passed”."),
        "sheet_columns": N_("The file lacks these columns: %(names)s. Start from the model file."),
        "sheet_empty": N_("There is no row under the headings."),
        "sheet_encoding": N_(
            "The letters of this file cannot be read. Save it as XLSX, or as CSV with UTF-8."
        ),
        "sheet_too_large": N_("This file holds too much. Enter it in several parts."),
        "sheet_too_long": N_("Enter at most %(most)s rows at once."),
        "sheet_unreadable": N_("This file cannot be read. Save it as XLSX, or as CSV with UTF-8."),
        "shown_unknown": N_("Write “yes” or “no”."),
        "time_form": N_("Write the time as 14:30."),
    }
)
