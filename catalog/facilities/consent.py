"""The consent of a producer who is a person. Versions are added, never changed, so that a stored one can be
shown.
"""

from datetime import datetime

from catalog.enums import PERSONAL_KINDS, FacilityState

CONSENT_VERSION = "2026-1"

CONSENT_TEXTS: dict[str, str] = {
    "2026-1": (
        "I agree that this site publishes the name of the establishment, which may be my own name, its"
        " address, telephone number and e-mail address on the pages of the establishment and its products, so"
        " that consumers can find and check them. I know that I can take this agreement back at any time in"
        " the area of my establishment; the pages then disappear from the site."
    ),
}


def may_be_named(kind: str, consent_at: datetime | None, state: str) -> bool:
    """Whether the producer's name may be on a public page: a person who withdrew their consent is not named."""
    return kind not in PERSONAL_KINDS or (consent_at is not None and state != FacilityState.WITHDRAWN)


def needs_consent(kind: str) -> bool:
    """Whether the producer is a person or a few: households and cooperative groups."""
    return kind in PERSONAL_KINDS
