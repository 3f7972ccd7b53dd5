import pytest

from app.core.errors import RuleBroken
from catalog import fields


def code_of(verb, *args):
    with pytest.raises(RuleBroken) as caught:
        verb(*args)
    return caught.value.code


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("3601234567", "3601234567"),
        ("36.0123.4567", "3601234567"),
        ("3601234567-001", "3601234567-001"),
        ("3601234567 001", "3601234567-001"),
        ("3601234567001", "3601234567-001"),
        ("075090001234", "075090001234"),
        ("47a8001234", "47A8001234"),
        ("4707/ĐKKD", "4707/ĐKKD"),
        ("  47.A8 / 00123 ", "47.A8 / 00123"),
    ],
)
def test_a_registration_number_is_kept_in_one_form(typed, kept):
    assert fields.registration_number(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"), [("", "required"), ("   ", "required"), ("12", "registration_number_form")]
)
def test_a_registration_number_that_is_none_is_refused(typed, code):
    assert code_of(fields.registration_number, typed) == code


@pytest.mark.parametrize("typed", ["Cơ sở Hoa Sen", "12345;DROP", "<b>1234</b>", "ABCDEFG", "1" * 40])
def test_words_are_no_registration_number(typed):
    assert code_of(fields.registration_number, typed) == "registration_number_form"


def test_a_gtin_is_fourteen_digits_or_none():
    assert fields.gtin(" ") is None
    assert fields.gtin("4006381333931") == "04006381333931"
    assert code_of(fields.gtin, "4006381333930") == "gtin_check_digit"


def test_a_gln_is_thirteen_digits_with_its_check_digit_or_none():
    assert fields.gln("") is None
    assert fields.gln("4006381 33393-1") == "4006381333931"
    assert code_of(fields.gln, "400638133393") == "gln_form"
    assert code_of(fields.gln, "٤٠٠٦٣٨١٣٣٣٩٣١") == "gln_form"
    assert code_of(fields.gln, "4006381333930") == "gtin_check_digit"


@pytest.mark.parametrize("typed", ["", "0901 234 567", "+84 (0)28 3822-1234", "0251.3822123"])
def test_a_telephone_number_is_kept_as_typed(typed):
    assert fields.phone(typed) == typed


@pytest.mark.parametrize("typed", ["12", "call me", "0901234567 hoặc 0902", "0" * 40])
def test_a_telephone_number_that_is_none_is_refused(typed):
    assert code_of(fields.phone, typed) == "phone_form"


def test_an_email_is_checked_for_its_form_only():
    assert [fields.email(text) for text in ("", "ten@example.vn")] == ["", "ten@example.vn"]
    assert [code_of(fields.email, text) for text in ("ten", "a@b", "a b@c.vn", "x@y.vn, z@y.vn")] == [
        "email_form"
    ] * 4


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("example.vn", "https://example.vn"),
        ("http://example.vn/a?b=c", "http://example.vn/a?b=c"),
        ("https://example.vn:8443", "https://example.vn:8443"),
    ],
)
def test_a_website_is_http_or_https(typed, kept):
    assert fields.website(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "javascript://example.vn/%0aalert(1)",
        "ftp://example.vn",
        "https://user:pass@example.vn",
        "https://localhost",
        "https://exa mple.vn",
        "https://example.vn/a b",
        "https://[::1",
        "https://example.vn:99999",
        "https://example.vn:0",
        "một trang web",
    ],
)
def test_other_addresses_are_refused(typed):
    assert code_of(fields.website, typed) == "website_form"


def test_a_year_lies_between_1000_and_the_latest():
    assert [fields.year(number, 2026) for number in (None, 1000, 2026)] == [None, 1000, 2026]
    assert [code_of(fields.year, number, 2026) for number in (999, 2027)] == ["year_range"] * 2


def test_nice_classes_are_sorted_and_distinct():
    assert [fields.nice_classes(text) for text in ("", "30, 29;30 45")] == [[], [29, 30, 45]]
    assert [code_of(fields.nice_classes, text) for text in ("0", "46", "a", "001", "²")] == [
        "nice_classes_form"
    ] * 5


def test_required_refuses_the_empty():
    assert fields.required("x", "name") == "x"
    assert code_of(fields.required, "", "name") == "required"
