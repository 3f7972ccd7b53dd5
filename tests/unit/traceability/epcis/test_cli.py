import json

import pytest
from click.testing import CliRunner

from tests.helpers.epcis import LOT, document, object_event
from traceability.epcis import document_hashes, parse
from traceability.epcis.cli import epcis


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(epcis, [str(argument) for argument in arguments])


def write(path, value):
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_check_gives_one_line_a_file_in_order(run, tmp_path):
    good = write(tmp_path / "good.json", document(object_event()))
    bad = write(tmp_path / "bad.json", document(object_event(action="CREATE")))
    result = run("check", good, bad, tmp_path / "none.json", tmp_path, "a\0b")
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert lines[0] == {"file": str(good), "valid": True, "errors": []}
    assert lines[1] == {
        "file": str(bad),
        "valid": False,
        "errors": [
            {
                "path": "$.epcisBody.eventList[0].action",
                "code": "value.unknown",
                "message": "Write one of ADD, DELETE, OBSERVE.",
            }
        ],
    }
    assert [line["errors"][0]["code"] for line in lines[2:]] == ["file.unreadable"] * 3


def test_check_without_a_file_is_wrong_usage(run):
    assert run("check").exit_code == 2


def test_hash_gives_one_line_an_event_in_order(run, tmp_path):
    value = document(object_event(), object_event(bizStep="receiving"))
    result = run("hash", write(tmp_path / "two.json", value))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == list(document_hashes(parse(json.dumps(value))))


def test_hash_of_an_event_that_breaks_a_rule_is_given(run, tmp_path):
    result = run("hash", write(tmp_path / "lot.json", document(object_event(epcList=[LOT]))))
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)


def test_hash_refuses_in_one_line(run, tmp_path):
    bad = write(tmp_path / "bad.json", document(object_event(eventTime=...)))
    result = run("hash", bad)
    assert (result.exit_code, result.stdout) == (1, "")
    assert (
        result.stderr == f"{bad}: $.epcisBody.eventList[0].eventTime: Add eventTime; it is required here.\n"
    )


@pytest.mark.parametrize("name", ["none.json", ".", "a\0b"])
def test_hash_refuses_an_unreadable_file_in_one_line(run, tmp_path, name):
    result = run("hash", f"{tmp_path}/{name}")
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
