"""Whether a juror must be recused. Conflicts are found by rule or declared; the chair decides."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from voting.enums import ConflictKind

Fold = Callable[[str], str]
"""How texts are compared; the application passes its accent fold, which finds more matches."""

ENTERPRISE_DIGITS = 10
_TITLE = re.compile(
    r"^(?:nghệ nhân(?: nhân dân| ưu tú)?|ông|bà|anh|chị|cô|chú|bác|cụ|gs|pgs|ts|ths|ks|cn|bs|ds|mr|mrs|ms|dr)"
    r"(?:\.\s*|\s+)",
    re.IGNORECASE,
)
"""Titles before a name. Accents count: Chu and Cù are family names, chú and cụ are not."""
_KIND = re.compile(r"^(?:xã|phường|thị trấn|đặc khu|tt\.?|p\.|x\.)\s*(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class JurorFacts:
    """What is known of a juror; texts may be empty. Ids are those of the catalogue.

    commune: as written down; commune_key: list and code of that unit, empty where it is not known which is meant.
    """

    user_id: int
    name: str
    commune: str = ""
    commune_key: str = ""
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
    commune_key: str = ""
    member_ids: frozenset[int] = frozenset()
    past_member_ids: frozenset[int] = frozenset()
    owner_ids: frozenset[int] = frozenset()


def plain(text: str) -> str:
    """The comparison used when no fold is given: NFC, case and spaces apart."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def find_conflicts(juror: JurorFacts, entrant: EntrantFacts, fold: Fold = plain) -> tuple[ConflictKind, ...]:
    """All conflicts in the facts, in the order of the enum. An empty fact never matches."""
    found = {
        ConflictKind.SAME_FACILITY: entrant.facility_id in juror.facility_ids
        or juror.user_id in entrant.member_ids,
        ConflictKind.PAST_FACILITY: entrant.facility_id in juror.past_facility_ids
        or juror.user_id in entrant.past_member_ids,
        ConflictKind.OWNER: juror.user_id in entrant.owner_ids
        or _same(person_name(juror.name), person_name(entrant.owner_name), fold),
        ConflictKind.SAME_TAX_CODE: _enterprise(entrant.tax_code)
        in {_enterprise(code) for code in juror.tax_codes} - {""},
        ConflictKind.SAME_COMMUNE_AND_SURNAME: _same_commune(juror, entrant, fold)
        and _same(surname(juror.name), surname(entrant.owner_name), fold),
    }
    return tuple(kind for kind, is_found in found.items() if is_found)


def person_name(name: str) -> str:
    """A name without the titles before it and with single spaces: "Ông  TS. Lê Văn  Tám" -> "Lê Văn Tám"."""
    left = " ".join(unicodedata.normalize("NFC", name).split())
    while (rest := _TITLE.sub("", left)) != left and rest:
        left = rest
    return left


def surname(name: str) -> str:
    """The family name, with which Vietnamese names begin."""
    return person_name(name).partition(" ")[0]


def commune_name(text: str) -> str:
    """A commune as people write it, without its kind and without what it belongs to: "Xã Tân An, Đồng Nai" ->
    "Tân An".

    It finds more than the same place; the chair decides.
    """
    name = " ".join(re.split(r"[,;(–]", text, maxsplit=1)[0].split())
    return _KIND.sub("", name)


def _same_commune(juror: JurorFacts, entrant: EntrantFacts, fold: Fold) -> bool:
    """By unit where both are known: of two communes of one name each is itself. By name where one is not."""
    if juror.commune_key and entrant.commune_key:
        return juror.commune_key == entrant.commune_key
    return _same(commune_name(juror.commune), commune_name(entrant.commune), fold)


def _same(one: str, other: str, fold: Fold) -> bool:
    folded = fold(" ".join(one.split()))
    return bool(folded) and folded == fold(" ".join(other.split()))


def _enterprise(tax_code: str) -> str:
    """The ten digits of the enterprise: a branch (0123456789-001) is the same one."""
    return "".join(re.findall(r"[0-9]", tax_code))[:ENTERPRISE_DIGITS]
