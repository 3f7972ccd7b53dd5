"""The application for commands that need its database."""

import json
import logging
from typing import Any

import click
from flask import Flask

from config import Settings


def open_application(settings: Settings | None = None, *, is_command: bool = True) -> Flask:
    """The application as the server builds it. is_command: its log is kept to warnings."""
    from app import create_app  # noqa: PLC0415  # heavy, and not needed for --help

    if is_command:
        _log_warnings()
    return create_app(settings)


def open_for_command(settings: Settings | None = None) -> Flask:
    """The application without pages, for a command that builds no address: it starts in a third of the time."""
    from app.foundation import create_command_app  # noqa: PLC0415  # as above

    _log_warnings()
    return create_command_app(settings or Settings.from_env())


def _log_warnings() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")


def print_json(value: Any) -> None:
    """One JSON value on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))
