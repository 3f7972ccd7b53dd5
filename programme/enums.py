"""Enums of the programme. Values are stable codes: they are used in addresses, data and files."""

from enum import StrEnum


class Evidence(StrEnum):
    """What proves that a thing was done, the weakest first."""

    DECLARED = "declared"
    DOCUMENT = "document"
    ACCEPTED = "accepted"


COUNTED = (Evidence.DOCUMENT, Evidence.ACCEPTED)
"""What is only declared is shown and counts for nothing."""
