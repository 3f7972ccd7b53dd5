import pytest

from app.core.logs.tlog.lines import dump_lines
from catalog.register.check import find_register_faults
from catalog.register.facts import NOTHING, RegisterError, replay

ISSUE = {"kind": "issue", "number": "A-1", "certificate": {"level": "tinh"}}
REVOKE = {"kind": "revoke", "number": "A-1", "on": "2026-02-01", "reason": "x"}
PAPER = {"kind": "paper", "number": "A-1", "sha256": "00", "size": 1}


def told(*events):
    with pytest.raises(RegisterError) as refusal:
        replay(events)
    return refusal.value.code, refusal.value.params["position"]


def test_records_add_up_to_the_standing_of_each_certificate():
    correct = {
        "kind": "correct",
        "number": "A-1",
        "new": "A-2",
        "on": "d",
        "reason": "r",
        "certificate": {"level": "x"},
    }
    found = replay([
        ISSUE, PAPER, {"kind": "suspend", "number": "A-1", "on": "s"}, {"kind": "lift", "number": "A-1"},
        {"kind": "rotate_key", "key": "k"}, correct,
    ])  # fmt: skip
    assert found == {
        "A-1": {"number": "A-1", "level": "tinh", **NOTHING, "paper": "00", "revoked_on": "d", "revoked_reason": "r",
                "replaced_by": "A-2"},
        "A-2": {"number": "A-2", "level": "x", **NOTHING},
    }  # fmt: skip


def test_paper_may_follow_a_revocation():
    assert replay([ISSUE, REVOKE, PAPER])["A-1"]["paper"] == "00"


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ([ISSUE, ISSUE], "issued_twice"),
        ([PAPER], "never_issued"),
        ([ISSUE, REVOKE, REVOKE], "out_of_force"),
        ([ISSUE, PAPER, PAPER], "paper_twice"),
        ([ISSUE, {"kind": "lose", "number": "A-1"}], "unknown_kind"),
        ([{"kind": "issue"}], "bad_record"),
        ([{}], "bad_record"),
    ],
)
def test_record_that_cannot_follow_is_refused_with_its_place(events, code):
    assert told(*events) == (code, len(events) - 1)


@pytest.mark.parametrize(
    ("document", "records"),
    [
        (b"{", ["bundle"]),
        (b"[]", ["format"]),
        (dump_lines({"format": "tieubieu-register/1"}),
         ["certificates", "checkpoints", "keys", "log", "register", "register", "keys", "log", "checkpoints",
          "certificates", "checkpoints"]),
        (dump_lines({"format": "tieubieu-register/1", "register": {}, "keys": [1], "log": [], "checkpoints": [],
                     "certificates": []}), ["keys/0", "checkpoints"]),
    ],
)  # fmt: skip
def test_file_of_another_shape_is_refused(document, records):
    assert [fault.record for fault in find_register_faults(document, lambda *_: True)] == records
