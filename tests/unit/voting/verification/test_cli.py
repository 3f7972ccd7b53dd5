import json

import pytest
from click.testing import CliRunner

from tests.helpers.voting.sealed_rounds import KEY, small_bundle
from tests.helpers.voting.sheets import document, one_criterion, points
from voting.tally.count import tally
from voting.verification.cli import check_signature, tally_command, verify_command

BUNDLE = small_bundle()
WHOLE = document(one_criterion(), points("SP-01", "70", "70.5"))


BAD_SCORE = (
    'ballots[0] (juror "G1", entry "SP-01"): score for "points" must be a decimal string from 0 to 100, '
    'not "35,5"\n'
)


def run(command, *args, given=b""):
    return CliRunner().invoke(command, args, input=given)


def test_tally_writes_the_result_as_json(tmp_path):
    file = tmp_path / "in.json"
    file.write_text(json.dumps(WHOLE), "utf-8")
    done = run(tally_command, str(file))
    assert (done.exit_code, done.stderr, json.loads(done.stdout)) == (0, "", tally(WHOLE))


def test_tally_reads_standard_input_and_writes_vietnamese():
    whole = document(one_criterion(), points("Nước mắm", "70"))
    done = run(tally_command, "-", given=json.dumps(whole).encode())
    assert done.exit_code == 0
    assert '"entry": "Nước mắm"' in done.stdout


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (b"", "not JSON: Expecting value at line 1 column 1\n"),
        (b"\xff", "not UTF-8 text at line 1\n"),
        (b"[" * 100_000, "not accepted: nested too deeply\n"),
        (b"[]", "input: must be a JSON object\n"),
        (
            json.dumps(document(one_criterion(), points("SP-01", "35,5"))).encode(),
            BAD_SCORE,
        ),
    ],
)
def test_tally_refuses_bad_input_in_one_line(given, line):
    done = run(tally_command, "-", given=given)
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", line)


@pytest.mark.parametrize("args", [(), ("a", "b"), ("--no-such",), ("/no/such/file",)])
def test_wrong_usage_ends_with_two(args):
    assert run(tally_command, *args).exit_code == 2
    assert run(verify_command, *args).exit_code == 2


def test_verify_summarises_a_whole_bundle(tmp_path):
    note = tmp_path / "note.txt"
    note.write_bytes(json.loads(BUNDLE)["checkpoints"][3].encode())
    done = run(verify_command, "-", "--key", str(KEY), "--checkpoint", str(note), given=BUNDLE)
    summary = json.loads(done.stdout)
    assert (done.exit_code, done.stderr, summary["valid"], summary["results"]) == (0, "", True, 3)


def test_verify_names_the_record_at_fault():
    done = run(verify_command, "-", given=BUNDLE.replace(b'"market":"30"', b'"market":"31"', 1))
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(
        "ballots/1: ballot of juror G1 for entry SP-01 (revision 1) differs from what was"
    )
    assert done.stderr.count("\n") == 1


def test_verify_counts_the_faults_it_does_not_show():
    bundle = json.loads(BUNDLE)
    done = run(verify_command, "-", given=BUNDLE.replace(str(KEY).encode(), str(KEY).encode()[:-2] + b"!!"))
    # the key, each checkpoint, and the log that none of them signs
    assert done.stderr.endswith(f"; and {1 + len(bundle['checkpoints']) + 1 - 5} more\n")


@pytest.mark.parametrize(("receipt", "code"), [("00000-00000", 1), ("not a receipt", 1)])
def test_verify_looks_for_a_receipt(receipt, code):
    done = run(verify_command, "-", "--receipt", receipt, given=BUNDLE)
    assert (done.exit_code, done.stderr) == (code, f"your receipt {receipt}: no record in the log has it\n")


def test_signature_with_a_key_of_wrong_length_is_no_signature():
    assert check_signature(b"short", bytes(64), b"") is False
