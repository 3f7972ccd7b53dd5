import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.vectors import vectors
from traceability.epcis.lexical.identifiers import (
    canonical,
    check_digit,
    identity,
    identity_by_parts,
    is_misspelt,
    level,
)
from traceability.epcis.lexical.vocabulary import BIZ_STEP

GS1 = "https://id.gs1.org"


@pytest.mark.vectors
def test_canonical_agrees_with_every_normalisation_vector():
    rows = vectors("epcis_hash", "normalise_to_constrained_canonical_dl.json")["vectors"]
    found = {str(row["in"]): canonical(str(row["in"])) for row in rows}
    assert found == {str(row["in"]): row["out"] for row in rows}


@pytest.mark.parametrize(
    ("uri", "link"),
    [
        ("urn:epc:id:sgtin:8935217.400001.A7", "/01/48935217000010/21/A7"),
        ("urn:epc:class:lgtin:8935217.000002.CA-7%2F1", "/01/08935217000029/10/CA-7%2F1"),
        ("urn:epc:id:sscc:8935217.1000000012", "/00/189352170000000125"),
        ("urn:epc:id:sgln:893521740000..0", "/414/8935217400003"),
        ("urn:epc:id:sgln:893521740000..HALL%2f2", "/414/8935217400003/254/HALL%2F2"),
        ("urn:epc:id:sgcn:8935217.00002.44", "/255/893521700002944"),
        (
            "https://nuocmam.example.vn/x/01/8935217400010/22/A/10/L%21/21/S%2F1?11=261122#top",
            "/01/08935217400010/21/S%2F1",
        ),
        ("HTTPS://EXAMPLE.VN/gtin/08935217400010/lot/L1/", "/01/08935217400010/10/L1"),
        ("https://example.vn/01/08935217400010/235/T1", "/01/08935217400010/235/T1"),
        ("https://example.vn/00/01/08935217400010", "/01/08935217400010"),
        ("https://example.vn/8010/8935217AB/8011/7", "/8010/8935217AB/8011/7"),
    ],
)
def test_canonical_names_one_identity_one_way(uri, link):
    assert canonical(uri) == GS1 + link


@pytest.mark.parametrize(
    "uri",
    [
        "https://example.vn/01/08935217400010/21/S/10/L",
        "https://example.vn/01/08935217400010/21",
        "https://example.vn/01/08935217400010/235/T/21/S",
        "https://example.vn/01/123",
        "https://example.vn/00/12",
        "https://example.vn/01/08935217400010/21/%C3%A9",
        "https://example.vn",
        "https://example.vn/01",
        "urn:isbn:1",
        "https://example.vn/8011/08935217400010",
        "https://example.vn/417/8935217400003/254/1",
        "urn:epc:tag:x:1",
        "urn:epc:id:sgtin:8935217.40001.A7",
        "urn:epc:id:sgtin:89352.40000001.A7",
        "urn:epc:id:sgtin:8935217.400001",
        "urn:epc:id:sgtin:8935217.400001.",
        "urn:epc:id:sgtin:8935217.400001." + "A" * 21,
        "urn:epc:id:sgtin:8935217.400001.a b",
        "urn:epc:id:sgtin:8935217.400001.%20",
        "urn:epc:id:sgtin:893521X.400001.1",
        "urn:epc:idpat:sgtin:8935217.400001.7",
        "urn:epc:idpat:sgtin:8935217.40001.*",
        "urn:epc:id:sscc:8935217.10",
        "urn:epc:id:gsrn:8935217.10",
        "urn:epc:id:sgln:8935217.1.0",
        "urn:epc:id:grai:8935217.1.0",
        "urn:epc:idpat:grai:8935217.00001.7",
        "urn:epc:id:giai:8935217." + "9" * 24,
        "urn:epc:id:cpi:8935217.ab.1",
        "urn:epc:id:cpi:8935217.AB.",
        "urn:epc:idpat:cpi:8935217.AB.1",
        "urn:epc:id:itip:8935217.400001.1.02.9",
        "urn:epc:idpat:itip:8935217.400001.01.02.9",
        "urn:epc:id:sgcn:8935217.00002.X",
        "urn:epc:id:gid:1.2.3",
    ],
)
def test_canonical_leaves_what_is_no_gs1_identifier(uri):
    assert canonical(uri) is None


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("urn:epc:id:sgtin:8935217.400001.A7", "instance"),
        ("https://example.vn/01/08935217400010/235/T1", "instance"),
        ("https://example.vn/00/189352170000000125", "instance"),
        ("https://example.vn/01/08935217400010", "class"),
        ("https://example.vn/01/08935217400010/10/L", "class"),
        ("urn:epc:class:lgtin:8935217.000002.CA-7", "class"),
        ("urn:epc:idpat:grai:8935217.00001.*", "class"),
        ("https://example.vn/lots/7", "other"),
    ],
)
def test_level_tells_objects_from_classes(uri, expected):
    assert level(uri) == expected


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("urn:epc:id:sgtin:8935217.400001.A7", False),
        ("urn:epc:id:sgtin:8935217.40001.A7", True),
        ("urn:epc:id:gid:1.2.3", False),
        (GS1 + "/01/08935217400010", False),
        (GS1 + "/01/893521740001", False),
        (GS1 + "/01/89352174", False),
        (GS1 + "/01/893", True),
        (GS1 + "/voc/x", False),
        ("https://example.vn/01/893", False),
    ],
)
def test_misspelt_is_only_what_claims_to_be_an_identifier(uri, expected):
    assert is_misspelt(uri) is expected


@pytest.mark.parametrize(
    ("digits", "digit"), [("893521740001", "0"), ("0893521740001", "0"), ("629104150021", "3")]
)
def test_check_digit_is_the_gs1_modulo_10(digits, digit):
    assert check_digit(digits) == digit


@given(
    st.sampled_from(
        ["https://id.gs1.org", "http://a-b.vn", "https://x_y.vn", "HTTPS://a.vn", "https://a.vn:80", ""]
    ),
    st.sampled_from(["/01/", "/00/", "/414/", "/417/", "/gtin/", "/x/01/"]),
    st.sampled_from(["08935217400010", "8935217400003", "089352174000000017", "1"]),
    st.sampled_from(["", "/", "/10/", "/21/", "/22/A/21/", "/235/", "/10/L/21/"]),
    st.text("Aa0.-_~%/?#!'", max_size=22),
)
def test_plain_links_are_known_at_a_glance_as_they_are_by_their_parts(stem, key, value, qualifier, rest):
    uri = stem + key + value + qualifier + rest
    assert identity(uri) == identity_by_parts(uri)


def test_word_is_written_out_from_its_bare_form_and_its_old_one():
    web = "https://ref.gs1.org/cbv/BizStep-shipping"
    spellings = ("shipping", "urn:epcglobal:cbv:bizstep:shipping", web)
    assert [BIZ_STEP.web_uri(text) for text in spellings] == [web, web, web]
