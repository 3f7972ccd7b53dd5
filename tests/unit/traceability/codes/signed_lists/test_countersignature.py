"""The record of the site's log that says since when it knows a list of codes."""

from datetime import UTC, datetime

import pytest

from app.core.logs.tlog.chain import get_inclusion_proof, get_root, hash_leaf
from app.core.logs.tlog.checkpoint import Checkpoint, sign_checkpoint
from tests.helpers.voting.sealed_rounds import KEY, SECRET
from traceability.codes.signed_lists.countersignature import KIND, ORIGIN, countersigned_at, list_digest
from traceability.codes.signed_lists.signed_list import COUNTERSIGNED, SignatureError, sign_code_list

STATEMENT = sign_code_list(
    bytes(range(32)),
    batch="L-0001",
    codes=["S00000000000001ABCDE"],
    signed_at=datetime(2026, 11, 22, tzinfo=UTC),
)
SALT = bytes(32)
EVENT = {"kind": KIND, "list": list_digest(STATEMENT), "at": "2026-11-22T02:31:00+00:00"}


def countersigned(event=EVENT, origin=ORIGIN, **changes):
    leaves = [bytes(32), hash_leaf(SALT, event)]
    note = sign_checkpoint(Checkpoint(origin, 2, get_root(leaves)), KEY, SECRET.sign)
    path = [node.hex() for node in get_inclusion_proof(leaves, 1)]
    proof = {"note": note, "salt": SALT.hex(), "event": event, "proof": path, "position": 1}
    return STATEMENT | {COUNTERSIGNED: proof | changes}


def test_countersignature_tells_since_when_the_site_knows_the_list():
    told = countersigned_at(countersigned(), [str(KEY)])
    assert told == datetime(2026, 11, 22, 2, 31, tzinfo=UTC)


def test_list_without_one_or_reader_without_a_key_is_told_nothing():
    assert (countersigned_at(STATEMENT, [str(KEY)]), countersigned_at(countersigned(), [])) == (None, None)


@pytest.mark.parametrize(
    "signed",
    [
        countersigned(origin="another"),
        countersigned(EVENT | {"list": "00"}),
        countersigned(EVENT | {"kind": "other"}),
        countersigned(EVENT | {"at": "2026-11-22T02:31:00"}),
        countersigned(position=0),
        countersigned(salt="no hexadecimal digits"),
        countersigned(note=countersigned()[COUNTERSIGNED]["note"].replace("\n2\n", "\n3\n")),
        STATEMENT | {COUNTERSIGNED: {}},
    ],
)
def test_countersignature_that_proves_nothing_is_refused(signed):
    with pytest.raises(SignatureError) as refusal:
        countersigned_at(signed, [str(KEY)])
    assert refusal.value.code == "countersignature_wrong"
