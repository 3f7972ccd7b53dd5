"""Kinds of places where showrooms are."""

from enum import StrEnum

from app.web.i18n import N_


class PlaceKind(StrEnum):
    TOURIST = "du-lich"
    RESIDENTIAL = "dan-cu"
    ADMINISTRATIVE = "hanh-chinh"
    FACILITY = "co-so"
    CENTRE = "trung-tam"


PLACE_KINDS = {
    PlaceKind.TOURIST: N_("In a tourist place"),
    PlaceKind.RESIDENTIAL: N_("In a residential area"),
    PlaceKind.ADMINISTRATIVE: N_("In an administrative centre"),
    PlaceKind.FACILITY: N_("At a facility"),
    PlaceKind.CENTRE: N_("At a promotion centre"),
}
