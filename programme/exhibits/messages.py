"""The messages of refusals about fairs, showrooms, craft villages and artisans."""

from app.web.i18n import N_
from app.web.messages import register_messages

register_messages(
    {
        "area_not_served": N_("This is outside the area you serve."),
        "position_form": N_("Write latitude and longitude as maps give them: 10.9510, 106.8440."),
        "named_facility_unknown": N_(
            "No verified facility is called “%(text)s”. Give its tax code or the address of its page."
        ),
        "named_facility_ambiguous": N_(
            "Several facilities are called “%(text)s”. Give the tax code or the address of the page."
        ),
        "named_product_unknown": N_(
            "No public product is called “%(text)s”. Give its GTIN or the address of its page."
        ),
        "named_product_ambiguous": N_(
            "Several products are called “%(text)s”. Give the GTIN or the address of the page."
        ),
        "facility_other_province": N_("“%(text)s” is in another province than the craft village."),
        "too_many_facilities_named": N_("List at most %(limit)s facilities."),
        "too_many_products": N_("List at most %(limit)s products."),
        "fair_days_in_order": N_("The last day is before the first."),
        "country_in_both_languages": N_("Give the country in Vietnamese too."),
        "stand_code_missing": N_("Line %(line)s: write the number of the stand first."),
        "stand_twice": N_("There is a stand with this number already."),
        "stand_named_twice": N_("Line %(line)s: stand %(stand)s is there already."),
        "stand_code_long": N_("Line %(line)s: the number of a stand has at most %(limit)s characters."),
        "stand_columns": N_(
            "Line %(line)s: write the stand, the facility, whether it is supported and its products, with semicolons "
            "between them."
        ),
        "stand_support_form": N_("Line %(line)s: write yes or no for the support."),
        "stand_facility": N_("Line %(line)s: no verified facility, or several, fit “%(text)s”."),
        "stand_product": N_("Line %(line)s: no product of this facility is called “%(text)s”."),
        "stand_without_facility": N_("A free stand shows no products."),
        "too_many_stands": N_("A fair has at most %(limit)s stands."),
        "fair_not_begun": N_("The fair has not begun yet."),
        "outcome_empty": N_("Write at least one figure."),
        "outcome_number": N_("Write a whole number from 0 to %(limit)s."),
        "outcome_day": N_("The paper is dated between the first day of the fair and today."),
        "closed_before_open": N_("The day of closing is before the day of opening."),
        "households_in_order": N_("More households work in the craft than the village has."),
        "revoked_before_decision": N_("The recognition is revoked before it was given."),
        "consent_paper_missing": N_("Write where the signed agreement is kept."),
        "consent_day_future": N_("This day has not come yet."),
        "title_twice": N_("The artisan holds this title already."),
    }
)
