"""The messages of refusals: one English message id per code, translated when shown."""

from datetime import date
from typing import Any

from flask import g, has_request_context

from app.core.errors import DomainError
from app.web.filters import date_in
from app.web.i18n import N_, current_locale, filled, translate

STORAGE_FAULTS = frozenset({"storage_unavailable", "save_uncertain"})
"""A page that shows one of them is answered with 503 (`app.web.errors`)."""
_messages: dict[str, str] = {
    "not_found": N_("We could not find that page."),
    "not_allowed": N_("Your account may not do this."),
    "conflict": N_("Somebody changed this in the meantime. Check the current state and try again."),
    "stale": N_(
        "This was changed in another window since you opened it. Your text is kept below: check and save again."
    ),
    "form_incomplete": N_(
        "The form arrived incomplete. Nothing was saved: open the page again and fill it in once more."
    ),
    "storage_unavailable": N_(
        "The server cannot save at the moment. Nothing was saved; please try again soon."
    ),
    "key_missing": N_(
        "This server is missing a key for checking codes. This code cannot be "
        "checked at the moment; please try again later."
    ),
    "save_uncertain": N_(
        "The connection was lost while saving. Check whether it was saved before you send it again."
    ),
    "already_removed": N_("This was already removed. Nothing else has changed."),
    "letters_missing": N_(
        "These characters cannot be printed: %(letters)s. Write the name in Latin letters."
    ),
    "date_out_of_range": N_("This day is too early or too late."),
    "date_in_future": N_("The date must not be in the future."),
    "required": N_("Fill in this field."),
    "too_long": N_("Use at most %(limit)s characters."),
    "empty": N_("This file is empty. Choose it again."),
    "not_an_image": N_("This file is not a picture. Use a JPEG, PNG, WebP or HEIC file."),
    "not_a_pdf": N_("This file is not a PDF."),
    "unsupported_type": N_("This kind of picture cannot be used. Save it as JPEG, PNG, WebP or HEIC."),
    "too_large_bytes": N_("This file is too large. Use one of at most %(megabytes)s MB."),
    "too_many_pixels": N_("This picture has too many pixels. Save it smaller and choose it again."),
    "animated": N_("Animated pictures cannot be used. Choose a still picture."),
    "damaged": N_("This file is damaged or incomplete. Choose another copy."),
    "too_slow": N_("This picture takes too long to read. Save it again as JPEG and choose it again."),
    "file_not_found": N_("This file is no longer here."),
    "search_index_broken": N_("Search is being repaired. Try again in a few minutes."),
    "search_index_busy": N_("Search is being updated. Try again in a few minutes."),
    "formula_unsolved": N_(
        "The file contains no result for the formula in cell %(cell)s. Save it in "
        "the spreadsheet program, or enter the value."
    ),
    "sheet_column_twice": N_(
        "Two columns mean the same: “%(first)s” and “%(second)s”. Keep only one of them."
    ),
    "sheet_none_visible": N_("The file has no visible sheet."),
    "sheet_password": N_("This file is locked with a password. Save it without one."),
    "sheet_columns": N_("These columns are missing in the file: %(names)s. Start from the template file."),
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
    "number_form": N_("Write a number, for example 31,5."),
    "number_unclear": N_("This can be read in two ways. Write %(thousands)s or %(decimal)s."),
    "control_characters": N_("Remove the invisible characters from this text (%(names)s)."),
}


def register_messages(messages: dict[str, str]) -> None:
    """Add the messages of a package. A code has one meaning in the whole program."""
    for code, message in messages.items():
        if _messages.setdefault(code, message) != message:
            raise ValueError(f"two messages for {code}")


def known_codes() -> dict[str, str]:
    """Every registered code with its English message."""
    return dict(_messages)


def message_for(error: DomainError, locale: str | None = None) -> str:
    """The refusal in the reader's language; an unregistered code shows the plain conflict or refusal text."""
    if error.code in STORAGE_FAULTS and has_request_context():
        g.storage_fault = error
    fallback = {404: "not_found", 409: "conflict"}.get(error.status, "not_allowed")
    text = translate(_messages.get(error.code, _messages[fallback]), locale)
    params = {name: _shown(value, locale) for name, value in filled(error.params, locale).items()}
    try:
        return text % params if params else text
    except (KeyError, ValueError, TypeError):
        return text


def _shown(value: Any, locale: str | None) -> Any:
    """Days as the reader writes them; anything else as it is."""
    return date_in(locale or current_locale(), value) if isinstance(value, date) else value
