"""Kinds of messages, and how each can reach a person by mail. Mails that open an account are not among them:
they are always sent.
"""

from enum import StrEnum

from app.web.i18n import N_


class Kind(StrEnum):
    LISTING = "listing"
    CERTIFICATES = "certificates"
    SELECTION = "selection"
    ORIGIN = "origin"
    SEARCHES = "searches"
    PROGRAMME = "programme"


class Choice(StrEnum):
    EACH = "each"
    DAILY = "daily"
    OFF = "off"


KINDS = {
    Kind.LISTING: N_("Facility and products: decisions of officers"),
    Kind.CERTIFICATES: N_("Papers and certificates: ending, suspended, revoked"),
    Kind.SELECTION: N_("Selection rounds: dossiers, results, complaints"),
    Kind.ORIGIN: N_("Lots held or recalled"),
    Kind.SEARCHES: N_("Saved searches: new products"),
    Kind.PROGRAMME: N_("Support of programmes: proposals, councils, deadlines, candidates for titles"),
}
FIRST_CHOICES = {Kind.SEARCHES: Choice.DAILY}
"""How a kind comes by mail until the person chooses; each at once where it is not named."""
CHOICES = {
    Choice.EACH: N_("A mail for each, at once"),
    Choice.DAILY: N_("One mail a day"),
    Choice.OFF: N_("No mail, only here"),
}
