"""The names of the portal's codes, as English message ids."""

from app.web.i18n import N_

NEWS, NOTICE, LAW = "news", "notice", "law"
KINDS = {NEWS: N_("News"), NOTICE: N_("Notice"), LAW: N_("Text of law")}
CATEGORIES = {
    "binh-chon": N_("Selection of products"),
    "khuyen-cong": N_("Industrial promotion"),
    "hoi-cho": N_("Fairs and trade"),
    "lang-nghe": N_("Craft villages and artisans"),
    "chat-luong": N_("Quality, marks, traceability"),
    "khac": N_("Other topics"),
}
STATES = {
    "draft": N_("Draft"),
    "submitted": N_("Waiting for a second officer"),
    "approved": N_("Planned"),
    "published": N_("Public"),
    "withdrawn": N_("Withdrawn"),
}
VALIDITIES = {
    "in-force": N_("In force"),
    "by-source": N_("In force according to the source"),
    "not-yet": N_("Not in force yet"),
    "over": N_("No longer in force"),
    "unknown": N_("Validity not known"),
}
SEARCHED_VALIDITIES = ("in-force", "not-yet", "over")
VALIDITY_TAGS = {
    "in-force": "valid",
    "by-source": "unverified",
    "not-yet": "pending",
    "over": "expired",
    "unknown": "unverified",
}
SURE = "V"
CERTAINTIES = {
    SURE: N_("Read in a text that quotes or restates the rule"),
    "V2": N_("Second-hand: compare with the official text"),
}
