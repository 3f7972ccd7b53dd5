from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from traceability.epcis.lexical.formats import is_offset, is_uri, number_in, number_text, parse_time, utc_text


@pytest.mark.parametrize(
    "text",
    [
        "https://id.gs1.org/01/08935217400010",
        "urn:epc:id:sgtin:8935217.400001.%2F",
        "ex:word",
        "mailto:a@b",
        "http://",
        "http://u:p@[::1]:80/a/b?c=d#e",
        "ni:///sha-256;00?ver=CBV2.0",
        "http:///a",
        "a:",
        "geo:10.5,106.7",
    ],
)
def test_uri_accepts_absolute_uris_and_curies(text):
    assert is_uri(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "a b:c",
        "1a:b",
        "_a:b",
        "//x/y",
        "http://a b",
        "http://x/%zz",
        "http://x/#a#b",
        "http://h:8x/",
        "http://x/{a}",
        "http://nước.vn/",
        "https://e[x.vn/",
        "http://x.vn/\n",
        "http://x?q=|",
    ],
)
def test_uri_refuses_what_rfc_3986_refuses(text):
    assert not is_uri(text)


def test_uri_check_is_linear_on_hostile_text():
    assert not is_uri("http://" + "a%41" * 20_000 + " ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22T08:00:00+07:00", "2026-11-22T01:00:00.000Z"),
        ("2026-11-22T01:00:00.1Z", "2026-11-22T01:00:00.100Z"),
        ("2023-01-18T11:04:03.1415Z", "2023-01-18T11:04:03.142Z"),
        ("2023-01-18T11:04:03.1405Z", "2023-01-18T11:04:03.141Z"),
        ("2023-01-18T11:04:03.14149999Z", "2023-01-18T11:04:03.141Z"),
        ("2023-12-31T23:59:59.9995-00:00", "2024-01-01T00:00:00.000Z"),
        ("2024-02-29T23:00:00-14:00", "2024-03-01T13:00:00.000Z"),
        ("0999-01-02T03:04:05Z", "0999-01-02T03:04:05.000Z"),
    ],
)
def test_time_is_told_in_utc_with_three_rounded_decimals(text, expected):
    moment = parse_time(text)
    assert moment is not None
    assert utc_text(moment) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22",
        "2026-11-22T08:00:00",
        "2026-11-22 08:00:00Z",
        "2026-13-22T08:00:00Z",
        "2026-02-29T08:00:00Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T08:60:00Z",
        "2026-11-22T08:00:60Z",
        "2026-11-22T08:00:00+1400",
        "2026-11-22T08:00:00+14:01",
        "2026-11-22t08:00:00z",
        "2026-11-22T08:00:00.Z",
        "0001-01-01T00:00:00+07:00",
        "9999-12-31T23:59:59.9999Z",
        "0000-01-01T00:00:00Z",
        "2026-11-22T08:00:00Z\n",
        "٢٠٢٦-11-22T08:00:00Z",
    ],
)
def test_time_refuses_what_is_no_zoned_date_time(text):
    assert parse_time(text) is None


@pytest.mark.parametrize(
    ("text", "valid"), [("+07:00", True), ("-00:00", True), ("+14:00", True), ("+14:01", False)]
)
def test_offset_is_at_most_fourteen_hours(text, valid):
    assert is_offset(text) is valid


@pytest.mark.parametrize("text", ["Z", "07:00", "+7:00", "+0700", "+15:00", "+07:60", "+07:00\n"])
def test_offset_refuses_other_spellings(text):
    assert not is_offset(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("10.0"), "10"),
        (Decimal("1E+1"), "10"),
        (10, "10"),
        (Decimal("0.180"), "0.18"),
        (Decimal("-0.0"), "0"),
        (Decimal("-1.50"), "-1.5"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("12345678901234567890.10"), "12345678901234567890.1"),
        (Decimal("1.50E+999999"), "15E999998"),
        (Decimal("-2E-999999"), "-2E-999999"),
        (10**500, "1E500"),
    ],
)
def test_number_has_one_plain_spelling(value, text):
    assert number_text(value) == text


@pytest.mark.parametrize("text", ["", "1_0", "inf", "nan", "1e", ".", "0x1", "1 0", "١", "1.2.3"])
def test_number_in_text_refuses_what_xml_would_not_call_a_number(text):
    assert number_in(text) is None


@settings(max_examples=60)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_number_text_says_the_same_number(value):
    assert number_in(number_text(value)) == value


@settings(max_examples=60)
@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_time_told_and_parsed_is_within_half_a_millisecond(moment):
    parsed = parse_time(utc_text(moment))
    assert parsed is not None
    assert abs(parsed - moment).total_seconds() <= 0.0005
