"""`tieubieu digital-link`: the URI checker alone, without the application."""

import json
import sys
from typing import BinaryIO

import click

from traceability.digital_link import DigitalLinkError, parse


@click.group("digital-link")
def digital_link() -> None:
    """GS1 Digital Link URIs."""


@digital_link.command("check")
def check() -> None:
    """Read URIs on standard input, one a line; write one JSON line each."""
    check_lines(sys.stdin.buffer, sys.stdout.buffer)


def check_lines(source: BinaryIO, target: BinaryIO) -> None:
    for line in source:
        uri = line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", errors="replace")
        target.write(json.dumps(verdict(uri)).encode("ascii") + b"\n")
        target.flush()


def verdict(uri: str) -> dict[str, object]:
    """`{"uri", "valid", "error", "elements", "canonical"}`; no elements, no canonical form if invalid."""
    try:
        link = parse(uri)
    except DigitalLinkError as error:
        return {"uri": uri, "valid": False, "error": error.message, "elements": [], "canonical": None}
    return {
        "uri": uri,
        "valid": True,
        "error": None,
        "elements": [list(element) for element in link.elements],
        "canonical": link.canonical(),
    }
