"""`tieubieu label-list`: check the signed list of a label run, offline."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from traceability.codes.scan_text import read_scan
from traceability.codes.signed_lists.signed_list import (
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
    stated = {name: signed[name] for name in ("batch", "signed_at", "key", "count")}
    listed = {"listed": _is_listed(code, digests)} if code else {}
    stands = listed.get("listed", True)
    click.echo(json.dumps({"valid": stands} | stated | listed))
    if not stands:
        raise click.ClickException("code_not_listed: the list stands, and this code is not on it")


def _is_listed(text: str, digests: frozenset[str]) -> bool:
    code = read_scan(text).code
    return bool(code) and code_digest(code) in digests


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
