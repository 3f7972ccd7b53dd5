"""Whether a product may enter a round (Circular 26/2014, 14/2018)."""

from dataclasses import dataclass
from datetime import date, datetime

from catalog.enums import Level
from voting.enums import Ineligible, RoundState, SetCase

SMALLEST_SET = 2

LOWER = {Level.PROVINCE: Level.COMMUNE, Level.REGION: Level.PROVINCE, Level.NATIONAL: Level.REGION}


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """Both dates are inside the validity."""

    level: Level
    valid_from: date
    valid_until: date
    is_revoked: bool = False

    def is_valid_on(self, day: date) -> bool:
        return not self.is_revoked and self.valid_from <= day <= self.valid_until


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product as it would enter. `areas`: stable keys of every unit it is in (commune to nation);
    `promoted_from`: levels whose council sent it up; `set_case` and `set_size` for a product set.
    """

    group: str
    areas: frozenset[str]
    is_facility_verified: bool = True
    is_published: bool = True
    is_own_production: bool = True
    is_made_in_series: bool = True
    certificates: tuple[HeldCertificate, ...] = ()
    promoted_from: frozenset[Level] = frozenset()
    already_entered: bool = False
    is_set: bool = False
    set_case: SetCase | None = None
    set_size: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """The requirements of a round. `needs_certificate` and `needs_promotion` say whether the level below must
    have recognised the product, and sent it up; `default_needs` says what is usual.
    """

    level: Level
    area: str
    groups: frozenset[str]
    state: RoundState
    entries_until: datetime | None = None
    needs_certificate: bool = False
    needs_promotion: bool = False


def default_needs(level: Level) -> tuple[bool, bool]:
    """(certificate, promotion): a region wants a valid provincial certificate, the nation promotion."""
    return level in {Level.REGION, Level.NATIONAL}, level is Level.NATIONAL


def find_obstacles(candidate: Candidate, terms: Terms, now: datetime, today: date) -> tuple[Ineligible, ...]:
    """All that keeps the product out of the round, empty when it may enter.

    `now` is the server's clock, decided inside the transaction: an entry at the deadline itself is in time.
    `today` is the date in Vietnam, for the validity of certificates.
    """
    checks = {
        Ineligible.FACILITY_NOT_VERIFIED: not candidate.is_facility_verified,
        Ineligible.PRODUCT_NOT_PUBLISHED: not candidate.is_published,
        Ineligible.NOT_OWN_PRODUCTION: not candidate.is_own_production,
        Ineligible.ONE_OF_A_KIND: not candidate.is_made_in_series,
        Ineligible.OUTSIDE_AREA: terms.area not in candidate.areas,
        Ineligible.GROUP_NOT_IN_ROUND: candidate.group not in terms.groups,
        Ineligible.ALREADY_ENTERED: candidate.already_entered,
        Ineligible.ENTRIES_NOT_OPEN: terms.state is not RoundState.RECEIVING
        or (terms.entries_until is not None and now > terms.entries_until),
        Ineligible.NOT_PROMOTED: terms.needs_promotion
        and LOWER.get(terms.level) not in candidate.promoted_from,
        Ineligible.SET_WITHOUT_CASE: candidate.is_set and candidate.set_case is None,
        Ineligible.SET_TOO_SMALL: candidate.is_set and candidate.set_size < SMALLEST_SET,
    }
    obstacles = [obstacle for obstacle, is_met in checks.items() if is_met]
    if terms.needs_certificate:
        obstacles += _certificate_obstacles(candidate, terms.level, today)
    return tuple(obstacles)


def _certificate_obstacles(candidate: Candidate, level: Level, today: date) -> list[Ineligible]:
    lower = [one for one in candidate.certificates if one.level is LOWER.get(level)]
    if any(one.is_valid_on(today) for one in lower):
        return []
    return [Ineligible.LOWER_CERTIFICATE_EXPIRED if lower else Ineligible.LOWER_CERTIFICATE_MISSING]
