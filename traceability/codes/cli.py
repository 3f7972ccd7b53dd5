"""`tieubieu label-list`: check the signed list of a label run, offline."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from traceability.codes.code import normalise_code
from traceability.codes.signed_list import (
    RAW_KEY_BYTES,
    PublicKey,
    SignatureError,
    code_digest,
    verify_code_list,
)

MOST_BYTES = 32_000_000
_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("label-list")
@click.argument("list_file", metavar="LIST", type=_file)
@click.option("--keys", "key_file", required=True, type=_file, help="A copy of /.well-known/label-keys.json.")
@click.option("--code", default="", help="A code as scanned or typed: is it on the list?")
def label_list(list_file: Path, key_file: Path, code: str) -> None:
    """Check the signed list of a label run against the key list, without a network or a database."""
    signed = _read(list_file)
    try:
        keys = [_key(entry) for entry in _read(key_file)["keys"]]
    except (KeyError, TypeError, ValueError):
        raise click.ClickException(f"{key_file} is not a key list") from None
    try:
        digests = verify_code_list(signed, keys)
    except SignatureError as error:
        raise click.ClickException(f"{error.code}: {error}") from None
    said = {name: signed[name] for name in ("batch", "signed_at", "key", "count")}
    if code:
        normal = normalise_code(code.strip().rstrip("/").rpartition("/")[2])
        said["listed"] = normal is not None and code_digest(normal) in digests
    click.echo(json.dumps({"valid": True} | said))


def _read(path: Path) -> dict[str, Any]:
    if path.stat().st_size > MOST_BYTES:
        raise click.ClickException(f"{path} is larger than {MOST_BYTES} bytes")
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise click.ClickException(f"{path} is not a JSON object")
    return found


def _key(entry: dict[str, Any]) -> PublicKey:
    revoked = entry.get("revoked_at")
    public = bytes.fromhex(entry["public"])
    if len(public) != RAW_KEY_BYTES:
        raise ValueError("not an Ed25519 key")
    return PublicKey(public, datetime.fromisoformat(revoked) if revoked else None)
