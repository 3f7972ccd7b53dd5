"""Every kind of content check, on values of the identifiers that carry it."""

import pytest

from traceability.digital_link.errors import DigitalLinkError
from traceability.digital_link.identifiers import IDENTIFIERS
from traceability.digital_link.value_checks.checks import PROBLEMS
from traceability.digital_link.values import check_together, check_value

COUPON = "0614141123456" + "1" + "5" + "2" + "10" + "0" + "123"  # prefix, offer, save value, first purchase


def problem(ai, value):
    try:
        check_value(IDENTIFIERS[ai], value)
    except DigitalLinkError as error:
        return error.code
    return None


GOOD = [
    ("00", "006141411234567890"),
    ("253", "9526064000028"),
    ("253", "9526064000028abc"),
    ("11", "260200"),
    ("11", "000229"),
    ("11", "720101"),
    ("11", "760229"),
    ("421", "704XYZ"),
    ("423", "704840"),
    ("423", "704840116418"),
    ("3910", "7041500"),
    ("401", "8935abc"),
    ("4300", "X%20Y"),
    ("4307", "VN"),
    ("4309", "18000000003600000000"),
    ("4321", "1"),
    ("4324", "2602002359"),
    ("4330", "001000"),
    ("4330", "001000-"),
    ("7003", "2602282359"),
    ("7007", "260228"),
    ("7007", "260228260301"),
    ("7030", "999A"),
    ("7040", "1AB_"),
    ("7041", "8"),
    ("7041", "APE"),
    ("7241", "80"),
    ("7241", "01"),
    ("7241", "10"),
    ("7241", "99"),
    ("7250", "00000229"),
    ("7250", "20260201"),
    ("7252", "9"),
    ("7258", "2/3"),
    ("7258", "3/3"),
    ("8001", "00010000100191"),
    ("8003", "00614141123452abc"),
    ("8006", "089385012345680102"),
    ("8006", "089385012345680202"),
    ("8007", "GB82WEST12345698765432"),
    ("8007", "GB32WEST123"),
    ("8008", "26022823"),
    ("8008", "260228235959"),
    ("8010", "8935#-/A"),
    ("8011", "1"),
    ("8013", "1987654Ad4X4bL5ttr2310c2K"),
    ("8013", "198765843"),
    ("8014", "1987654Ad4X4bL5ttr2310c2K"),
    ("8030", "AbC-_9"),
    ("8030", "AbC-_9abc=9"[:9]),
    ("8030", "AbCd-="),
    ("8030", "AbCd=="),
    ("8110", COUPON),
    ("8110", COUPON + "1" + "0" + "210" + "4" + "999" + "9"),
    ("8110", COUPON + "2" + "210" + "4" + "999" + "0" + "123456"),
    ("8110", COUPON + "3261231" + "4260101" + "50123456" + "61" + "1234567" + "90001"),
    ("8110", COUPON + "3261231" + "4261231"),
    ("8112", "10123456123456" + "0123456"),
]

BAD = [
    ("00", "006141411234567891", "check_digit"),
    ("01", "0A938501234561", "characters"),
    ("11", "261301", "date"),
    ("11", "260001", "date"),
    ("11", "260230", "date"),
    ("11", "730229", "date"),
    ("11", "750229", "date"),
    ("4326", "260200", "date"),
    ("7250", "19000229", "date"),
    ("7250", "20260200", "date"),
    ("421", "999X", "country"),
    ("422", "005", "country"),
    ("4307", "XX", "country"),
    ("7030", "998A", "country"),
    ("3910", "9991", None),
    ("3910", "0011", "currency"),
    ("401", "89A5", "company_prefix"),
    ("401", "893", "company_prefix"),
    ("00", "0A6141411234567890", "characters"),
    ("4300", "X%2", "percent"),
    ("4300", "X%zz", "percent"),
    ("4309", "18000000013600000000", "latitude"),
    ("4309", "18000000003600000001", "longitude"),
    ("4321", "2", "yes_or_no"),
    ("4324", "2602002400", "time"),
    ("4324", "2602002360", "time"),
    ("4330", "001000+", "hyphen"),
    ("7040", "1AB.", "importer_index"),
    ("7041", "ZZZ", "package_type"),
    ("7241", "11", "media_type"),
    ("7241", "00", "media_type"),
    ("7241", "79", "media_type"),
    ("7252", "3", "sex"),
    ("7258", "3/2", "position_in_sequence"),
    ("7258", "0/2", "position_in_sequence"),
    ("7258", "123", "position_in_sequence"),
    ("8001", "00000000100191", "zero"),
    ("8001", "00010000100121", "winding"),
    ("8003", "10614141123452", "not_zero"),
    ("8006", "089385012345680201", "piece_of_total"),
    ("8006", "089385012345680001", "piece_of_total"),
    ("8007", "GB82WEST12345698765433", "iban"),
    ("8007", "ZZ82WEST12345698765432", "iban"),
    ("8007", "GB82west12345698765432", "iban"),
    ("8007", "GB82WEST12", "iban"),
    ("8007", "GB76WEST12", "iban"),
    ("8008", "260228245959", "time"),
    ("8008", "260228236059", "time"),
    ("8008", "260228235960", "time"),
    ("8010", "8935a", "characters"),
    ("8011", "01", "leading_zero"),
    ("8013", "1987654Ad4X4bL5ttr2310c2L", "check_pair"),
    ("8013", "2", "check_pair"),
    ("8013", "22", "company_prefix"),
    ("8014", "198765444", "check_pair"),
    ("8014", "198765843", "only_digits"),
    ("8030", "AbC-=", "padding"),
    ("8030", "Ab===", "padding"),
    ("8030", "AbC===", "padding"),
    ("8030", "A=bcde", "padding"),
    ("8030", "Ab.c", "characters"),
    ("8110", COUPON[:-1], "coupon"),
    ("8110", COUPON + "0", "coupon"),
    ("8110", COUPON + "x", "coupon"),
    ("8110", "7" + COUPON[1:], "coupon"),
    ("8110", COUPON + "3261231" + "4270101", "coupon"),
    ("8110", COUPON + "3261331", "coupon"),
    ("8112", "20123456123456" + "0123456", "coupon"),
]


@pytest.mark.parametrize(("ai", "value"), GOOD)
def test_lawful_value(ai, value):
    assert problem(ai, value) is None


@pytest.mark.parametrize(("ai", "value", "code"), BAD)
def test_unlawful_value(ai, value, code):
    assert problem(ai, value) == code


def test_every_code_of_a_check_has_words():
    assert {code for _, _, code in BAD} - {None, "characters"} <= PROBLEMS.keys()


def test_empty_value_is_told_as_such():
    assert problem("10", "") == "empty_value"


@pytest.mark.parametrize(
    ("ai", "without", "with_serial"),
    [
        ("253", "9526064000028", "9526064000028a"),
        ("255", "9526064000028", "95260640000281"),
        ("8003", "95260640000281", "95260640000281a"),
    ],
)
def test_signature_of_one_thing_needs_its_serial_number(ai, without, with_serial):
    with pytest.raises(DigitalLinkError) as refusal:
        check_together({"8030": "AbC", ai: without})
    assert (refusal.value.code, refusal.value.ai) == ("serial_missing", ai)
    check_together({"8030": "AbC", ai: with_serial})


def test_what_is_missing_is_named_by_the_first_of_its_kind():
    with pytest.raises(DigitalLinkError) as refusal:
        check_together({"01": "08938501234568", "3920": "15"})
    assert refusal.value.message == ("AI (3920) needs (30) or (3100) or (3200) or (3500) or (3600) beside it")
