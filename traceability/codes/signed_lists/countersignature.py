"""The countersignature of a code list: a record of the site's log that names it, with the way from it to a
signed root.

The holder of a label key can write any day into a list; the day of the record is written by the site when the
list is made and is signed with the key of the log. Pure.
"""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.core.logs.tlog.chain import hash_leaf, is_included
from app.core.logs.tlog.checkpoint import VerifierKey, check_note, parse_key
from app.core.logs.tlog.errors import ChainError
from traceability.codes.signed_lists.signed_list import COUNTERSIGNED, SignatureError, canonical, stated

ORIGIN = "tieubieu/code-lists"
KIND = "code-list"


def list_digest(signed: Mapping[str, Any]) -> str:
    """What the log names a list by: SHA-256 of the bytes its signature covers."""
    return hashlib.sha256(canonical(stated(signed))).hexdigest()


def countersigned_at(signed: Mapping[str, Any], log_keys: Collection[str]) -> datetime | None:
    """Since when the site's log knows the list; None where it is not countersigned, or no key of the log is given.

    log_keys: as `name+id+base64`. Raises SignatureError countersignature_wrong.
    """
    proof = signed.get(COUNTERSIGNED)
    if proof is None or not log_keys:
        return None
    try:
        return _proved(proof, list_digest(signed), [parse_key(key) for key in log_keys])
    except (ChainError, KeyError, TypeError, ValueError) as error:
        raise SignatureError("countersignature_wrong", "the site's log does not confirm this list") from error


def check_signature(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature is right."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _proved(proof: Mapping[str, Any], digest: str, keys: Collection[VerifierKey]) -> datetime:
    checkpoint = check_note(proof["note"], keys, check_signature)
    leaf = hash_leaf(bytes.fromhex(proof["salt"]), proof["event"])
    path = [bytes.fromhex(node) for node in proof["proof"]]
    event, at = proof["event"], datetime.fromisoformat(proof["event"]["at"])
    if (
        checkpoint.origin != ORIGIN
        or (event["kind"], event["list"]) != (KIND, digest)
        or not is_included(leaf, proof["position"], checkpoint.size, path, checkpoint.root)
        or at.tzinfo is None
    ):
        raise ValueError("the record is of another list, or not in the log")
    return at
