"""Backups that only the holder of a private key can read: files of age (age-encryption.org), by its Rust library."""

import os
from pathlib import Path

import pyrage

from app.ops.backup.container import BackupError
from config import BadSetting

HEAD = b"age-encryption.org/v1"
SECRET = "AGE-SECRET-KEY-1"  # noqa: S105  # how the line of a private key begins


def recipient_of(public_key: str) -> pyrage.x25519.Recipient:
    """The holder of a public key. Raises BadSetting for what is none."""
    try:
        return pyrage.x25519.Recipient.from_str(public_key.strip())
    except pyrage.RecipientError as error:
        raise BadSetting(
            "BACKUP_RECIPIENT: give an age public key (age1…), as age-keygen prints it"
        ) from error


def encrypt(plain: Path, sealed: Path, public_key: str) -> None:
    """Write the encrypted file to the disk and remove the plain one."""
    with plain.open("rb") as source, sealed.open("wb") as target:
        pyrage.encrypt_io(source, target, [recipient_of(public_key)])
        target.flush()
        os.fsync(target.fileno())
    plain.unlink()


def is_encrypted(path: Path) -> bool:
    with path.open("rb") as handle:
        return handle.read(len(HEAD)) == HEAD


def seal(plain: bytes, public_key: str) -> bytes:
    """An age file of a piece that is in memory."""
    return bytes(pyrage.encrypt(plain, [recipient_of(public_key)]))


def keys_of(identity: Path | None) -> list[pyrage.x25519.Identity]:
    """The private keys in a file as age-keygen writes it."""
    if identity is None:
        raise BackupError("the backup is encrypted: name the file of the private key with --identity")
    try:
        lines = identity.read_text("utf-8").splitlines()
        keys = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.startswith(SECRET)]
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise BackupError(f"{identity} cannot be read as a private key of age") from error
    if not keys:
        raise BackupError(f"{identity} holds no private key of age (a line {SECRET}…)")
    return keys


def unseal(sealed: bytes, keys: list[pyrage.x25519.Identity]) -> bytes:
    """A piece as it was."""
    try:
        return bytes(pyrage.decrypt(sealed, keys))
    except pyrage.DecryptError as error:
        raise _not_opened(error) from error


def decrypt(sealed: Path, plain: Path, identity: Path | None) -> None:
    """Write the plain file. identity: the file with the private key."""
    keys = keys_of(identity)
    try:
        with sealed.open("rb") as source, plain.open("wb") as target:
            pyrage.decrypt_io(source, target, keys)
    except (pyrage.DecryptError, OSError) as error:  # the latter for a piece that was changed or is missing
        raise _not_opened(error) from error


def _not_opened(error: Exception) -> BackupError:
    return BackupError(f"this key does not open the backup, or the backup is damaged: {error}")
