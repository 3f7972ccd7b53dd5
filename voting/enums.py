"""Enums of the selection. Values are stable: they are used in data, bundles and the API."""

from enum import StrEnum


class AggregateOn(StrEnum):
    TOTAL = "total"
    CRITERION = "criterion"


class Method(StrEnum):
    MEAN = "mean"
    TRIMMED_MEAN = "trimmed_mean"
    MEDIAN = "median"


class RoundingMode(StrEnum):
    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    HALF_DOWN = "half_down"
    DOWN = "down"
    UP = "up"
    FLOOR = "floor"
    CEILING = "ceiling"


class BallotStatus(StrEnum):
    """Status of one ballot revision; only the first three reach the tally."""

    CAST = "cast"
    RECUSED = "recused"
    ABSENT = "absent"
    DRAFT = "draft"
    VOID = "void"


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 - a verdict, not a password
    BELOW = "below"
    UNDECIDED = "undecided"


class BandFault(StrEnum):
    EMPTY = "empty"
    GAP = "gap"
    OVERLAP = "overlap"
    NOT_TO_MAXIMUM = "not_to_maximum"


class SpreadKind(StrEnum):
    MEDIAN = "median"
    RANGE = "range"


class CapKind(StrEnum):
    COUNT = "count"
    SHARE = "share"


class RoundState(StrEnum):
    PLAN = "plan"
    ANNOUNCED = "announced"
    RECEIVING = "receiving"
    CHECKING = "checking"
    SCORING = "scoring"
    SITE_VISIT = "site_visit"
    SCORING_SECOND = "scoring_second"
    COUNCIL = "council"
    PROVISIONAL = "provisional"
    COMPLAINTS = "complaints"
    RECOGNISED = "recognised"
    AWARDED = "awarded"
    ARCHIVED = "archived"
    ANNULLED = "annulled"


class RoundAct(StrEnum):
    ANNOUNCE = "announce"
    OPEN_ENTRIES = "open_entries"
    CLOSE_ENTRIES = "close_entries"
    REOPEN_ENTRIES = "reopen_entries"
    OPEN_SCORING = "open_scoring"
    CLOSE_FIRST_PASS = "close_first_pass"  # noqa: S105 - an act, not a password
    OPEN_SECOND_PASS = "open_second_pass"  # noqa: S105 - an act, not a password
    CLOSE_SCORING = "close_scoring"
    REOPEN_SCORING = "reopen_scoring"
    PUBLISH_PROVISIONAL = "publish_provisional"
    OPEN_COMPLAINTS = "open_complaints"
    RETURN_TO_COUNCIL = "return_to_council"
    PUBLISH = "publish"
    AWARD = "award"
    ARCHIVE = "archive"
    ANNUL = "annul"


class NominationState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    MERGED = "merged"
    RECOGNISED = "recognised"
    NOT_RECOGNISED = "not_recognised"
    WITHDRAWN = "withdrawn"
    DISQUALIFIED = "disqualified"


class NominationAct(StrEnum):
    SUBMIT = "submit"
    RETURN_FOR_CHANGES = "return_for_changes"
    ACCEPT = "accept"
    WITHDRAW = "withdraw"
    DISQUALIFY = "disqualify"
    MERGE = "merge"
    UNMERGE = "unmerge"
    RECOGNISE = "recognise"
    DECLINE = "decline"
    RECONSIDER = "reconsider"


class ConflictKind(StrEnum):
    """Why a juror may have to be recused; all except DECLARED are found by rule."""

    SAME_FACILITY = "same_facility"
    PAST_FACILITY = "past_facility"
    OWNER = "owner"
    SAME_TAX_CODE = "same_tax_code"
    SAME_COMMUNE_AND_SURNAME = "same_commune_and_surname"
    DECLARED = "declared"


class RecusalState(StrEnum):
    PROPOSED = "proposed"
    DECLARED = "declared"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class ComplaintOutcome(StrEnum):
    """The council's answer, or WITHDRAWN by the facility. UPHELD and PARTLY_UPHELD change the list."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    UPHELD_UNCHANGED = "upheld_unchanged"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class SetCase(StrEnum):
    """Circular 26/2014/TT-BCT, article 3.2: what makes products of one facility a set."""

    SAME_DESIGN_OTHER_MATERIALS = "a"
    SAME_MATERIAL_OTHER_DESIGNS = "b"
    USED_TOGETHER = "c"


class Ineligible(StrEnum):
    """Why a product may not enter a round."""

    FACILITY_NOT_VERIFIED = "facility_not_verified"
    PRODUCT_NOT_PUBLISHED = "product_not_published"
    NOT_OWN_PRODUCTION = "not_own_production"
    ONE_OF_A_KIND = "one_of_a_kind"
    OUTSIDE_AREA = "outside_area"
    GROUP_NOT_IN_ROUND = "group_not_in_round"
    ALREADY_ENTERED = "already_entered"
    ENTRIES_NOT_OPEN = "entries_not_open"
    LOWER_CERTIFICATE_MISSING = "lower_certificate_missing"
    LOWER_CERTIFICATE_EXPIRED = "lower_certificate_expired"
    NOT_PROMOTED = "not_promoted"
    SET_WITHOUT_CASE = "set_without_case"
    SET_TOO_SMALL = "set_too_small"
