"""`tieubieu tally` and `tieubieu verify`: the engine alone, with no database and no application."""

import json
from typing import IO, Any, NoReturn

import click
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.core.logs.tlog.chain import normalize_receipt
from app.core.logs.tlog.check import Trust
from app.core.refused import Refused
from app.core.strict_json import load_json
from catalog.register.check import find_register_faults, get_register_summary
from voting.tally.count import tally
from voting.verification.bundle_check import find_faults, get_summary

SHOWN_FAULTS = 5
REGISTER_START = b'{\n"certificates":'
"""How a register begins: its first section by name. A bundle begins with its ballots."""


def check_signature(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@click.command("tally")
@click.argument("file", type=click.File("rb"))
def tally_command(file: IO[bytes]) -> None:
    """Count score sheets: tally input FILE ("-" is standard input) in, the exact result out as JSON."""
    try:
        result = tally(load_json(file.read()))
    except Refused as error:
        _refuse(error.message)
    _print_json(result)


@click.command("verify")
@click.argument("bundle", type=click.File("rb"))
@click.option("--key", "keys", multiple=True, help="A public key of the organiser, known from elsewhere.")
@click.option(
    "--checkpoint", "notes", multiple=True, type=click.File("rb"), help="A checkpoint received earlier."
)
@click.option("--receipt", "receipts", multiple=True, help="A juror's receipt that the log must contain.")
def verify_command(
    bundle: IO[bytes], keys: tuple[str, ...], notes: tuple[IO[bytes], ...], receipts: tuple[str, ...]
) -> None:
    """Check a published round BUNDLE: whole, sealed, signed, counted right. Names each record at fault.

    The register of certificates is checked in the same way: whole, signed, each certificate what its records say.
    """
    trust = Trust(
        keys=keys,
        notes=tuple(note.read().decode(errors="replace") for note in notes),
        receipts=tuple(normalize_receipt(text) or text for text in receipts),
    )
    data = bundle.read()
    is_a_register = data.startswith(REGISTER_START)
    faults = (find_register_faults if is_a_register else find_faults)(data, check_signature, trust)
    if faults:
        _refuse("; ".join(str(fault) for fault in faults[:SHOWN_FAULTS]), more=len(faults) - SHOWN_FAULTS)
    _print_json((get_register_summary if is_a_register else get_summary)(data))


def _print_json(value: Any) -> None:
    click.echo((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode(), nl=False)


def _refuse(message: str, more: int = 0) -> NoReturn:
    """End with one line on standard error and exit 1."""
    line = " ".join(message.split())
    click.echo(f"{line}; and {more} more" if more > 0 else line, err=True)
    raise SystemExit(1)
