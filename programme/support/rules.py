"""What of an activity the page of one of its facilities may tell. Pure."""

from collections.abc import Iterable

TOLD_STATES = ("held", "accepted")
"""What is only planned, or was cancelled, is no support that was received."""


def may_tell_title(others_agree: Iterable[bool]) -> bool:
    """A title may name any facility of the activity: it is told once all the others agree too."""
    return all(others_agree)
