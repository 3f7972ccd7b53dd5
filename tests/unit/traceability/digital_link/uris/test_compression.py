import pytest

from traceability.digital_link import DigitalLinkError, decompress
from traceability.digital_link.uris.compression import _BASE64URL

GTIN_BITS = f"{8938501234568:047b}"


def compressed(bits):
    bits += "0" * (-len(bits) % 6)
    return "".join(_BASE64URL[int(bits[at : at + 6], 2)] for at in range(0, len(bits), 6))


def digits(number):
    return "".join(f"{int(digit, 16):04b}" for digit in number)


def seven(text):
    return "".join(f"{ord(char):07b}" for char in text)


def plain(bits, tail=""):
    return decompress(f"https://vi.example/{compressed(bits)}{tail}")


def test_key_alone():
    assert plain(digits("01") + GTIN_BITS) == "https://vi.example/01/08938501234568"


@pytest.mark.parametrize(
    ("coding", "value"),
    [
        ("000" + "00100" + f"{12:014b}", "0012"),
        ("001" + "00010" + digits("ab"), "ab"),
        ("010" + "00010" + digits("AB"), "AB"),
        ("011" + "00010" + "111110" + "000001", "-B"),
        ("100" + "00010" + seven("a!"), "a%21"),
    ],
)
def test_character_codings(coding, value):
    assert plain(digits("0B") + GTIN_BITS + coding) == f"https://vi.example/01/08938501234568/10/{value}"


def test_four_digit_identifier_and_variable_number():
    price = digits("3922") + "0011" + f"{250:010b}"
    count = digits("30") + "0001" + f"{2:04b}"
    expected = "https://vi.example/01/08938501234568?3922=250&30=2"
    assert plain(digits("01") + GTIN_BITS + price + count) == expected


def test_sequence_in_lexical_order():
    location = f"{9520123456788:044b}"
    assert (
        plain(digits("9D") + "000" + "00001" + "0111" + location)
        == "https://vi.example/414/9520123456788/254/7"
    )


def test_components_of_one_kind_are_one_number():
    use_by = digits("7003") + f"{2612312359:034b}"
    assert plain(digits("01") + GTIN_BITS + use_by) == "https://vi.example/01/08938501234568?7003=2612312359"


def test_query_and_foreign_keys_follow_coded():
    foreign = "1111" + f"{2:07b}" + "100010" + "101111" + "100" + f"{3:07b}" + seven("&=#")
    assert plain(digits("01") + GTIN_BITS + foreign, "?17=261231&utm=1&&x") == (
        "https://vi.example/01/08938501234568?17=261231&iv=%26%3D%23&utm=1&x"
    )


def test_foreign_keys_open_the_query_where_no_attribute_does():
    name = "".join(f"{_BASE64URL.index(char):06b}" for char in "reference")  # nine letters: 0001 and 001
    foreign = digits("F") + "0001" + "001" + name + "100" + f"{3:07b}" + seven("a b")
    assert plain(digits("01") + GTIN_BITS + foreign, "?utm=1") == (
        "https://vi.example/01/08938501234568?reference=a+b&utm=1"
    )


@pytest.mark.parametrize(
    ("bits", "element"),
    [
        (
            digits("7230") + "100" + f"{4:05b}" + seven("EM12"),
            "7230=EM12",
        ),  # X2 and X..28: one text of up to 30
        (digits("7007") + f"{260228:020b}" + "110" + f"{260301:020b}", "7007=260228260301"),  # N6, then N..6
        (digits("7007") + f"{260228:020b}" + "000", "7007=260228"),
    ],
)
def test_fixed_and_variable_components_of_one_kind(bits, element):
    assert plain(digits("01") + GTIN_BITS + bits) == f"https://vi.example/01/08938501234568?{element}"


def test_number_of_59_digits_takes_one_bit_more_than_it_needs():
    """196 would do: GS1's toolkit reckons with a hundredth of a bit more."""
    note = (
        digits("91") + "000" + f"{59:07b}" + f"{int('7' * 59):0197b}" + digits("99") + "000" + f"{1:07b}0101"
    )
    assert plain(digits("01") + GTIN_BITS + note) == (
        f"https://vi.example/01/08938501234568?91={'7' * 59}&99=5"
    )


def test_whole_character_behind_the_end_is_no_padding():
    lot = digits("0B") + GTIN_BITS + "000" + "01000" + f"{12345678:027b}"  # 90 bits, 15 characters
    assert plain(lot) == "https://vi.example/01/08938501234568/10/12345678"
    with pytest.raises(DigitalLinkError, match="it breaks off"):
        plain(lot + "000000")


def test_unknown_identifier_is_told_by_its_two_digits():
    with pytest.raises(DigitalLinkError, match=r"\(05\) is no Application Identifier"):
        plain(digits("05") + GTIN_BITS)


@pytest.mark.parametrize("stem", ["https://vi.example", "https://vi.example/q", "https://v/q/r"])
def test_stem_of_any_length_is_kept(stem):
    key = compressed(digits("01") + GTIN_BITS)
    assert decompress(f"{stem}/{key}") == f"{stem}/01/08938501234568"
    rest = compressed(digits("21") + "000" + "00010" + f"{42:07b}")
    assert decompress(f"{stem}/01/08938501234568/{rest}") == f"{stem}/01/08938501234568/21/42"


def test_key_left_uncompressed_and_stem_kept():
    rest = compressed(digits("21") + "000" + "00010" + f"{42:07b}")
    assert (
        decompress(f"https://vi.example/q/01/08938501234568/{rest}")
        == "https://vi.example/q/01/08938501234568/21/42"
    )


@pytest.mark.parametrize(
    "path",
    [
        "",
        "a.b",
        "A",
        "01/08938501234568/A",
        "01/08938501234568/foo",
        compressed(digits("01") + GTIN_BITS + "00001"),
        compressed(digits("01") + GTIN_BITS[:20]),
        compressed(digits("01") + GTIN_BITS[:-1]),
        compressed(digits("0123456789")),
        compressed(digits("05") + GTIN_BITS),
        compressed(digits("31FF") + GTIN_BITS),
        compressed(digits("4A") + GTIN_BITS),
        compressed(digits("0B") + GTIN_BITS + "101" + "00001" + "000000"),
        compressed(digits("0B") + GTIN_BITS + "000" + "00001" + "1111"),
        compressed(digits("10") + "000" + "00001" + "0001" + "00000000"),
    ],
)
def test_decompress_refuses(path):
    with pytest.raises(DigitalLinkError):
        decompress(f"https://vi.example/{path}")
