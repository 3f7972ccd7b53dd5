"""`tieubieu tally` and `tieubieu verify`: the engine alone, with no database and no application."""

import json
from typing import IO, Any, NoReturn

import click

from voting.errors import VotingError
from voting.scoring import tally
from voting.strict_json import load_json


def print_json(value: Any) -> None:
    click.echo((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode(), nl=False)


def refuse(message: str) -> NoReturn:
    """End with one line on standard error and exit 1."""
    click.echo(" ".join(message.split()), err=True)
    raise SystemExit(1)


@click.command("tally")
@click.argument("file", type=click.File("rb"))
def tally_command(file: IO[bytes]) -> None:
    """Count score sheets: tally input FILE ("-" is standard input) in, the exact result out as JSON."""
    try:
        result = tally(load_json(file.read()))
    except VotingError as error:
        refuse(error.message)
    print_json(result)
