import pytest

from traceability.digital_link import DigitalLink, DigitalLinkError, parse

GTIN = "/01/08938501234568"


def refusal(uri):
    with pytest.raises(DigitalLinkError) as caught:
        parse(uri)
    assert caught.value.message == str(caught.value)
    return caught.value.code, caught.value.ai


def test_parse_gives_path_then_query_in_their_order():
    link = parse(f"https://vi.example{GTIN}/10/A%2F1/21/S-9?99=x%2By&17=261231&utm=1&lang")
    assert link.elements == (
        ("01", "08938501234568"),
        ("10", "A/1"),
        ("21", "S-9"),
        ("99", "x+y"),
        ("17", "261231"),
    )
    assert link.key == ("01", "08938501234568")
    assert link.qualifiers == (("10", "A/1"), ("21", "S-9"))
    assert link.attributes == (("99", "x+y"), ("17", "261231"))
    assert link.value("21") == "S-9"
    assert link.value("22") is None


def test_canonical_puts_fixed_lengths_first():
    link = parse(f"HTTP://vi.example:8080/shop{GTIN}/10/a%2fb?99=x&17=261231#top")
    assert link.canonical() == "https://id.gs1.org/01/08938501234568/10/a%2Fb?17=261231&99=x"
    assert link.uri("https://vi.example/") == "https://vi.example/01/08938501234568/10/a%2Fb?17=261231&99=x"


def test_element_strings():
    link = parse(f"https://vi.example{GTIN}/10/a%28b?3103=000500&99=x")
    assert link.element_string() == r"(01)08938501234568(10)a\(b(3103)000500(99)x"
    assert link.fnc1_string() == "^010893850123456810a(b^310300050099x"


def test_levels_walk_up_to_the_key():
    link = parse(f"https://vi.example{GTIN}/22/V1/10/L1/21/S1?17=261231")
    assert link.levels() == (
        "/01/08938501234568/22/V1/10/L1/21/S1",
        "/01/08938501234568/22/V1/10/L1",
        "/01/08938501234568/22/V1",
        "/01/08938501234568",
    )


def test_the_last_key_of_the_path_counts():
    assert parse("https://a/01/x/8017/952012345678901233/8019/12") == DigitalLink(
        (("8017", "952012345678901233"), ("8019", "12")), 2
    )


@pytest.mark.parametrize(
    ("uri", "code", "ai"),
    [
        ("", "scheme", None),
        ("HtTps://a" + GTIN, "scheme", None),
        ("https://a" + GTIN + "\n", "illegal_character", None),
        ("https://a/01/ñ", "illegal_character", None),
        ("https://a\0" + GTIN, "illegal_character", None),
        ("https://a_b" + GTIN, "host", None),
        ("https://" + GTIN, "no_path", None),
        ("https://a", "no_path", None),
        ("https://a/", "no_key", None),
        ("https://a/gtin/08938501234568", "no_key", None),
        ("https://a" + GTIN + "/", "no_key", None),
        ("https://a/01/", "empty_value", "01"),
        ("https://a" + GTIN + "?17=", "empty_value", "17"),
        ("https://a" + GTIN + "/10/a%00b", "characters", "10"),
        ("https://a/01/8938501234568", "too_short", "01"),
        ("https://a/01/008938501234568", "too_long", "01"),
        ("https://a/01/0893850123456X", "characters", "01"),
        ("https://a/01/08938501234561", "check_digit", "01"),
        ("https://a" + GTIN + "/10/a b", "illegal_character", None),
        ("https://a" + GTIN + "/10/a%20b", "characters", "10"),
        ("https://a" + GTIN + "/21/1/10/1", "qualifiers", "01"),
        ("https://a" + GTIN + "/10/1/235/1", "qualifiers", "01"),
        ("https://a" + GTIN + "?10=A", "belongs_in_path", "10"),
        ("https://a" + GTIN + "/21/S?10=A", "belongs_in_path", "10"),
        ("https://a" + GTIN + "?21=A", "not_an_attribute", "21"),
        ("https://a" + GTIN + "?17=261231&17=261231", "duplicate_ai", "17"),
        ("https://a" + GTIN + "?01=08938501234568", "duplicate_ai", "01"),
        ("https://a" + GTIN + "?1=2", "unknown_ai", "1"),
        ("https://a" + GTIN + "?=2", "unknown_ai", ""),
        ("https://a" + GTIN + "?3103=000500&3102=000500", "excluded_pair", "3102"),
        ("https://a" + GTIN + "?37=1", "excluded_pair", "01"),
        ("https://a" + GTIN + "?403=A", "required_missing", "403"),
        ("https://a/253/9526064000028?8030=x", "serial_missing", "253"),
        ("https://a" + GTIN + "?" + "a&" * 63, "too_many", None),
        ("https://a" + GTIN + "?" + "a" * 8170, "uri_too_long", None),
        ("https://a" + GTIN + "?425=7041", "length", "425"),
    ],
)
def test_parse_refuses_with_a_code(uri, code, ai):
    assert refusal(uri) == (code, ai)


def test_parse_counts_parameters_as_the_engine_does():
    assert len(parse("https://a" + GTIN + "?" + "&".join("a" * 63)).elements) == 1


def test_attributes_are_counted_once_among_the_parameters():
    assert len(parse("https://a" + GTIN + "?17=261231&" + "&".join("a" * 62)).elements) == 2


def test_path_out_of_order_is_told_as_it_stands():
    with pytest.raises(DigitalLinkError, match=r"the identifiers \(01\) \(21\) \(10\) may not"):
        parse("https://a" + GTIN + "/21/1/10/1")


def test_required_message_names_the_choice():
    with pytest.raises(DigitalLinkError, match=r"AI \(8030\) needs .*\(01\) with \(21\)"):
        parse("https://a/414/9520123456788?8030=x")


def test_short_gtins_are_padded_only_when_asked():
    assert refusal("https://a/01/95201238") == ("too_short", "01")
    assert parse("https://a/01/95201238", pad_gtin=True).key == ("01", "00000095201238")
    assert parse("https://a/01/8938501234568/10/A", pad_gtin=True).key == ("01", "08938501234568")


@pytest.mark.parametrize(
    ("written", "value"),
    [("%41", "A"), ("%2f", "/"), ("%", "%"), ("%4", "%4"), ("a%zz", "a%zz"), ("%%41", "%A")],
)
def test_percent_coding_in_the_path(written, value):
    assert parse(f"https://a{GTIN}/10/{written}").value("10") == value


def test_plus_is_a_space_in_the_query_and_itself_in_the_path():
    assert parse(f"https://a{GTIN}/10/a+b").value("10") == "a+b"
    assert refusal(f"https://a{GTIN}?99=a+b") == ("characters", "99")


def test_signature_beside_a_key_with_its_serial():
    assert parse("https://a/253/9526064000028A1?8030=x").value("8030") == "x"


def test_longest_uri_is_read_and_one_longer_is_not():
    begin = f"https://a{GTIN}?"
    assert parse(begin + "a" * (8191 - len(begin))).key == ("01", "08938501234568")
    assert refusal(begin + "a" * (8192 - len(begin))) == ("uri_too_long", None)


def test_only_a_short_gtin_is_padded():
    link = parse("https://a/01/012345678905/10/ABCDEFGH", pad_gtin=True)
    assert link.elements == (("01", "00012345678905"), ("10", "ABCDEFGH"))
