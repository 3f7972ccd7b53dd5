"""The signed list of a batch of codes (Ed25519), checkable by anyone, without a network, for as long as they
keep it.

The list holds SHA-256 digests, so publishing it hands no working code to a copier: a code's 65 random bits
cannot be found from its digest. The signature covers the canonical JSON (keys sorted, no spaces, UTF-8) of
everything else but the site's countersignature (`traceability.codes.signed_lists.list_log`).
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.core.errors import CodedError

FORMAT = "tieubieu-code-list/1"
RAW_KEY_BYTES = 32
SIGNATURE, COUNTERSIGNED = "signature", "countersigned"


class SignatureError(CodedError):
    """The list is not valid; `code` says why."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One entry of the public key list. `public` is 32 raw bytes; from `revoked_at` on (UTC) its signatures
    are invalid.
    """

    public: bytes
    revoked_at: datetime | None = None

    @property
    def key_id(self) -> str:
        return key_id(self.public)


def new_private_key() -> bytes:
    """32 raw bytes of a new Ed25519 key."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(private: bytes) -> bytes:
    """32 raw bytes of the public half."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def key_id(public: bytes) -> str:
    """Short name of a public key: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def code_digest(code: str) -> str:
    """The form of a normalised code in a list: SHA-256, hex."""
    return hashlib.sha256(code.encode("ascii")).hexdigest()


def sign_code_list(
    private: bytes, *, batch: str, codes: Iterable[str], signed_at: datetime
) -> dict[str, Any]:
    """The list as a JSON object. Codes are normalised ones; order and repeats do not matter."""
    digests = sorted({code_digest(code) for code in codes})
    statement: dict[str, Any] = {
        "format": FORMAT,
        "batch": batch,
        "signed_at": signed_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "key": key_id(public_key(private)),
        "count": len(digests),
        "codes": digests,
    }
    signature = Ed25519PrivateKey.from_private_bytes(private).sign(canonical(statement))
    return statement | {SIGNATURE: base64.urlsafe_b64encode(signature).decode("ascii").rstrip("=")}


def verify_code_list(
    signed: Mapping[str, Any], keys: Iterable[PublicKey], *, known_since: datetime | None = None
) -> frozenset[str]:
    """Digests of the list, once it is verified.

    SignatureError: list_malformed, key_unknown, signature_wrong, key_revoked.

    The day in a list is written by the holder of the key, so a list of a revoked key is valid only if
    something else proves that it is older. known_since: since when the list is known from a source other than
    the key's holder.
    """
    statement = stated(signed)
    signature, signed_at = _read(signed)
    key = next((k for k in keys if k.key_id == statement["key"]), None)
    if key is None:
        raise SignatureError("key_unknown", "the list names a key that is not in the key list")
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, canonical(statement))
    except InvalidSignature:
        raise SignatureError("signature_wrong", "the signature does not fit the list") from None
    if key.revoked_at is not None and (known_since is None or known_since >= key.revoked_at):
        raise SignatureError("key_revoked", _revoked_text(key.revoked_at, signed_at))
    return frozenset(statement["codes"])


def _revoked_text(revoked_at: datetime, signed_at: datetime) -> str:
    since = revoked_at.astimezone(UTC).isoformat(timespec="seconds")
    if signed_at >= revoked_at:
        return f"the key was revoked on {since}, before the list says it was signed"
    return f"the key was revoked on {since}; only its holder says that the list is older, so the list proves nothing"


def stated(signed: Mapping[str, Any]) -> dict[str, Any]:
    """What the signature covers."""
    return {name: value for name, value in signed.items() if name not in {SIGNATURE, COUNTERSIGNED}}


def canonical(statement: Mapping[str, Any]) -> bytes:
    """The bytes that are signed."""
    return json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _read(signed: Mapping[str, Any]) -> tuple[bytes, datetime]:
    codes = signed.get("codes")
    wellformed = (
        signed.get("format") == FORMAT
        and isinstance(signed.get("key"), str)
        and isinstance(codes, list)
        and all(isinstance(code, str) for code in codes)
        and signed.get("count") == len(codes)
    )
    try:
        text = str(signed[SIGNATURE])
        signature = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        signed_at = datetime.fromisoformat(str(signed["signed_at"]))
    except (KeyError, ValueError, binascii.Error):
        wellformed = False
    if not wellformed or signed_at.tzinfo is None:
        raise SignatureError("list_malformed", "this is not a signed code list")
    return signature, signed_at
