import pytest

from app.web.i18n import catalogue
from traceability.digital_link import DigitalLinkError, parse
from traceability.resolver.messages import MESSAGES, PARTS, refusal_of


def refused(uri):
    with pytest.raises(DigitalLinkError) as caught:
        parse(uri)
    refusal = refusal_of(caught.value, uri)
    assert refusal.status == 400
    return refusal.code, refusal.params


@pytest.mark.parametrize(
    ("uri", "code", "params"),
    [
        ("https://a", "digital_link_address", {}),
        ("https://a/x", "digital_link_no_key", {}),
        ("https://a/01", "digital_link_no_key", {}),
        ("https://a/01/08938501234568/10/A/B?x=/", "digital_link_pairs", {}),
        ("https://a/01/8938501234568", "digital_link_gtin_length", {"ai": "01", "part": "mã GTIN"}),
        ("https://a/01/08938501234561", "digital_link_check_digit", {"ai": "01", "part": "mã GTIN"}),
        ("https://a/01/08938501234568/10/a%20b", "digital_link_characters", {"ai": "10", "part": "số lô"}),
        ("https://a/01/08938501234568/21/1/10/1", "digital_link_order", {"ai": "01", "part": "mã GTIN"}),
        ("https://a/01/08938501234568?17=261301", "digital_link_value", {"ai": "17", "part": "(17)"}),
        ("https://a/414/95201234567", "digital_link_length", {"ai": "414", "part": "mã GLN"}),
    ],
)
def test_refusal_in_plain_words(uri, code, params):
    assert refused(uri) == (code, params)


def test_every_sentence_is_translated():
    known = catalogue("vi")
    assert {message for message in (*MESSAGES.values(), *PARTS.values()) if message not in known} == set()
