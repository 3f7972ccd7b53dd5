import base64

import pytest

from app.core.logs.tlog.checkpoint import (
    Checkpoint,
    VerifierKey,
    check_note,
    parse_key,
    read_note,
    sign_checkpoint,
)
from app.core.logs.tlog.errors import ChainError
from tests.helpers.voting.sealed_rounds import KEY, SECRET
from voting.verification.cli import check_signature

CHECKPOINT = Checkpoint("tieubieu.example/round/1", 42, bytes(range(32)))
NOTE = sign_checkpoint(CHECKPOINT, KEY, SECRET.sign)


def refused(act, *args):
    with pytest.raises(ChainError) as caught:
        act(*args)
    return caught.value.code


def test_note_has_the_agreed_lines():
    lines = NOTE.split("\n")
    assert lines[:4] == [
        "tieubieu.example/round/1",
        "42",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "",
    ]
    assert lines[4].startswith("— tieubieu-2026 ")
    assert (len(lines), lines[5]) == (6, "")


def test_signed_note_is_accepted_and_read_back():
    assert check_note(NOTE, [KEY], check_signature) == CHECKPOINT


def test_further_lines_are_signed_too():
    checkpoint = Checkpoint("a", 1, bytes(32), ("time 2026-03-05T07:00:00Z",))
    note = sign_checkpoint(checkpoint, KEY, SECRET.sign)
    assert check_note(note, [KEY], check_signature) == checkpoint
    assert refused(check_note, note.replace("07:00", "08:00"), [KEY], check_signature) == "bad_signature"


def test_no_character_of_a_note_is_free():
    for n, letter in enumerate(NOTE):
        changed = NOTE[:n] + ("B" if letter == "A" else "A") + NOTE[n + 1 :]
        assert refused(check_note, changed, [KEY], check_signature) in {
            "bad_checkpoint",
            "bad_base64",
            "bad_signature",
            "unknown_key",
        }, n


def test_second_signature_must_be_right_where_its_key_is_known():
    other = VerifierKey("witness", KEY.public)
    second = sign_checkpoint(CHECKPOINT, other, SECRET.sign).split("\n\n")[1]
    assert check_note(NOTE + second, [KEY, other], check_signature) == CHECKPOINT
    wrong = second.replace(second[-10:-2], "AAAAAAAA")
    assert refused(check_note, NOTE + wrong, [KEY, other], check_signature) == "bad_signature"


def test_signature_of_a_witness_is_ignored():
    """Unknown keys are ignored, as C2SP's signed-note asks; a note by unknown keys alone is refused."""
    witness = VerifierKey("witness", KEY.public)
    second = sign_checkpoint(CHECKPOINT, witness, SECRET.sign).split("\n\n")[1]
    assert check_note(NOTE + second, [KEY], check_signature) == CHECKPOINT
    alone = NOTE.split("\n\n")[0] + "\n\n" + second
    assert refused(check_note, alone, [KEY], check_signature) == "unknown_key"


def test_key_reads_back_from_its_text():
    assert parse_key(str(KEY)) == KEY
    assert str(KEY).startswith(f"tieubieu-2026+{KEY.key_id.hex()}+")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000+AQ==",
        str(KEY).replace("2026", "2027"),
        str(KEY)[:-1] + "!",
        str(VerifierKey("", KEY.public)),
        str(VerifierKey("two words", KEY.public)),
        str(VerifierKey("short", bytes(31))),
    ],
)
def test_text_that_is_no_key_is_refused(text):
    assert refused(parse_key, text) in {"bad_key", "bad_base64"}


SIGNATURE = NOTE.split("\n\n")[1]
ROOT = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize("origin", ["", "two\nlines", "a\n\nb", f"a\n5\n{ROOT}"])
def test_origin_that_would_break_the_form_is_not_signed(origin):
    assert refused(sign_checkpoint, Checkpoint(origin, 1, bytes(32)), KEY, SECRET.sign) == "bad_checkpoint"


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("", "bad_checkpoint"),
        (f"a\n1\n\n{SIGNATURE}", "bad_checkpoint"),
        (f"a\n01\n{ROOT}\n\n{SIGNATURE}", "bad_checkpoint"),
        (f"a\n-1\n{ROOT}\n\n{SIGNATURE}", "bad_checkpoint"),
        (f"a\n1\nAAAA\n\n{SIGNATURE}", "bad_checkpoint"),
        (f"a\n1\n{ROOT[:-2]}B=\n\n{SIGNATURE}", "bad_base64"),
        (f"a\n1\n{ROOT}\n\n", "bad_checkpoint"),
    ],
)
def test_text_that_is_no_note_is_refused(note, code):
    assert refused(read_note, note) == code
