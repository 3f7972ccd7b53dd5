"""Whether a text of law is in force on a day. Pure."""

from datetime import date


def validity_of_text(day: date, begins: date | None, until: date | None) -> str:
    """`in-force`, `not-yet`, `over` or `unknown`; both ends are inclusive. Without a first day nothing is claimed."""
    if until is not None and until < day:
        return "over"
    if begins is None:
        return "unknown"
    return "not-yet" if day < begins else "in-force"
