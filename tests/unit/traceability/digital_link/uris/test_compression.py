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
