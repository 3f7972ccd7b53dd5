"""Words of the selection domain. Values are stable: they stand in data, bundles and the API."""

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
