"""Commands of the catalogue, to be added to the program's command line."""

import json

import click

from catalog.search.tasks import rebuild_index


@click.group("search")
def search() -> None:
    """The search index."""


@search.command("rebuild")
def rebuild() -> None:
    """Rebuild the index from the database."""
    click.echo(json.dumps({"documents": rebuild_index()}))
