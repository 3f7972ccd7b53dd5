"""Forms of origin."""

from app.web.fields import options
from app.web.i18n import N_
from traceability.terms import UNIT_NAMES

unit_choices = options({"": N_("Unit")} | UNIT_NAMES)


"""Digits that fit any database."""
