"""`tieubieu serve`, `init`, `migrate`, `jobs`, `demo`."""

import json
import resource
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
from flask import Flask

from app.cli import main
from app.core.command_values import WholeNumber
from app.ops.application import open_application, open_for_command, print_json
from app.ops.metrics_server import serve_metrics
from config import Settings

QUEUES = ("mail", "papers", "labels", "imports", "other")


@click.command()
@click.option("--init", "fills", is_flag=True, help="Do what `init` does before.")
def serve(*, fills: bool) -> None:
    """Serve on HOST:PORT with WORKERS processes."""
    settings = Settings.from_env()  # a bad setting is reported once here, not by every process
    serve_metrics(settings)
    if fills:
        _fill_apart()
    from app.ops.start import check_start  # noqa: PLC0415  # the database comes with it
    from app.serving.processes import serve as serve_with  # noqa: PLC0415  # only here

    for warning in check_start(settings):
        click.echo(warning, err=True)
    _allow_connections()
    import_module("app.factory")  # once, for all the processes that are made from this one
    click.echo(f"Tiêu Biểu: {settings.base_url}", err=True)
    serve_with("app.asgi:application", settings.host, settings.port, settings.workers)


@click.command()
@click.option(
    "--grant-to", metavar="ROLE", help="PostgreSQL: the role of the server, which may not change records."
)
def migrate(grant_to: str | None) -> None:
    """Bring the database up to the newest revision, and the table of provinces to the program's facts."""
    settings = Settings.from_env()
    revision, changed = bring_up_to_date(settings)
    if grant_to:
        from app.migrations.run import grant  # noqa: PLC0415  # pulls Alembic

        grant(settings.database_url, grant_to)
    print_json({"revision": revision, "units_changed": changed})


@click.command()
def init() -> None:
    """Everything a first start needs; safe to run again."""
    settings = Settings.from_env()
    application, _ = _brought_up(settings)
    accounts = Path(settings.data_dir) / "demo-accounts.json"
    if find_spec("app.demo") is not None and _is_empty(application, was_begun=accounts.is_file()):
        click.echo("Loading demonstration data…", err=True)
        _load_demo(application, None)
    click.echo(f"Tiêu Biểu: {settings.base_url}")
    if accounts.is_file():
        click.echo("Demonstration accounts (second factor switched off):")
        for account in json.loads(accounts.read_text("utf-8")):
            click.echo(f"  {account['role']:<17} {account['email']:<38} {account['password']}")


def _fill_apart() -> None:
    """`init` in a process of its own, which ends with all its connections; the program is loaded once for both."""
    import_module("app.factory")
    child = get_context("fork").Process(target=main, args=(["init"],))
    child.start()
    child.join()
    if child.exitcode:
        sys.exit(1)


@click.group()
def jobs() -> None:
    """Background work."""


@jobs.command("run")
@click.option("--once", is_flag=True, help="Run what is due and end.")
@click.option(
    "--queue",
    "queues",
    multiple=True,
    type=click.Choice(QUEUES),
    help="Only the jobs of this queue; may be given several times.",
)
def run_jobs(*, once: bool, queues: tuple[str, ...]) -> None:
    """Run jobs until stopped, beside servers and other runners, on this machine or another."""
    settings = Settings.from_env()
    if not once:
        serve_metrics(settings)
    from app.core.telemetry.state import watch_state  # noqa: PLC0415  # counts from its import on
    from app.core.work.process import settle  # noqa: PLC0415  # only where it runs long
    from app.ops.start import check_start  # noqa: PLC0415  # as above
    from app.runner import Runner, holding_leases, run_until_empty  # noqa: PLC0415  # the database comes with it
    from app.wakes import Listener  # noqa: PLC0415  # as above

    for warning in check_start(settings, listens=False):
        click.echo(warning, err=True)
    application = open_application(settings, is_command=once)
    if once:
        with holding_leases(application):
            print_json({"ran": run_until_empty(application, queues or None)})
        return
    if settings.metrics_port:
        watch_state()
    lock = Path(settings.data_dir) / "runner.lock"
    runner = Runner(application, lock, queues=queues or QUEUES, helps=True)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: runner.ask_to_stop())
    settle()
    Listener(application, runner).start()
    runner.run()


@click.group()
def demo() -> None:
    """Demonstration data."""


@demo.command("load")
@click.option(
    "--products", type=WholeNumber(1, 1_000_000), help="Instead: a synthetic catalogue of this size."
)
def load_demo(products: int | None) -> None:
    """Load the demonstration, or a synthetic catalogue for scale work."""
    application, _ = _brought_up(Settings.from_env())
    print_json(_load_demo(application, products))


def _allow_connections() -> None:
    """Ask for as many file descriptors as the system lets this process have: many start with 1,024."""
    from app.serving.processes import CONNECTIONS  # noqa: PLC0415  # only here

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS if hard == resource.RLIM_INFINITY else min(2 * CONNECTIONS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def bring_up_to_date(settings: Settings) -> tuple[str | None, int]:
    """Migrate; bring provinces and the default rule set to the program's facts: (revision, units changed)."""
    from app.migrations.state import current  # noqa: PLC0415  # the database comes with it

    _, changed = _brought_up(settings, open_for_command)
    return current(settings.database_url), changed


def _brought_up(
    settings: Settings, opened: Callable[[Settings], Flask] = open_application
) -> tuple[Flask, int]:
    from app.migrations.state import bring_up, hold_start_lock  # noqa: PLC0415  # as above
    from app.ops.key_check import make_signing_keys, note_keys, refuse_foreign_keys  # noqa: PLC0415  # as above

    bring_up(settings.database_url)
    refuse_foreign_keys(settings)
    application = opened(settings)
    with application.app_context():
        from app.core.database.base import db  # noqa: PLC0415  # as above
        from app.core.database.transaction import transaction  # noqa: PLC0415  # as above
        from catalog.units.services import sync_units  # noqa: PLC0415  # as above
        from voting.rule_sets.services import sync_rule_sets  # noqa: PLC0415  # as above

        with transaction():
            hold_start_lock(db.session.connection())
            note_keys(settings)
            make_signing_keys()
            changed = sync_units()
            sync_rule_sets()  # an officer's first round needs the circular's score sheet
    return application, changed


def _is_empty(application: Flask, *, was_begun: bool) -> bool:
    """Whether nothing is listed and nobody has an account yet, but those of a demonstration that was cut off."""
    from sqlalchemy import select  # noqa: PLC0415  # the database comes with it

    with application.app_context():
        from app.accounts.models import User  # noqa: PLC0415  # as above
        from app.core.database.base import db  # noqa: PLC0415  # as above
        from catalog.models import Facility  # noqa: PLC0415  # as above

        nobody = was_begun or db.session.scalar(select(User.id).limit(1)) is None
        return nobody and db.session.scalar(select(Facility.id).limit(1)) is None


def _load_demo(application: Flask, products: int | None) -> Any:
    from app.demo.load import load_demo as load  # noqa: PLC0415  # large, and only here

    with application.app_context():
        return load(products)
