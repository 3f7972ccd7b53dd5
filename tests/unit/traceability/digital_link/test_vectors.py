"""Verdicts of GS1's own engine and toolkit."""

import re

import pytest

from tests.helpers.vectors import vector_file, vectors
from traceability.digital_link import DigitalLinkError, build, decompress, parse, parse_element_string
from traceability.digital_link.identifiers import IDENTIFIERS, PATHS
from traceability.digital_link.uris.percent import escape, unescape

pytestmark = pytest.mark.vectors

# Switches of the engine that a register has no use for: words as identifiers, unassigned identifiers.
NOT_OFFERED = {"permit_convenience_alphas", "permit_unknown_ais"}


def verdict(uri, options):
    try:
        link = parse(uri, pad_gtin=options.get("permit_zero_suppressed_gtin", False))
    except DigitalLinkError:
        return False, None, None
    return True, link.element_string(), link.canonical()


def test_parse_vectors():
    rows = [
        row for row in vectors("digital_link", "gs1_dl_parse.json")["vectors"] if "full_validation" in row
    ]
    expected = [row["full_validation"] for row in rows]
    assert [verdict(row["uri"], row.get("options", {})) for row in rows] == [
        (row["valid"], row.get("element_string"), row.get("canonical")) for row in expected
    ]
    assert len(rows) == 113


def test_generate_vectors():
    rows = [
        row
        for row in vectors("digital_link", "gs1_dl_generate.json")["generate"]
        if not (NOT_OFFERED & row.get("options", {}).keys() and row["ok"])
    ]
    assert [built(row["elements"], row["stem"]) for row in rows] == [row["uri"] for row in rows]
    assert len(rows) == 21


def built(elements, stem):
    try:
        parsed = parse_element_string(elements)
        return build(parsed, stem) if stem else build(parsed)
    except DigitalLinkError:
        return None


def test_path_sequences():
    listed = {tuple(path) for path in vectors("digital_link", "gs1_dl_generate.json")["valid_path_sequences"]}
    assert PATHS - {("415",), ("415", "8020")} == listed


def test_percent_pairs():
    coding = {"escape": escape, "unescape": unescape}
    for row in vectors("digital_link", "gs1_dl_generate.json")["percent"]:
        code = coding[row["op"]]
        assert (code(row["in"]), code(row["in"], query=True)) == (row["path"], row["query"])


def test_compressed_pairs():
    rows = vectors("digital_link", "compression.json")["vectors"]
    assert [decompress(row["compressed"]) for row in rows] == [row["uri"] for row in rows]


def test_own_table_has_the_facts_of_the_dictionary():
    listed = {}
    for line in (
        vector_file("digital_link", "gs1-syntax-dictionary.txt").read_text(encoding="utf-8").splitlines()
    ):
        entry = re.match(r"([0-9]+)(?:-([0-9]+))?\s+([*?]*)\s+([^#]+)", line)
        if entry:
            first, last, flags, rest = entry.groups()
            shapes = [part for part in rest.split() if re.match(r"\[?[NXYZ][.0-9]", part)]
            lengths = sum(int(re.search(r"[0-9]+", shape)[0]) for shape in shapes)
            for number in range(int(first), int(last or first) + 1):
                listed[f"{number:0{len(first)}d}"] = ("*" not in flags, "?" in flags, len(shapes), lengths)
    own = {
        ai: (row.separated, row.attribute, len(row.components), row.most) for ai, row in IDENTIFIERS.items()
    }
    assert own == listed
