from dataclasses import replace

import pytest

from voting.enums import ConflictKind
from voting.jury.conflicts.declared import EntrantFacts, JurorFacts, find_conflicts, surname

JUROR = JurorFacts(user_id=1, name="Trần Văn Bình", commune="Ninh Hòa")
ENTRANT = EntrantFacts(facility_id=9, tax_code="4201234567", owner_name="Lê Thị Hoa", commune="Vạn Ninh")


def test_strangers_have_no_conflict():
    assert find_conflicts(JUROR, ENTRANT) == ()


@pytest.mark.parametrize(
    ("juror", "entrant", "kind"),
    [
        ({"facility_ids": frozenset({9})}, {}, ConflictKind.SAME_FACILITY),
        ({}, {"member_ids": frozenset({1})}, ConflictKind.SAME_FACILITY),
        ({"past_facility_ids": frozenset({9})}, {}, ConflictKind.PAST_FACILITY),
        ({}, {"past_member_ids": frozenset({1})}, ConflictKind.PAST_FACILITY),
        ({}, {"owner_ids": frozenset({1})}, ConflictKind.OWNER),
        ({}, {"owner_name": "trần  văn BÌNH"}, ConflictKind.OWNER),
        ({"tax_codes": frozenset({"4201234567"})}, {}, ConflictKind.SAME_TAX_CODE),
        ({"tax_codes": frozenset({"4201234567-001"})}, {}, ConflictKind.SAME_TAX_CODE),
        ({"commune": "vạn ninh", "name": "Lê An"}, {}, ConflictKind.SAME_COMMUNE_AND_SURNAME),
    ],
)
def test_each_rule_finds_its_conflict(juror, entrant, kind):
    assert find_conflicts(replace(JUROR, **juror), replace(ENTRANT, **entrant)) == (kind,)


@pytest.mark.parametrize(
    ("juror", "entrant"),
    [
        ({"commune": "Vạn Ninh"}, {}),
        ({"name": "Lê An"}, {}),
        ({"commune": "", "name": "Lê An"}, {"commune": ""}),
        ({"name": ""}, {"owner_name": ""}),
        ({"tax_codes": frozenset({"", "4209999999"})}, {}),
        ({"tax_codes": frozenset({""})}, {"tax_code": ""}),
    ],
)
def test_half_a_match_or_an_empty_fact_is_no_conflict(juror, entrant):
    assert find_conflicts(replace(JUROR, **juror), replace(ENTRANT, **entrant)) == ()


def test_texts_match_in_every_unicode_form():
    decomposed = replace(ENTRANT, owner_name="Tra\u0302\u0300n Va\u0306n Bi\u0300nh")
    assert find_conflicts(JUROR, decomposed) == (ConflictKind.OWNER,)


def test_coarser_fold_finds_more():
    juror = replace(JUROR, name="Le An", commune="Van Ninh")
    folds = str.maketrans("êạ", "ea")
    assert find_conflicts(juror, ENTRANT) == ()
    assert find_conflicts(juror, ENTRANT, lambda text: text.lower().translate(folds)) == (
        ConflictKind.SAME_COMMUNE_AND_SURNAME,
    )


def test_all_conflicts_are_named_in_order():
    juror = replace(JUROR, facility_ids=frozenset({9}), tax_codes=frozenset({"4201234567"}))
    assert find_conflicts(juror, replace(ENTRANT, owner_ids=frozenset({1}))) == (
        ConflictKind.SAME_FACILITY,
        ConflictKind.OWNER,
        ConflictKind.SAME_TAX_CODE,
    )


@pytest.mark.parametrize(
    "commune", ["Xã Tân An", "Phường Tân An", "Xã Tân An, Đồng Nai", "xã  Tân  An", "P. Tân An"]
)
def test_commune_is_the_same_under_every_kind_and_with_its_province(commune):
    juror = JurorFacts(1, "Ông  Lê Văn Ba", commune="Tân An")
    entrant = EntrantFacts(9, owner_name="Bà Lê  Thị Bốn", commune=commune)
    assert find_conflicts(juror, entrant) == (ConflictKind.SAME_COMMUNE_AND_SURNAME,)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Ông  Lê Văn Ba", "Lê"),
        ("PGS.TS. Trần Văn Bốn", "Trần"),
        ("ThS Phạm Thị Năm", "Phạm"),
        ("Nghệ nhân ưu tú Đặng Sáu", "Đặng"),
        ("Chu Văn An", "Chu"),
        ("Cù Huy Cận", "Cù"),
        ("", ""),
    ],
)
def test_family_name_stands_without_titles(name, family):
    assert surname(name) == family


def test_other_commune_or_family_is_no_conflict():
    juror = JurorFacts(1, "Lê Văn Ba", commune="Tân An")
    assert find_conflicts(juror, EntrantFacts(9, owner_name="Lê Bốn", commune="Xã Tân Bình")) == ()
    assert find_conflicts(juror, EntrantFacts(9, owner_name="Trần Bốn", commune="Xã Tân An")) == ()
    assert find_conflicts(juror, EntrantFacts(9, owner_name="", commune="")) == ()


AT_TAN_AN, AT_OTHER = "2025-26128", "2025-30709"


@pytest.mark.parametrize(
    ("juror", "entrant", "found"),
    [
        (("Tân An", ""), ("Xã Tân An", AT_TAN_AN), True),
        (("Phường Tân An", AT_OTHER), ("Xã Tân An", AT_TAN_AN), False),
        (("Tân An, Đồng Nai", AT_TAN_AN), ("xã  Tân An", AT_TAN_AN), True),
        (("Thị trấn cũ", AT_TAN_AN), ("Xã Tân An", AT_TAN_AN), True),
        (("", ""), ("", ""), False),
    ],
)
def test_communes_are_compared_as_units_where_both_are_known(juror, entrant, found):
    person = JurorFacts(1, "Lê Văn Tám", commune=juror[0], commune_key=juror[1])
    firm = EntrantFacts(9, owner_name="Lê Thị Ba", commune=entrant[0], commune_key=entrant[1])
    kinds = [ConflictKind.SAME_COMMUNE_AND_SURNAME] if found else []
    assert list(find_conflicts(person, firm)) == kinds
