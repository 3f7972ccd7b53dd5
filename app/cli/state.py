"""`tieubieu backup`, `restore`, `recount`, `doctor`."""

from pathlib import Path

import click

from app.ops.application import open_application, open_for_command, print_json
from config import Settings

ARCHIVE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=ARCHIVE)
def backup(file: Path) -> None:
    """Write database, files and secret into FILE (.tar.gz); the server may run meanwhile. Keep it safe.

    With BACKUP_RECIPIENT it is encrypted for that key alone.
    """
    from app.ops.backup.archives import write_backup  # noqa: PLC0415  # the database comes with it
    from app.ops.backup.container import BackupError  # noqa: PLC0415  # as below

    try:
        print_json(write_backup(Settings.from_env(), file))
    except BackupError as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.argument("file", type=ARCHIVE)
@click.option("--identity", type=ARCHIVE, help="The file of the private key, where FILE is encrypted.")
@click.option("--check", is_flag=True, help="Only read and check FILE.")
def restore(file: Path, *, identity: Path | None, check: bool) -> None:
    """Check FILE and replace the current state by it; the old state is kept in a folder beside it."""
    from app.cli.run import bring_up_to_date  # noqa: PLC0415  # as above
    from app.ops.backup.archives import check_backup, restore_backup  # noqa: PLC0415  # the database comes with it
    from app.ops.backup.container import BackupError  # noqa: PLC0415  # as below

    settings = Settings.from_env()
    try:
        if check:
            print_json(check_backup(settings, file, identity))
            return
        result = restore_backup(settings, file, identity)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    bring_up_to_date(settings)
    with open_application(settings).app_context():
        from catalog.search.tasks import rebuild_index  # noqa: PLC0415  # as above

        result["documents"] = rebuild_index()
    print_json(result)


@click.command()
def recount() -> None:
    """Count again the numbers that pages show; they are updated with each change and need this only after a
    repair.
    """
    with open_for_command(Settings.from_env()).app_context():
        from app.core.database.transaction import transaction  # noqa: PLC0415  # the database comes with it
        from catalog.tallies.services import recount as count_anew  # noqa: PLC0415  # as above
        from programme.counts.services import recount as recount_facts  # noqa: PLC0415  # as above

        with transaction() as session:
            count_anew(session.connection())
            recount_facts(session.connection())
    print_json({"recounted": True})


@click.command()
def doctor() -> None:
    """One line for each thing that an installation needs; exit 1 when one of them fails."""
    from app.ops.doctor import Verdict, examine  # noqa: PLC0415  # the database comes with it

    failed = False
    for finding in examine(Settings.from_env()):
        click.echo(f"{finding.verdict.value:<5}{finding.about}: {finding.text}")
        failed |= finding.verdict is Verdict.FAIL
    raise SystemExit(1 if failed else 0)
