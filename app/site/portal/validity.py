"""Whether a text of law is in force on a day. Pure."""

from datetime import date


def validity_of_text(
    day: date, begins: date | None, until: date | None, *, is_sure: bool, is_changed: bool
) -> str:
    """`in-force`, `by-source`, `not-yet`, `over` or `unknown`; both ends are inclusive. Without a first day nothing is
    claimed. In force without more is only what is sure and was never changed or replaced; with one doubt it is said
    to be the source's word, with both nothing is claimed.
    """
    if until is not None and until < day:
        return "over"
    if begins is None:
        return "unknown"
    if day < begins:
        return "not-yet"
    if is_sure and not is_changed:
        return "in-force"
    return "by-source" if is_sure or not is_changed else "unknown"
