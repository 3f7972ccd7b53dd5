import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from traceability.codes.signed_lists.cli import label_list
from traceability.codes.signed_lists.signed_list import public_key, sign_code_list

PRIVATE = bytes(range(32))
CODE = "S000000000000001FV5Q"
SIGNED = sign_code_list(PRIVATE, batch="run-1", codes=[CODE], signed_at=datetime(2026, 11, 22, tzinfo=UTC))


def key(**changes):
    return {"public": public_key(PRIVATE).hex(), "revoked_at": None} | changes


@pytest.fixture
def run(tmp_path):
    def check(signed, keys, *more):
        files = tmp_path / "list.json", tmp_path / "keys.json"
        for path, content in zip(files, (signed, keys), strict=True):
            path.write_text(content if isinstance(content, str) else json.dumps(content))
        return CliRunner().invoke(label_list, [str(files[0]), "--keys", str(files[1]), *more])

    return check


def test_list_is_checked_offline_and_says_whether_a_code_is_on_it(run):
    result = run(SIGNED, {"keys": [key()]}, "--code", f"https://x.vn/t/{CODE}")
    assert (result.exit_code, json.loads(result.stdout)) == (
        0,
        {"valid": True, "batch": "run-1", "signed_at": "2026-11-22T00:00:00Z", "key": SIGNED["key"], "count": 1,
         "listed": True},
    )  # fmt: skip


def test_code_that_is_not_on_the_list_shows_in_the_exit_code(run):
    result = run(SIGNED, {"keys": [key()]}, "--code", "S" + "0" * 19)
    said = json.loads(result.stdout)
    assert (result.exit_code, said["valid"], said["listed"]) == (1, False, False)
    assert "code_not_listed" in result.stderr


@pytest.mark.parametrize(
    ("signed", "keys", "said"),
    [
        (SIGNED | {"batch": "run-2"}, {"keys": [key()]}, "signature_wrong"),
        (SIGNED, {"keys": []}, "key_unknown"),
        (SIGNED, {"keys": [key(revoked_at="2026-11-21T00:00:00+00:00")]}, "key_revoked"),
        (SIGNED, {"keys": [key(revoked_at="2026-11-23T00:00:00+00:00")]}, "only its holder says"),
        (SIGNED, {"keys": [{"public": "00"}]}, "not a key list"),
        (SIGNED, {}, "not a key list"),
        ("[]", {"keys": []}, "not a JSON object"),
        ("{", {"keys": []}, "not a JSON object"),
    ],
)
def test_list_that_cannot_be_relied_on_is_refused_in_one_line(run, signed, keys, said):
    result = run(signed, keys)
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_list_that_is_too_large_is_not_read(run, monkeypatch):
    monkeypatch.setattr("traceability.codes.signed_lists.cli.MOST_BYTES", 10)
    result = run(SIGNED, {"keys": [key()]})
    assert result.exit_code == 1
    assert result.stderr.endswith("list.json is larger than 10 bytes\n")
