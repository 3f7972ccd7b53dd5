"""The consent of an artisan. Versions are added, never changed, so that a stored one can be shown. Pure."""

CONSENT_VERSION = "2026-1"

CONSENT_TEXTS: dict[str, str] = {
    "2026-1": (
        "I agree that this site shows my name, my craft, my village, my titles with their decisions, the products I"
        " make and how visitors can reach me. I know that I can take this agreement back at any time; the page then"
        " disappears from the site at once."
    ),
}
