import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from traceability.digital_link import (
    DigitalLinkError,
    build,
    check_digit,
    decompress,
    link_of,
    parse,
    parse_element_string,
)
from traceability.digital_link.uris.link import bracketed, with_fnc1
from traceability.digital_link.uris.percent import escape, unescape
from traceability.digital_link.value_checks.checks import CSET82

GTIN = ("01", "08938501234568")
text = st.text(CSET82, min_size=1, max_size=20)
gtins = st.text("0123456789", min_size=13, max_size=13).map(lambda body: ("01", body + check_digit(body)))


@st.composite
def items(draw):
    """An item with any lawful qualifiers and some attributes, in any order."""
    qualifiers = [(ai, draw(text)) for ai in draw(st.sets(st.sampled_from(["22", "10", "21"])))]
    attributes = [("99", draw(text)), ("3103", "000500"), ("17", "261231"), ("240", draw(text))]
    chosen = draw(st.lists(st.sampled_from(attributes), unique=True))
    return draw(st.permutations([draw(gtins), *qualifiers, *chosen]))


@settings(max_examples=80)
@given(items())
def test_parse_of_build_is_identity(elements):
    link = parse(build(elements, "https://vi.example/shop"))
    assert sorted(link.elements) == sorted(elements)
    assert parse(link.canonical()).canonical() == link.canonical()


@settings(max_examples=80)
@given(items())
def test_element_string_both_ways(elements):
    assert list(parse_element_string(bracketed(elements))) == elements
    assert list(parse_element_string(with_fnc1(elements))) == elements


@settings(max_examples=80)
@given(st.text(st.characters(max_codepoint=255), max_size=30))
def test_percent_coding_both_ways(raw):
    assert unescape(escape(raw)) == raw
    assert unescape(escape(raw, query=True), query=True) == raw


def test_build_keeps_received_order_within_the_kinds():
    assert build([("99", "x"), ("17", "261231"), GTIN, ("11", "260101"), ("10", "L(1)")]) == (
        "https://id.gs1.org/01/08938501234568/10/L%281%29?17=261231&11=260101&99=x"
    )


def test_build_writes_equal_repeats_once():
    assert link_of([GTIN, ("10", "A"), GTIN]).elements == (GTIN, ("10", "A"))


@pytest.mark.parametrize(
    ("elements", "code"),
    [
        ([], "no_key"),
        ([("99", "x")], "no_key"),
        ([("89", "x"), GTIN], "unknown_ai"),
        ([("01", "08938501234561")], "check_digit"),
        ([GTIN, ("10", "A"), ("10", "B")], "different_values"),
        ([GTIN, ("235", "A"), ("10", "B")], "not_an_attribute"),
        ([GTIN, ("8200", "x")], "not_an_attribute"),
        ([GTIN, ("37", "1")], "excluded_pair"),
        ([GTIN] * 65, "too_many"),
    ],
)
def test_build_refuses(elements, code):
    with pytest.raises(DigitalLinkError) as caught:
        build(elements)
    assert caught.value.code == code


def test_element_string_escapes_brackets():
    assert parse_element_string(r"(01)08938501234568(10)\(A\()") == (GTIN, ("10", "(A()"))


def test_element_string_from_a_scanner():
    assert parse_element_string("^010893850123456810A^17261231^99x^") == (
        GTIN,
        ("10", "A"),
        ("17", "261231"),
        ("99", "x"),
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "element_string"),
        ("01", "element_string"),
        ("(01", "element_string"),
        ("(01)08938501234568(10", "element_string"),
        ("(01)08938501234568(10)a\0b", "characters"),
        ("(01)", "empty_value"),
        ("()x", "unknown_ai"),
        ("^", "element_string"),
        ("^0108938501", "too_short"),
        ("^0508938501234568", "unknown_ai"),
        ("(99)" + "x" * 8190, "too_long"),
    ],
)
def test_element_string_refuses(written, code):
    with pytest.raises(DigitalLinkError) as caught:
        parse_element_string(written)
    assert caught.value.code == code


@settings(max_examples=150)
@given(st.text("/0148?=&%.ABab-_", max_size=40))
def test_any_text_is_a_link_or_is_refused(text):
    for read in (parse, lambda uri: parse(decompress(uri))):
        try:
            link = read(f"https://vi.example/{text}")
        except DigitalLinkError:
            continue
        assert parse(link.canonical()).elements == link.elements


def test_as_many_elements_as_may_be_are_taken():
    assert link_of([GTIN] * 64).elements == (GTIN,)


def test_element_string_of_the_greatest_length_is_judged_by_its_values():
    with pytest.raises(DigitalLinkError) as refusal:
        parse_element_string("(99)" + "x" * 8187)
    assert (refusal.value.code, refusal.value.ai) == ("too_long", "99")


def test_unknown_identifier_is_told_by_its_first_four_characters():
    with pytest.raises(DigitalLinkError, match=r"no Application Identifier begins 0508$") as refusal:
        parse_element_string("^0508938501234568")
    assert refusal.value.ai == "05"
