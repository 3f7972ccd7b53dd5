"""What a reader finds in a log: keys handed on, another log, an older state put back."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.core.logs.tlog.check import (
    ROTATE,
    Signed,
    Trust,
    checkpoint_faults,
    find_break,
    read_log,
    trust_faults,
)
from app.core.logs.tlog.checkpoint import Checkpoint, VerifierKey, cosign
from tests.helpers.voting.sealed_rounds import KEY, ORIGIN, Round
from voting.verification.cli import check_signature

NEXT_SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
NEXT = VerifierKey("tieubieu-2027", NEXT_SECRET.public_key().public_bytes_raw())


def handed_on(*, countersigned):
    """A log of two records that hands on to the next key; whether that key signed along."""
    one = Round()
    one.append({"kind": "note"})
    one.append({"kind": ROTATE, "key": str(NEXT)})
    if countersigned:
        one.checkpoints[1] = cosign(one.checkpoints[1], NEXT, NEXT_SECRET.sign)
    return Signed(read_log(one.log), ORIGIN, [str(KEY), str(NEXT)], one.checkpoints)


def told(faults):
    return [str(fault) for fault in faults]


def test_replaced_key_signs_nothing_any_more():
    assert told(checkpoint_faults(handed_on(countersigned=True), check_signature)) == []
    assert told(checkpoint_faults(handed_on(countersigned=False), check_signature)) == [
        "checkpoints/1: is not signed with the key that the log had handed on to"
    ]


def test_trust_goes_on_to_the_key_that_a_trusted_one_handed_on_to():
    trust = Trust(keys=(str(KEY),))
    assert told(trust_faults(handed_on(countersigned=True), check_signature, trust)) == []
    assert told(trust_faults(handed_on(countersigned=False), check_signature, trust)) == [
        "keys/1: is not the key you trust"
    ]


def test_note_that_cannot_be_read_hands_nothing_on():
    signed = handed_on(countersigned=True)
    broken = Signed(signed.log, signed.origin, signed.keys, ["no note"])
    assert told(trust_faults(broken, check_signature, Trust(keys=(str(KEY),)))) == [
        "keys/1: is not the key you trust"
    ]


@pytest.mark.parametrize(
    ("earlier", "begins"),
    [
        (Checkpoint("another", 1, bytes(32)), "is of another log (another)"),
        (Checkpoint(ORIGIN, 3, bytes(32)), "signed 3 records, this log has only 2: "),
        (Checkpoint(ORIGIN, 1, bytes(32)), "the first 1 records of this log are not those it signed: "),
    ],
)
def test_log_that_does_not_go_on_from_an_earlier_checkpoint_says_why(earlier, begins):
    assert find_break(handed_on(countersigned=True), earlier).startswith(begins)


def test_log_goes_on_from_its_own_root():
    signed = handed_on(countersigned=True)
    assert find_break(signed, Checkpoint(ORIGIN, 1, signed.log.roots[1])) == ""
