"""The names of what a merge touches, as English message ids."""

from app.web.i18n import N_

NAMES = {
    "artisan": N_("Artisans"),
    "artisan_product": N_("Products of artisans"),
    "award": N_("Recognitions"),
    "booth": N_("Stands at fairs"),
    "booth_product": N_("Products at stands"),
    "capture_job": N_("Deliveries of events"),
    "certificate": N_("Certificates of the facility"),
    "diary_step": N_("Steps of the diary plan"),
    "epcis_event": N_("Events of partners"),
    "epcis_number": N_("Counters of events"),
    "epcis_query": N_("Queries of partners"),
    "epcis_term": N_("Terms in events"),
    "facility": N_("Facilities merged into it before"),
    "facility_invitation": N_("Open invitations"),
    "facility_change": N_("Lines of the public history"),
    "former_gtin": N_("Earlier GTINs"),
    "imported_product": N_("Rows of files of products"),
    "listing_change": N_("Lines of the public history"),
    "lot": N_("Lots"),
    "membership": N_("Members of the facility"),
    "nomination": N_("Entries in selection rounds"),
    "product": N_("Products"),
    "product_certificate": N_("Certificates on the product"),
    "product_draft": N_("Drafts of the form of a product"),
    "product_import": N_("Files of products"),
    "product_link": N_("Links of the product"),
    "product_picture": N_("Pictures"),
    "product_transfer": N_("Offers to hand products on"),
    "programme_beneficiary": N_("Support received"),
    "programme_proposal": N_("Proposals"),
    "programme_proposal_product": N_("Products of proposals"),
    "programme_fact": N_("What counts towards targets"),
    "recall_contact": N_("Contacts for recalls"),
    "registration_paper": N_("Registration papers"),
    "showroom": N_("Showrooms"),
    "showroom_product": N_("Products in showrooms"),
    "site_visit": N_("Site visits"),
    "title_candidate": N_("Candidates for titles"),
    "trademark": N_("Trademarks"),
    "village_facility": N_("Craft villages"),
}
"""The name of each table that points at a facility or product."""

FATES_IN_WORDS = {
    "moves": N_("goes along"),
    "dropped": N_("goes along, without what the other has already"),
    "stays": N_("stays with the old entry"),
}
KINDS_OF_MERGE = {"facility": N_("Facilities"), "product": N_("Products")}
