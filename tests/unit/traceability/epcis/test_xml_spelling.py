"""What JSON can hold and XML cannot is refused by name; what both can hold comes through, to the letter."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from tests.helpers.epcis import object_event
from traceability.epcis import document_hashes, parse
from traceability.epcis.cli import epcis
from traceability.epcis.xml.writer import document_xml

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


def json_of(prefixes=None, **members):
    return json.dumps(
        {"@context": [CONTEXT, prefixes or {"vd": "https://vi.du/"}], **object_event(), **members}
    )


def with_reading(**members):
    report = {"type": "Temperature", "value": 26, "uom": "CEL", **members}
    return json_of(sensorElementList=[{"sensorReport": [report]}])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (json_of(**{"vd:a": "x\u0001y"}), r"'x\\x01y' has no form in XML: it holds the character U\+0001"),
        (json_of(**{"vd:a": {"vd:b": ["\ufffe"]}}), r"holds the character U\+FFFE"),
        (with_reading(stringValue="\u0002"), r"holds the character U\+0002"),
        (json_of(**{"vd:1a": "x"}), "the field 'vd:1a' has no form in XML"),
        (json_of(**{"https://vi.du/a": "x"}), "the field 'https://vi.du/a' has no form in XML"),
        (json_of({"1x": "https://vi.du/"}), "the field '1x' has no form in XML"),
        (json_of({"epcis": "https://vi.du/"}, **{"epcis:a": "x"}), "the prefix 'epcis' has no form in XML"),
        (json_of({"xmlns": "https://vi.du/"}), "the prefix 'xmlns' has no form in XML"),
        (
            with_reading(**{"vd:a": {"vd:b": "x"}}),
            "the field 'vd:a' has no form in XML: a reading holds single",
        ),
    ],
)
def test_what_xml_cannot_hold_is_refused_by_name(text, message):
    events = parse(text).events
    with pytest.raises(ValueError, match=message):
        document_xml(events, created=NOON)


def test_command_says_in_one_line_what_has_no_form_in_xml(tmp_path):
    file = tmp_path / "a.json"
    file.write_text(json_of(**{"vd:a": "x\u0001y"}))
    answer = CliRunner().invoke(epcis, ["convert", str(file), "--to", "xml"])
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr == f"{file}: 'x\\x01y' has no form in XML: it holds the character U+0001\n"


@pytest.mark.parametrize(
    ("value", "read_back"),
    [
        ("a\r\nb", "a\r\nb"), ("a\tb<&>'\"", "a\tb<&>'\""), ("đêm 🍵", "đêm 🍵"), ("x\x85y\u2028z", "x\x85y\u2028z"),
        ([None, "1", None], "1"),
    ],
)  # fmt: skip
def test_text_of_an_extension_comes_through_to_the_letter(value, read_back):
    found = parse(json_of(**{"vd:a": value}))
    again = parse(document_xml(found.events, created=NOON).encode())
    assert [item.value for item in again.events[0].extensions] == [read_back]
    assert document_hashes(again) == document_hashes(found)


def test_null_of_an_extension_or_a_reading_says_nothing_in_xml_either():
    for text in (json_of(**{"vd:a": None}), with_reading(**{"vd:a": None})):
        found = parse(text)
        written = document_xml(found.events, created=NOON)
        assert "None" not in written
        assert document_hashes(parse(written.encode())) == document_hashes(found)
