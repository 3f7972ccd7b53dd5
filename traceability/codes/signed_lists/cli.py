"""`tieubieu label-list`: check the signed list of a label run, offline."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from traceability.codes.scan_text import read_scan
from traceability.codes.signed_lists.countersignature import countersigned_at
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
    """Check the signed list of a label run against the key list, without a network or a database.

    A list of a revoked key stands where the site's log countersigned it before the revocation.
    """
    signed = _read(list_file)
    known = _read(key_file)
    try:
        keys = [_key(entry) for entry in known["keys"]]
        log_keys = [str(key) for key in known.get("log_keys", [])]
    except (KeyError, TypeError, ValueError):
        raise click.ClickException(f"{key_file} is not a key list") from None
    try:
        known_since = countersigned_at(signed, log_keys)
        digests = verify_code_list(signed, keys, known_since=known_since)
    except SignatureError as error:
        raise click.ClickException(f"{error.code}: {error}") from None
    stated = {name: signed[name] for name in ("batch", "signed_at", "key", "count")}
    listed = {"listed": _is_listed(code, digests)} if code else {}
    if known_since is not None:
        stated["known_since"] = known_since.isoformat(timespec="seconds")
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
