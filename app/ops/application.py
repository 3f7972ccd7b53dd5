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
        logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    return create_app(settings)


def print_json(value: Any) -> None:
    """One JSON value on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))
