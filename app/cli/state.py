"""`tieubieu backup`, `backups`, `restore`, `recount`, `doctor`."""

import json
from pathlib import Path

import click

from app.core.command_values import WholeNumber
from app.ops.application import open_application, open_for_command, print_json
from config import Settings

ARCHIVE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=ARCHIVE, required=False)
@click.option("--keep", type=WholeNumber(1), help="How many backups remain in BACKUP_URL; all without it.")
def backup(file: Path | None, *, keep: int | None) -> None:
    """Write database, files and secret into FILE (.tar.gz); the server may run meanwhile. Keep it safe.

    Without FILE they go to BACKUP_URL, a folder or a bucket: only what is not there yet is sent, and one that was cut
    off goes on when the command is called again. With BACKUP_RECIPIENT a backup is encrypted for that key alone.
    """
    from app.ops.backup.archives import write_backup  # noqa: PLC0415  # the database comes with it
    from app.ops.backup.container import BackupError  # noqa: PLC0415  # as below
    from app.ops.backup.sending import send_backup  # noqa: PLC0415  # as above

    if file and keep:
        raise click.UsageError("--keep is for backups in BACKUP_URL, not for a FILE")
    settings = Settings.from_env()
    try:
        print_json(write_backup(settings, file) if file else send_backup(settings, keep=keep or 0))
    except BackupError as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.option("--check", is_flag=True, help="Read each piece and compare it with its name; needs no key.")
def backups(*, check: bool) -> None:
    """List the whole backups of BACKUP_URL, one a line, the oldest first; exit 1 where one is damaged."""
    from app.core.storage import StorageDown  # noqa: PLC0415  # as below
    from app.ops.backup.container import BackupError  # noqa: PLC0415  # the database comes with it
    from app.ops.backup.place import list_backups  # noqa: PLC0415  # as above

    try:
        found = list_backups(Settings.from_env(), check=check)
    except (BackupError, StorageDown) as error:
        raise click.ClickException(f"the place of backups does not answer: {error}") from error
    for one in found:
        click.echo(json.dumps(one, ensure_ascii=False))
    raise SystemExit(int(any(one["faults"] for one in found)))


@click.command()
@click.argument("file", type=ARCHIVE, required=False)
@click.option("--backup", "name", help="Which of BACKUP_URL, by the beginning of its name; else the newest.")
@click.option("--identity", type=ARCHIVE, help="The file of the private key, where the backup is encrypted.")
@click.option("--check", "only_check", is_flag=True, help="Only read and check the backup.")
def restore(file: Path | None, *, name: str | None, identity: Path | None, only_check: bool) -> None:
    """Check FILE, or a backup of BACKUP_URL, and replace the current state by it; the old state is kept in a folder
    beside it.
    """
    from app.cli.run import bring_up_to_date  # noqa: PLC0415  # as above
    from app.ops.backup.archives import check, of_archive, restore  # noqa: PLC0415  # the database comes with it
    from app.ops.backup.container import BackupError  # noqa: PLC0415  # as below
    from app.ops.backup.fetching import of_place  # noqa: PLC0415  # as above

    if file and name:
        raise click.UsageError("give FILE or --backup, not both")
    settings = Settings.from_env()
    fetch = of_archive(file, identity) if file else of_place(settings, name, identity)
    try:
        if only_check:
            print_json(check(settings, fetch))
            return
        result = restore(settings, fetch)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    bring_up_to_date(settings)
    with open_application(settings).app_context():
        from catalog.search.tasks import rebuild_index  # noqa: PLC0415  # as above

        result["documents"] = rebuild_index()
        lost = _lost_files()
    print_json(result | {"files_missing": len(lost)})
    if lost:
        found = "1 file is" if len(lost) == 1 else f"{len(lost)} files are"
        click.echo(
            f"{found} named by the database and not there: {', '.join(lost[:3])}{', …' if lost[3:] else ''}."
            " The backup did not hold them. Put them into DATA_DIR/files, or into the bucket of STORAGE_URL.",
            err=True,
        )


def _lost_files() -> list[str]:
    """Files that rows hold and the store does not: a backup of an early version left out those of a bucket."""
    from app.core.database.file_names import all_names  # noqa: PLC0415  # the database comes with it
    from app.core.ports import ports  # noqa: PLC0415  # as above

    return sorted(all_names() - set(ports().files.names()))


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
