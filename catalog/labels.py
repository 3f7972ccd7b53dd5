"""The names of the catalogue's codes, as English message ids."""

from app.web.i18n import N_
from catalog.enums import (
    AwardSource,
    CertificateKind,
    CheckState,
    FacilityKind,
    FacilityReason,
    FacilityState,
    Level,
    ProductGroup,
    ProductReason,
    ProductState,
    Recognition,
    Region,
    TrademarkKind,
    TrademarkState,
    UnitKind,
    Validity,
)

UNIT_KINDS = {UnitKind.PROVINCE: N_("Province"), UnitKind.CITY: N_("Centrally-run city")}
REGIONS = {
    Region.NORTH: N_("Northern region"),
    Region.CENTRE: N_("Central region and Central Highlands"),
    Region.SOUTH: N_("Southern region"),
}
PRODUCT_GROUPS = {
    ProductGroup.CRAFT: N_("Handicrafts and fine arts"),
    ProductGroup.FOOD: N_("Processed farm, forest and aquatic products, food"),
    ProductGroup.MACHINE: N_("Machinery, equipment, tools and mechanical parts"),
    ProductGroup.OTHER: N_("Other products"),
}
LEVELS = {
    Level.COMMUNE: N_("Commune level"),
    Level.PROVINCE: N_("Provincial level"),
    Level.REGION: N_("Regional level"),
    Level.NATIONAL: N_("National level"),
}
RECOGNITIONS = {
    Recognition.IN_FORCE: N_("Recognition in force"),
    Recognition.EXPIRED: N_("Recognition expired"),
    Recognition.SUSPENDED: N_("Recognition suspended"),
    Recognition.REVOKED: N_("Recognition revoked"),
    Recognition.NONE: N_("Never recognised"),
}
LAPSED_LEVEL = N_("Recognised before, no longer valid")
FACILITY_KINDS = {
    FacilityKind.ENTERPRISE: N_("Enterprise"),
    FacilityKind.COOPERATIVE: N_("Cooperative"),
    FacilityKind.COOPERATIVE_GROUP: N_("Cooperative group"),
    FacilityKind.HOUSEHOLD: N_("Household business"),
}
FACILITY_STATES = {
    FacilityState.PENDING: N_("Waiting for verification"),
    FacilityState.RETURNED: N_("Returned for correction"),
    FacilityState.VERIFIED: N_("Verified"),
    FacilityState.SUSPENDED: N_("Suspended"),
    FacilityState.WITHDRAWN: N_("No longer public"),
    FacilityState.CLOSED: N_("Has stopped working"),
    FacilityState.MERGED: N_("Merged into another"),
}
PRODUCT_STATES = {
    ProductState.DRAFT: N_("Draft"),
    ProductState.SUBMITTED: N_("Submitted"),
    ProductState.RETURNED: N_("Returned for correction"),
    ProductState.PUBLISHED: N_("Published"),
    ProductState.WITHDRAWN: N_("Withdrawn"),
    ProductState.MERGED: N_("Merged into another"),
}
CHECK_STATES = {
    CheckState.UNCHECKED: N_("Not yet verified"),
    CheckState.CHECKED: N_("Checked by an officer"),
    CheckState.REFUSED: N_("Not accepted"),
}
TRADEMARK_KINDS = {
    TrademarkKind.ORDINARY: N_("Ordinary trademark"),
    TrademarkKind.COLLECTIVE: N_("Collective mark"),
    TrademarkKind.CERTIFICATION: N_("Certification mark"),
    TrademarkKind.GEOGRAPHICAL_INDICATION: N_("Geographical indication"),
}
TRADEMARK_STATES = {
    TrademarkState.FILED: N_("Application filed"),
    TrademarkState.PUBLISHED: N_("Application published"),
    TrademarkState.GRANTED: N_("Registered"),
    TrademarkState.REFUSED: N_("Application refused"),
    TrademarkState.WITHDRAWN: N_("Application withdrawn"),
    TrademarkState.CANCELLED: N_("Cancelled"),
}
CERTIFICATE_KINDS = {
    CertificateKind.OCOP: N_("OCOP"),
    CertificateKind.VIETGAP: N_("VietGAP"),
    CertificateKind.GLOBALGAP: N_("GlobalG.A.P."),
    CertificateKind.ORGANIC: N_("Organic (TCVN 11041)"),
    CertificateKind.ISO_9001: N_("ISO 9001"),
    CertificateKind.ISO_22000: N_("ISO 22000"),
    CertificateKind.HACCP: N_("HACCP"),
    CertificateKind.FSSC_22000: N_("FSSC 22000"),
    CertificateKind.FOOD_SAFETY: N_("Food safety certificate"),
    CertificateKind.HALAL: N_("Halal"),
    CertificateKind.CE: N_("CE marking"),
    CertificateKind.HVNCLC: N_("High-quality Vietnamese goods"),
    CertificateKind.OTHER: N_("Another certificate"),
}
VALIDITIES = {
    Validity.NOT_YET: N_("Not valid yet"),
    Validity.VALID: N_("Valid"),
    Validity.EXPIRING: N_("Expires soon"),
    Validity.EXPIRED: N_("Expired"),
    Validity.SUSPENDED: N_("Suspended"),
    Validity.REVOKED: N_("Revoked"),
}
AWARD_SOURCES = {
    AwardSource.ROUND: N_("Decided in a selection round on this site"),
    AwardSource.PUBLISHED_NOTICE: N_("Taken from a published notice"),
}
FACILITY_REASONS = {
    FacilityReason.NUMBER: N_("The tax code or registration number does not match the register"),
    FacilityReason.NAME: N_("The name differs from the registration paper"),
    FacilityReason.KIND: N_("The kind of establishment is not right"),
    FacilityReason.PLACE: N_("The address or province is not right"),
    FacilityReason.CONTACT: N_("The contact cannot be reached"),
    FacilityReason.DUPLICATE: N_("The facility is registered already"),
    FacilityReason.NOT_ELIGIBLE: N_("It is not a rural industrial facility"),
    FacilityReason.OTHER: N_("Another reason, written below"),
}
PRODUCT_REASONS = {
    ProductReason.NAME: N_("The name is unclear or misleading"),
    ProductReason.GROUP: N_("The product belongs to another group"),
    ProductReason.DESCRIPTION: N_("The description is too short or unclear"),
    ProductReason.PICTURES: N_("The pictures do not show the product well"),
    ProductReason.GTIN: N_("The GTIN is not this product's"),
    ProductReason.PAPERS: N_("Papers are missing or do not fit"),
    ProductReason.DUPLICATE: N_("The product is listed already"),
    ProductReason.NOT_OWN: N_("The facility does not make it itself"),
    ProductReason.CLAIMS: N_("It claims effects that are not proved"),
    ProductReason.OTHER: N_("Another reason, written below"),
}
REQUIREMENTS = {
    "name": N_("A name"),
    "group": N_("A product group"),
    "description": N_("A description of at least 50 characters"),
    "materials": N_("What it is made of"),
    "size": N_("Its size or net content"),
    "where_sold": N_("Where it is sold"),
    "picture": N_("At least one picture"),
    "three_pictures": N_("Three pictures or more: a selection round asks for them"),
    "picture_text": N_("Each picture described for people who cannot see it"),
    "english": N_("Name and description in English"),
    "gtin": N_("The GTIN, if the product has one"),
    "trademark": N_("Its trademark"),
    "food_safety": N_("The food safety certificate"),
}

PRODUCT_FIELDS = {
    "name_vi": N_("Name, in Vietnamese"),
    "name_en": N_("Name, in English"),
    "group": N_("Product group"),
    "is_set": N_("This is a set of products"),
    "description_vi": N_("Description, in Vietnamese"),
    "description_en": N_("Description, in English"),
    "materials": N_("Made of"),
    "dimensions": N_("Sizes"),
    "net_content": N_("Net content"),
    "shelf_life": N_("Shelf life"),
    "standard": N_("Standards and regulations it follows"),
    "safety_note": N_("Safety warnings"),
    "where_sold": N_("Where it is sold"),
    "gtin": "GTIN",
    "trademark_id": N_("Trademark"),
    "certificates": N_("Certificates"),
    "pictures": N_("Pictures"),
    "links": N_("Links"),
}
FACILITY_FIELDS = {
    "name": N_("Name"),
    "kind": N_("Kind of establishment"),
    "registration_number": N_("Tax code or registration number"),
    "unit_id": N_("Province or city"),
    "commune": N_("Commune, ward or special zone"),
    "address": N_("Address"),
    "contact_name": N_("Contact person"),
    "phone": N_("Telephone"),
    "email": N_("E-mail for customers"),
    "website": N_("Website"),
    "about_vi": N_("About the facility, in Vietnamese"),
    "about_en": N_("About the facility, in English"),
    "founded_year": N_("Founded in the year"),
    "gln": N_("GS1 location number (GLN)"),
}
LISTING_ACTS = {
    "published": N_("Published after an officer's check"),
    "changed": N_("Changed by the facility"),
    "proposed": N_("Change proposed by the facility"),
    "accepted": N_("Change accepted by an officer"),
    "refused": N_("Change refused by an officer"),
    "checked": N_("Checked by an officer"),
    "transferred": N_("Handed on to another facility"),
    "merged": N_("Merged with a second entry of the same product"),
    "parted": N_("Parted again from an entry it had been merged with"),
}

NEXT_ACTS = {
    "correct_facility": N_("Correct it"),
    "correct_product": N_("Correct it"),
    "renew": N_("Renew it"),
    "ended": N_("Renew it"),
    "answer_opposition": N_("Course and deadlines"),
    "answer_objection": N_("Course and deadlines"),
    "fee": N_("Course and deadlines"),
    "appeal": N_("Course and deadlines"),
    "complete_product": N_("Fill in"),
    "submit_product": N_("Submit it"),
    "first_product": N_("Write it"),
}
"""The word on the button of each step."""
NEXT_STEPS = {
    "correct_facility": N_("Correct the data of the facility and send them again"),
    "correct_product": N_("Correct %(name)s and send it again"),
    "renew": N_("%(name)s ends on %(date)s: renew it"),
    "ended": N_("%(name)s ended on %(date)s: add the new one"),
    "answer_opposition": N_("Answer the opposition to %(name)s by %(date)s"),
    "answer_objection": N_("Answer the intended refusal of %(name)s by %(date)s"),
    "fee": N_("Pay the certificate fee of %(name)s by %(date)s"),
    "appeal": N_("The refusal of %(name)s may be complained about until %(date)s"),
    "complete_product": N_("Complete %(name)s: %(count)s points are missing"),
    "submit_product": N_("Submit %(name)s for checking"),
    "first_product": N_("Write your first product"),
}
