"""Signed checkpoints of a log, in the text form of C2SP tlog-checkpoint and signed-note, with Ed25519 keys.

    tieubieu.example/round/khanh-hoa-2026     origin: names the log
    42                                        size
    XbNq…=                                    root, base64
                                              (further lines of the publisher, then an empty line)
    — tieubieu-2026 w1Ev…=                    key name, base64 of key id || signature

Signing and checking take callables, so that keys stay in their files and this module in the standard library.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from app.core.logs.tlog.errors import ChainError

Sign = Callable[[bytes], bytes]
"""message -> 64 bytes of Ed25519 signature"""

CheckSignature = Callable[[bytes, bytes, bytes], bool]
"""(public key, signature, message) -> is it right?"""

HASH_BYTES = 32
_ED25519 = b"\x01"
_KEY_ID_BYTES = 4
_NAME = re.compile(r"[^\s+]+")
_NOTE = re.compile(r"(?P<body>(?:[^\n]+\n)+)\n(?P<signatures>(?:— [^\s+]+ [^\s]+\n)+)")
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes
    extra: tuple[str, ...] = ()

    def body(self) -> str:
        root = base64.b64encode(self.root).decode()
        return "\n".join((self.origin, str(self.size), root, *self.extra)) + "\n"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name; printed as "name+id+base64", the form that verifiers are given."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:_KEY_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"


def parse_key(text: str) -> VerifierKey:
    """Raises ChainError unless the text is exactly what VerifierKey prints."""
    name, _, rest = text.partition("+")
    _, _, encoded = rest.partition("+")
    key = VerifierKey(name, _decode(encoded)[1:])
    if not _NAME.fullmatch(name) or len(key.public) != HASH_BYTES or str(key) != text:
        raise ChainError("bad_key", "not a verifier key of the form name+id+base64")
    return key


def sign_checkpoint(checkpoint: Checkpoint, key: VerifierKey, sign: Sign) -> str:
    """The signed note. Raises ChainError when a line would break the form."""
    body = checkpoint.body()
    encoded = base64.b64encode(key.key_id + sign(body.encode())).decode()
    note = f"{body}\n— {key.name} {encoded}\n"
    if read_note(note)[0] != checkpoint:
        raise ChainError("bad_checkpoint", "the origin or a further line cannot stand in a checkpoint")
    return note


def cosign(note: str, key: VerifierKey, sign: Sign) -> str:
    """The note with one more signature. Raises ChainError for what is no note."""
    checkpoint, _ = read_note(note)
    encoded = base64.b64encode(key.key_id + sign(checkpoint.body().encode())).decode()
    return f"{note}— {key.name} {encoded}\n"


def find_signers(note: str, keys: Collection[VerifierKey]) -> list[VerifierKey]:
    """Which of these keys the note says it is signed with, in its order, unchecked. Raises ChainError."""
    named = {(key.name, key.key_id): key for key in keys}
    signed = [(name, signature[:_KEY_ID_BYTES]) for name, signature in read_note(note)[1]]
    return [named[one] for one in signed if one in named]


def read_note(note: str) -> tuple[Checkpoint, tuple[tuple[str, bytes], ...]]:
    """The checkpoint and its (key name, key id || signature) pairs, unchecked. Raises ChainError."""
    match = _NOTE.fullmatch(note)
    lines = match["body"].split("\n")[:-1] if match else []
    if not match or len(lines) < 3 or not _SIZE.fullmatch(lines[1]):  # noqa: PLR2004 - origin, size, root
        raise ChainError("bad_checkpoint", "not a signed checkpoint")
    root = _decode(lines[2])
    if len(root) != HASH_BYTES:
        raise ChainError("bad_checkpoint", "the root of a checkpoint has 32 bytes")
    pairs = (line[2:].split(" ") for line in match["signatures"].split("\n")[:-1])
    signatures = tuple((name, _decode(encoded)) for name, encoded in pairs)
    return Checkpoint(lines[0], int(lines[1]), root, tuple(lines[3:])), signatures


def check_note(note: str, keys: Collection[VerifierKey], check: CheckSignature) -> Checkpoint:
    """The checkpoint, once every signature on it by a known key is right, and there is one. Raises ChainError.

    Signatures by other keys, such as a witness's, are ignored (C2SP signed-note).
    """
    checkpoint, signatures = read_note(note)
    message, is_known = checkpoint.body().encode(), False
    for name, signature in signatures:
        known = [key for key in keys if key.name == name and key.key_id == signature[:_KEY_ID_BYTES]]
        if known and not check(known[0].public, signature[_KEY_ID_BYTES:], message):
            raise ChainError("bad_signature", "the signature is wrong")
        is_known = is_known or bool(known)
    if not is_known:
        raise ChainError("unknown_key", "signed with no key that is listed")
    return checkpoint


def _decode(text: str) -> bytes:
    """Base64 with the one spelling its bytes have: no spaces, no spare bits."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ChainError("bad_base64", "not base64") from None
    if base64.b64encode(data).decode() != text:
        raise ChainError("bad_base64", "not base64 in its one spelling")
    return data
