"""Must this juror stand aside? Conflicts are found by rule or declared; the chair decides."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from voting.enums import ConflictKind

Fold = Callable[[str], str]
"""How texts are compared; the application passes its accent fold, which finds more, and may."""

ENTERPRISE_DIGITS = 10


@dataclass(frozen=True, slots=True)
class JurorFacts:
    """What is known of a juror; texts may be empty. Ids are those of the catalogue."""

    user_id: int
    name: str
    commune: str = ""
    facility_ids: frozenset[int] = frozenset()
    past_facility_ids: frozenset[int] = frozenset()
    tax_codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EntrantFacts:
    """What is known of the facility behind an entry: its members' user ids, its owner's name, its commune."""

    facility_id: int
    tax_code: str = ""
    owner_name: str = ""
    commune: str = ""
    member_ids: frozenset[int] = frozenset()
    past_member_ids: frozenset[int] = frozenset()
    owner_ids: frozenset[int] = frozenset()


def plain(text: str) -> str:
    """The comparison used when no fold is given: NFC, case and spaces apart."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def find_conflicts(juror: JurorFacts, entrant: EntrantFacts, fold: Fold = plain) -> tuple[ConflictKind, ...]:
    """All conflicts the facts show, in the order of the enum. An empty fact never matches."""
    found = {
        ConflictKind.SAME_FACILITY: entrant.facility_id in juror.facility_ids
        or juror.user_id in entrant.member_ids,
        ConflictKind.PAST_FACILITY: entrant.facility_id in juror.past_facility_ids
        or juror.user_id in entrant.past_member_ids,
        ConflictKind.OWNER: juror.user_id in entrant.owner_ids or _same(juror.name, entrant.owner_name, fold),
        ConflictKind.SAME_TAX_CODE: _enterprise(entrant.tax_code)
        in {_enterprise(code) for code in juror.tax_codes} - {""},
        ConflictKind.SAME_COMMUNE_AND_SURNAME: _same(juror.commune, entrant.commune, fold)
        and _same(_surname(juror.name), _surname(entrant.owner_name), fold),
    }
    return tuple(kind for kind, is_found in found.items() if is_found)


def _same(one: str, other: str, fold: Fold) -> bool:
    folded = fold(one)
    return bool(folded.strip()) and folded == fold(other)


def _surname(name: str) -> str:
    """Vietnamese names begin with the family name."""
    return (name.split() or [""])[0]


def _enterprise(tax_code: str) -> str:
    """The ten digits of the enterprise: a branch (0123456789-001) is the same one."""
    return "".join(re.findall(r"[0-9]", tax_code))[:ENTERPRISE_DIGITS]
