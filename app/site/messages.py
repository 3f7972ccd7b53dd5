"""What refusals of the public site say."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "certificate_unknown": N_(
            "There is no certificate with the number %(number)s. Compare it letter by letter with the paper."
        ),
        "no_certificate_code_on_photo": N_(
            "No QR code can be read on this photo. Come closer and hold still, or type the number of the certificate."
        ),
        "several_certificates_on_photo": N_(
            "There are codes of several certificates on this photo. Take one of a single certificate."
        ),
        "code_of_label": N_("This is the code of a product’s label, not of a certificate."),
        "code_of_other_page": N_("This code leads to another page of this site, not to a certificate."),
        "code_of_other_site": N_(
            "This code leads to %(host)s. The codes of our certificates lead to %(own)s alone: type the number of "
            "the certificate to see whether it is known here."
        ),
        "code_without_certificate": N_("The code says “%(text)s”, and no certificate here has this number."),
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
