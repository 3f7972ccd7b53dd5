"""`tieubieu epcis`: the EPCIS checker and the event hash alone, without the application."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from traceability.epcis import InvalidEpcis, Issue, document_hashes, model, parse, read, serialize
from traceability.epcis.xml.writer import document_xml


@click.group("epcis")
def epcis() -> None:
    """EPCIS documents and events, in JSON or XML."""


@epcis.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check(files: Sequence[str]) -> None:
    """Check files; write one JSON line each: file, valid, errors (path, code, message)."""
    for name in files:
        click.echo(json.dumps(verdict(name)))


@epcis.command("hash")
@click.argument("file")
def hash_(file: str) -> None:
    """Write the event hash (CBV 2.0, 8.9) of each event in FILE, one a line, in document order."""
    try:
        hashes = file_hashes(file)
    except (OSError, ValueError) as refusal:  # InvalidEpcis is a ValueError
        reason = refusal.strerror if isinstance(refusal, OSError) else refusal
        click.echo(f"{file}: {reason}".encode(errors="replace"), err=True)
        sys.exit(1)
    for line in hashes:
        click.echo(line)


@epcis.command("convert")
@click.argument("file")
@click.option("--to", "form", type=click.Choice(("json", "xml")), required=True, help="The form to write.")
def convert(file: str, form: str) -> None:
    """Write the events of FILE in the other form, as one document on standard output."""
    try:
        found = parse(Path(file).read_bytes())
        text = converted(found, form)
    except (OSError, ValueError) as refusal:
        reason = refusal.strerror if isinstance(refusal, OSError) else refusal
        click.echo(f"{file}: {reason}".encode(errors="replace"), err=True)
        sys.exit(1)
    click.echo(text.encode(), nl=False)


def converted(found: model.Document, form: str) -> str:
    """The events in the form `json` or `xml`; the document keeps its day of making."""
    created = found.creation_date or datetime.now(UTC)
    if form == "xml":
        return document_xml(found.events, created=created)
    return serialize.to_text(serialize.document(found.events, created=created)) + "\n"


def verdict(name: str) -> dict[str, object]:
    """`{"file", "valid", "errors": [{"path", "code", "message"}, …]}`; an unreadable file is not valid."""
    try:
        issues = read(Path(name).read_bytes()).issues
    except (OSError, ValueError) as fault:  # ValueError: a NUL in the name
        reason = fault.strerror if isinstance(fault, OSError) else str(fault)
        issues = (Issue("$", "file.unreadable", f"The file cannot be read: {reason}."),)
    return {"file": name, "valid": not issues, "errors": [issue.as_dict() for issue in issues]}


def file_hashes(name: str) -> tuple[str, ...]:
    """The hash of each event. A document may break a rule as long as every event of it can be read."""
    reading = read(Path(name).read_bytes())
    if reading.document is None:
        raise InvalidEpcis(tuple(issue for issue in reading.issues if issue.stops_reading))
    return document_hashes(reading.document)
