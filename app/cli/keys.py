"""`tieubieu keys`: the keys that sign the logs of rounds, the register of certificates and the reports of periods."""

from typing import Any

import click

from app.core.actor import SYSTEM
from app.ops.application import open_for_command, print_json
from config import Settings

PURPOSES = ("round-log", "certificate-register", "period-reports")


@click.group()
def keys() -> None:
    """The keys that sign the logs."""


@keys.command("list")
def list_keys() -> None:
    """Every public key with its days, oldest first."""
    with open_for_command().app_context():
        from app.core.logs.log_keys import published_keys  # noqa: PLC0415  # the database comes with it

        print_json(published_keys())


@keys.command("rotate")
@click.option("--purpose", type=click.Choice(PURPOSES), multiple=True, help="Which; all when left out.")
def rotate(purpose: tuple[str, ...]) -> None:
    """Make a new key, have the old one sign for it in every open log, and remove the old private half."""
    with open_for_command().app_context():
        from app.core.database.transaction import transaction  # noqa: PLC0415  # the database comes with it
        from catalog.register.keys import rotate_register_key  # noqa: PLC0415  # as above
        from programme.report_log.keys import rotate_report_key  # noqa: PLC0415  # as above
        from voting.log.keys import rotate_round_keys  # noqa: PLC0415  # as above

        acts: dict[str, Any] = {
            "round-log": rotate_round_keys, "certificate-register": rotate_register_key,
            "period-reports": rotate_report_key,
        }  # fmt: skip
        done = []
        for name in purpose or PURPOSES:
            with transaction():
                done.append(acts[name](SYSTEM))
    print_json(done)


@keys.command("adopt")
@click.argument("purpose", type=click.Choice(["sessions"]))
def adopt(purpose: str) -> None:
    """Accept the current SECRET_KEY for the database after it was changed on purpose. Everyone has to sign in
    again.
    """
    settings = Settings.from_env()
    with open_for_command(settings).app_context():
        from app.core.database.transaction import transaction  # noqa: PLC0415  # the database comes with it
        from app.core.logs.key_fingerprints import note_fingerprint  # noqa: PLC0415  # as above

        with transaction():
            note_fingerprint(purpose, settings.secret_key.encode(), replace=True)
    print_json({"purpose": purpose})
