"""Enums of the catalogue. Values are stable codes: they are used in addresses, data and the change feed."""

from enum import StrEnum


class UnitKind(StrEnum):
    PROVINCE = "tinh"
    CITY = "thanh-pho"


class Region(StrEnum):
    NORTH = "phia-bac"
    CENTRE = "mien-trung-tay-nguyen"
    SOUTH = "phia-nam"


class ProductGroup(StrEnum):
    """Circular 26/2014/TT-BCT, article 5."""

    CRAFT = "thu-cong-my-nghe"
    FOOD = "che-bien-nong-lam-thuy-san-thuc-pham"
    MACHINE = "thiet-bi-may-moc-co-khi"
    OTHER = "khac"


class Level(StrEnum):
    """COMMUNE means the district in awards made before 1 July 2025."""

    COMMUNE = "xa"
    PROVINCE = "tinh"
    REGION = "khu-vuc"
    NATIONAL = "quoc-gia"


LEVEL_RANK = {level: rank for rank, level in enumerate(Level)}


class FacilityKind(StrEnum):
    """Who may be a rural industrial establishment (Decree 45/2012/NĐ-CP)."""

    ENTERPRISE = "doanh-nghiep"
    COOPERATIVE = "hop-tac-xa"
    COOPERATIVE_GROUP = "to-hop-tac"
    HOUSEHOLD = "ho-kinh-doanh"


PERSONAL_KINDS = frozenset({FacilityKind.HOUSEHOLD, FacilityKind.COOPERATIVE_GROUP})
"""The producer is a person or a few: shown to the public only with their consent (Law 91/2025/QH15)."""


class FacilityState(StrEnum):
    """WITHDRAWN: the facility withdrew from the site, or withdrew its consent. CLOSED: it has stopped working.
    MERGED: it was a second entry of another one.
    """

    PENDING = "pending"
    RETURNED = "returned"
    VERIFIED = "verified"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    MERGED = "merged"


class ProductState(StrEnum):
    """MERGED: it was a second entry of another product."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class FacilityReason(StrEnum):
    """Why an officer returns a facility."""

    NUMBER = "number"
    NAME = "name"
    KIND = "kind"
    PLACE = "place"
    CONTACT = "contact"
    DUPLICATE = "duplicate"
    NOT_ELIGIBLE = "not-eligible"
    OTHER = "other"


class ProductReason(StrEnum):
    """Why an officer returns a product."""

    NAME = "name"
    GROUP = "group"
    DESCRIPTION = "description"
    PICTURES = "pictures"
    GTIN = "gtin"
    PAPERS = "papers"
    DUPLICATE = "duplicate"
    NOT_OWN = "not-own"
    CLAIMS = "claims"
    OTHER = "other"


class CheckState(StrEnum):
    """An officer's decision on a document: until CHECKED the page says not yet verified."""

    UNCHECKED = "unchecked"
    CHECKED = "checked"
    REFUSED = "refused"


class TrademarkKind(StrEnum):
    ORDINARY = "thong-thuong"
    COLLECTIVE = "tap-the"
    CERTIFICATION = "chung-nhan"
    GEOGRAPHICAL_INDICATION = "chi-dan-dia-ly"


class TrademarkState(StrEnum):
    """The status of a trademark application at the intellectual property office."""

    FILED = "filed"
    PUBLISHED = "published"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class TrademarkStepKind(StrEnum):
    """What happened at the intellectual property office. FEE: it asked for the fee of the certificate."""

    ACCEPTED = "accepted"
    PUBLISHED = "published"
    OPPOSED = "opposed"
    OPPOSITION_ANSWERED = "opposition-answered"
    OBJECTED = "objected"
    OBJECTION_ANSWERED = "objection-answered"
    FEE = "fee"
    GRANTED = "granted"
    REFUSED = "refused"
    APPEALED = "appealed"
    RENEWED = "renewed"


class CertificateKind(StrEnum):
    """Papers a facility supplies; a recognition issued by the programme is an Award, never one of these."""

    OCOP = "ocop"
    VIETGAP = "vietgap"
    GLOBALGAP = "globalgap"
    ORGANIC = "organic"
    ISO_9001 = "iso-9001"
    ISO_22000 = "iso-22000"
    HACCP = "haccp"
    FSSC_22000 = "fssc-22000"
    FOOD_SAFETY = "attp"
    HALAL = "halal"
    CE = "ce"
    HVNCLC = "hvnclc"
    OTHER = "other"


class Validity(StrEnum):
    """State of a dated paper on a day. EXPIRING: within 90 days."""

    NOT_YET = "not-yet"
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class Recognition(StrEnum):
    """The status of a product as typical product on a day. NONE: it never was one."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    NONE = "none"


class AwardSource(StrEnum):
    ROUND = "round"
    PUBLISHED_NOTICE = "published-notice"


class ImportState(StrEnum):
    """The life of a file of products: looked at, then entered as a whole, then perhaps undone as a whole."""

    CHECKING = "checking"
    CHECKED = "checked"
    REFUSED = "refused"
    ENTERING = "entering"
    ENTERED = "entered"
    CANCELLED = "cancelled"
    UNDONE = "undone"
