"""Keys as private files under DATA_DIR/keys, made on first use, never in the database."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from flask import current_app

from app.core.errors import Unavailable
from app.core.logs.key_fingerprints import fingerprint, get_fingerprint

KEY_BYTES = 32


def signing_key(purpose: str) -> Ed25519PrivateKey:
    """The Ed25519 key of a purpose (`round-log`, `labels`)."""
    return Ed25519PrivateKey.from_private_bytes(secret_key(f"{purpose}.ed25519"))


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """The 32 raw bytes of the public half."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def private_bytes(key: Ed25519PrivateKey) -> bytes:
    """The 32 raw bytes of the private half, for a backup of keys."""
    return key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())


def make_signing_key(purpose: str) -> Ed25519PrivateKey:
    """A new key of a purpose that has several in its life, kept in a file named by its public half."""
    key = Ed25519PrivateKey.generate()
    folder = _folder()
    _make(folder, folder / _file_name(purpose, public_bytes(key)), private_bytes(key))
    return key


def kept_signing_key(purpose: str, public: bytes) -> Ed25519PrivateKey:
    """The private half of a key made by `make_signing_key`. Raises Unavailable when its file is gone."""
    try:
        return Ed25519PrivateKey.from_private_bytes(_read(_folder() / _file_name(purpose, public)))
    except OSError as error:
        raise Unavailable("storage_unavailable") from error


def forget_signing_key(purpose: str, public: bytes) -> None:
    """Remove the private half; what it signed is checked with the public one."""
    (_folder() / _file_name(purpose, public)).unlink(missing_ok=True)


def secret_key(purpose: str) -> bytes:
    """32 secret bytes of a purpose. Raises Unavailable when the key folder cannot be used.

    The database holds the fingerprint of the key that its codes were made with. A machine without this key,
    or with a different one, refuses what needs it: it would call genuine labels unknown. Made here only while
    none is known.
    """
    path = _folder() / purpose
    known: dict[str, str] = current_app.extensions.setdefault("key_fingerprints", {})
    if purpose not in known and (noted := get_fingerprint(purpose)) is not None:
        known[purpose] = noted
    try:
        data = _read(path)
    except FileNotFoundError:
        if purpose in known:
            raise Unavailable("key_missing") from None
        data = _make(_folder(), path, secrets.token_bytes(KEY_BYTES))
    except OSError as error:
        raise Unavailable("storage_unavailable") from error
    if known.setdefault(purpose, fingerprint(data)) != fingerprint(data):
        raise Unavailable("key_missing")
    return data


def _file_name(purpose: str, public: bytes) -> str:
    return f"{purpose}-{public.hex()[:16]}.ed25519"


def _folder() -> Path:
    return cast("Path", current_app.extensions["settings"].data_dir) / "keys"


def _read(path: Path) -> bytes:
    data = path.read_bytes()
    if len(data) != KEY_BYTES:
        raise Unavailable("storage_unavailable")
    return data


def _make(folder: Path, path: Path, data: bytes) -> bytes:
    """Write the complete key under another name first, so that no reader ever sees half of it."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        draft = folder / f".{path.name}.{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        with suppress(FileExistsError):  # another process was faster
            os.link(draft, path)
        draft.unlink()
    except OSError as error:
        raise Unavailable("storage_unavailable") from error
    return _read(path)
