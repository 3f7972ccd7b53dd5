"""What refusals of the public site say."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "certificate_unknown": N_(
            "There is no certificate with the number %(number)s. Compare it letter by letter with the paper."
        ),
        "certificate_file_in_the_making": N_(
            "The file of this certificate is being made. Try again in a minute."
        ),
        "whole_file_in_the_making": N_("This file is being made. Try again in a few minutes."),
        "article_national": N_("What concerns the whole country is written by national officers."),
        "cover_alt_required": N_("Say what the cover picture shows."),
        "search_saved_already": N_("You follow this search already."),
        "search_empty": N_("Search for words or choose a filter in the catalogue first."),
        "too_many_searches": N_("You follow %(limit)s searches already. Remove one first."),
        "mail_off": N_(
            "A vote is confirmed by mail, and this server sends none at present: voting is closed."
        ),
        "signing_key_unusable": N_("The key that signs certificates cannot be read."),
    }
)
