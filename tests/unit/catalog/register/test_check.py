"""The published register: whole, or every record at fault by its name."""

import pytest

from app.core.logs.tlog.lines import dump_lines
from catalog.register.check import FORMAT, find_register_faults, get_register_summary
from catalog.register.facts import replay
from tests.helpers.voting.sealed_rounds import KEY, Round
from voting.verification.cli import check_signature

EVENTS = (
    {"kind": "issue", "number": "A-1", "certificate": {"level": "tinh"}},
    {"kind": "issue", "number": "A-2", "certificate": {"level": "tinh"}},
    {"kind": "revoke", "number": "A-2", "on": "2026-02-01", "reason": "x"},
    {"kind": "suspend", "number": "A-1", "on": "2026-02-02"},
)


def register(events=EVENTS, certificates=None):
    one = Round(origin="tieubieu.example/register")
    for event in events:
        one.append(event)
    shown = list(replay(EVENTS).values()) if certificates is None else certificates
    return dump_lines(
        {
            "format": FORMAT,
            "register": {"origin": one.origin},
            "keys": [str(KEY)],
            "log": one.log,
            "checkpoints": one.checkpoints,
            "certificates": shown,
        }
    )


def faults(data):
    return [str(fault) for fault in find_register_faults(data, check_signature)]


def test_whole_register_has_no_fault_and_sums_itself_up():
    assert faults(register()) == []
    told = get_register_summary(register())
    assert (told["valid"], told["certificates"], told["revoked"], told["suspended"], told["log"]) == (
        True, 2, 1, 1, 4,
    )  # fmt: skip
    assert told["last_checkpoint"].startswith("tieubieu.example/register\n4\n")


def test_certificates_slipped_in_doubled_changed_or_missing_are_named():
    first, _second = replay(EVENTS).values()
    changed = {**first, "level": "quoc_gia"}
    assert faults(register(certificates=[changed, first, {**first, "number": "A-9"}])) == [
        "certificates/A-1: is not what its records say: level",
        "certificates/A-1: stands twice",
        "certificates/A-9: was never issued in the register",
        "certificates/A-2: was issued and is missing here",
    ]


def test_field_too_many_or_too_few_is_named():
    first, second = replay(EVENTS).values()
    extra = {**second, "colour": "red"}
    del first["level"]
    assert faults(register(certificates=[first, extra])) == [
        "certificates/A-1: is not what its records say: level",
        "certificates/A-2: is not what its records say: colour",
    ]


def test_record_that_cannot_follow_is_named():
    assert [fault.split(":")[0] for fault in faults(register((*EVENTS, EVENTS[0])))] == ["log/4"]


@pytest.mark.parametrize("data", [b"", b"[]", b'{"format": "x"}'])
def test_file_of_another_kind_is_no_register(data):
    assert faults(data) != []
