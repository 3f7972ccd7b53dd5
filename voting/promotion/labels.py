"""The names of the obstacles to a promotion."""

from app.web.i18n import N_

OBSTACLES = {
    "facility_not_verified": N_("The facility is not verified."),
    "product_not_published": N_("Only a published product of a verified facility can be entered."),
    "not_own_production": N_("The facility does not make the product itself."),
    "one_of_a_kind": N_("The product is one of a kind, not made in series."),
    "outside_area": N_("The facility is outside the area of the round."),
    "group_not_in_round": N_("The round does not accept this product group."),
    "already_entered": N_("This product is already entered in this round."),
    "entries_not_open": N_("The round above is not open for entries."),
    "lower_certificate_missing": N_("The product has no recognition of the level below."),
    "lower_certificate_expired": N_("The recognition of the level below is no longer valid."),
    "not_promoted": N_("This level accepts only products that the level below sends up."),
    "set_without_case": N_("Say what makes it a set."),
    "set_too_small": N_("A set has at least two products."),
}
