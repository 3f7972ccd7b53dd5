"""The messages of the API's refusals."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "bad_page": N_("`page` must be a whole number from 1 to %(last)s."),
        "bad_text": N_("`%(name)s` must be at most %(limit)s characters without control characters."),
        "bad_cursor": N_("`cursor` must be the `next_cursor` of an answer of this list, or empty to begin."),
        "bad_moment": N_(
            "`updated_since` must be a day or a moment of ISO 8601, as 2026-11-02T08:00:00+07:00."
        ),
        "bad_group": N_("`group` does not know “%(value)s”. Known: %(known)s."),
        "bad_province": N_("`province` does not know “%(value)s”. Known: %(known)s."),
        "bad_level": N_("`level` does not know “%(value)s”. Known: %(known)s."),
        "bad_certificate": N_("`certificate` does not know “%(value)s”. Known: %(known)s."),
        "bad_sort": N_("`sort` does not know “%(value)s”. Known: %(known)s."),
        "bad_year": N_("`year` must be four digits, not “%(value)s”."),
    }
)
