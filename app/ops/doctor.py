"""What is wrong with an installation, one line per check."""

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from app.core.clock import today, utc_now
from app.ops.backup.contents import database_path
from config import ROOT, BadSetting, Settings

LOW_DISK, TOO_LITTLE_DISK = 2_000_000_000, 300_000_000
JOB_WAITS = timedelta(minutes=10)
OLDEST_SQLITE = (3, 35, 0)


class Verdict(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """about: what was looked at; text: what is the case and, where it is wrong, what to do."""

    verdict: Verdict
    about: str
    text: str


def examine(settings: Settings) -> Iterator[Finding]:
    """Every check in turn; one that breaks is a finding of its own."""
    for about, check in CHECKS.items():
        try:
            verdict, text = check(settings)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is what the doctor is for
            verdict, text = Verdict.FAIL, f"{type(error).__name__}: {error}"
        yield Finding(verdict, about, " ".join(text.split()))


def _disk(settings: Settings) -> tuple[Verdict, str]:
    free = shutil.disk_usage(settings.data_dir).free
    text = f"{free / 1e9:.1f} GB free at {settings.data_dir}"
    if free < TOO_LITTLE_DISK:
        return Verdict.FAIL, f"{text}: free some space, or writing will fail soon"
    return (Verdict.WARN, f"{text}: that is little") if free < LOW_DISK else (Verdict.OK, text)


def _write(settings: Settings) -> tuple[Verdict, str]:
    with tempfile.NamedTemporaryFile(dir=settings.data_dir) as handle:
        handle.write(b"x")
        handle.flush()
        os.fsync(handle.fileno())
    return Verdict.OK, f"{settings.data_dir} can be written"


def _clock(_settings: Settings) -> tuple[Verdict, str]:
    built = datetime.fromtimestamp((ROOT / "pyproject.toml").stat().st_mtime, UTC)
    now = utc_now()
    if now < built:
        return (
            Verdict.FAIL,
            f"it is {now:%Y-%m-%d %H:%M} UTC by this clock, earlier than the program's own files: set it",
        )
    return Verdict.OK, f"it is {now:%Y-%m-%d %H:%M} UTC"


def _secret(settings: Settings) -> tuple[Verdict, str]:
    if os.environ.get("SECRET_KEY"):
        return Verdict.OK, "from SECRET_KEY"
    path = Path(settings.data_dir) / "secret_key"
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return Verdict.FAIL, f"{path} can be read by others (mode {mode:o}): chmod 600 it"
    return Verdict.OK, f"{path}, readable by its owner alone"


def _keys(settings: Settings) -> tuple[Verdict, str]:
    if _is_missing(settings):
        return Verdict.WARN, "no database yet"
    from app.ops.key_check import refuse_foreign_keys  # noqa: PLC0415  # the database comes with it

    try:
        refuse_foreign_keys(settings)
    except BadSetting as error:
        return Verdict.FAIL, str(error)
    return Verdict.OK, "those that the database was made with"


def _fonts(_settings: Settings) -> tuple[Verdict, str]:
    from app.core.documents.fonts import FACES, font_path  # noqa: PLC0415  # pulls the drawing libraries

    missing = [face for face in FACES if not font_path(face).is_file()]
    return (
        (Verdict.FAIL, f"missing: {', '.join(missing)}")
        if missing
        else (Verdict.OK, f"{len(FACES)} faces found")
    )


def _database(settings: Settings) -> tuple[Verdict, str]:
    from app.migrations.state import current, revisions  # noqa: PLC0415  # the database comes with it

    if _is_missing(settings):
        return Verdict.FAIL, "there is none yet: run `tieubieu init`"
    found, newest = current(settings.database_url), revisions()[0]
    if found != newest:
        return Verdict.FAIL, f"revision {found}, the program needs {newest}: run `tieubieu migrate`"
    return Verdict.OK, f"revision {found}"


def _sqlite(settings: Settings) -> tuple[Verdict, str]:
    if not settings.database_url.startswith("sqlite"):
        return Verdict.OK, "not used"
    if _is_missing(settings):
        return Verdict.WARN, f"version {sqlite3.sqlite_version}, no database yet"
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return Verdict.FAIL, f"version {sqlite3.sqlite_version} is too old"
    from app.core.database.base import db  # noqa: PLC0415  # as above
    from app.ops.application import open_for_command  # noqa: PLC0415  # heavy

    with open_for_command(settings).app_context(), db.engine.connect() as connection:
        level = connection.exec_driver_sql("PRAGMA synchronous").scalar()
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    if (level, mode) != (2, "wal"):
        return (
            Verdict.FAIL,
            f"synchronous={level}, journal_mode={mode}: a power cut could lose what was acknowledged",
        )
    with closing(sqlite3.connect(f"file:{database_path(settings)}?mode=ro", uri=True)) as database:
        found = str(database.execute("PRAGMA quick_check").fetchone()[0])
    if found != "ok":
        return Verdict.FAIL, f"damaged: {found}: restore a backup"
    return Verdict.OK, f"version {sqlite3.sqlite_version}, WAL, synchronous=FULL, no damage"


def _address(settings: Settings) -> tuple[Verdict, str]:
    parts = urlsplit(settings.base_url)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        return Verdict.WARN, f"{settings.base_url} is not https: passwords would travel in clear"
    if parts.hostname in {"127.0.0.1", "localhost", "::1"}:
        return (
            Verdict.WARN,
            f"{settings.base_url}: printed codes would lead nowhere; set BASE_URL before labels are made",
        )
    return Verdict.OK, settings.base_url


def _index(settings: Settings) -> tuple[Verdict, str]:
    if _is_missing(settings):
        return Verdict.WARN, "no database yet"
    from app.core.database.changes import latest_change  # noqa: PLC0415  # as above
    from app.core.ports import ports  # noqa: PLC0415  # as above
    from app.ops.application import open_for_command  # noqa: PLC0415  # heavy

    with open_for_command(settings).app_context():
        behind, count = latest_change() - ports().search.position(), ports().search.count()
    if behind:
        return (
            Verdict.WARN,
            f"{count} documents, {behind} changes behind: the job runner catches up while the server runs",
        )
    return Verdict.OK, f"{count} documents, up to date"


def _mail(settings: Settings) -> tuple[Verdict, str]:
    if not settings.smtp_url:
        return (
            Verdict.WARN,
            "SMTP_URL is not set: mails stay in the outbox and the log, addresses are not confirmed",
        )
    from app.adapters.mail import SmtpMailer  # noqa: PLC0415  # only here

    SmtpMailer(settings.smtp_url, settings.mail_from).check()
    return Verdict.OK, "the mail server takes our sign-in"


def _files(settings: Settings) -> tuple[Verdict, str]:
    from app.adapters.open import open_ports  # noqa: PLC0415  # heavy
    from app.core.storage import content_name  # noqa: PLC0415  # as above

    open_ports(settings).files.exists(content_name(b"", ".probe"))
    where = urlsplit(settings.storage_url)
    return (
        Verdict.OK,
        f"the storage server {where.hostname} answers" if where.hostname else "kept in DATA_DIR",
    )


def _backups(settings: Settings) -> tuple[Verdict, str]:
    if not settings.backup_url:
        return (
            Verdict.OK,
            "written to a file where `tieubieu backup FILE` is called; BACKUP_URL names no place",
        )
    from app.ops.backup.place import list_backups  # noqa: PLC0415  # heavy

    found = list_backups(settings)
    faults = [fault for one in found for fault in one["faults"]]
    if faults:
        return Verdict.FAIL, f"{faults[0]}: see `tieubieu backups --check`"
    if not found:
        return Verdict.WARN, "BACKUP_URL holds no whole backup yet: run `tieubieu backup`"
    return Verdict.OK, f"{len(found)} in BACKUP_URL, the newest of {found[-1]['created_at']}"


def _jobs(settings: Settings) -> tuple[Verdict, str]:
    if _is_missing(settings):
        return Verdict.WARN, "no database yet"
    from app.core.work.jobs import oldest_due  # noqa: PLC0415  # as above
    from app.ops.application import open_for_command  # noqa: PLC0415  # heavy

    with open_for_command(settings).app_context():
        since = oldest_due()
    if since is None or utc_now() - since < JOB_WAITS:
        return Verdict.OK, "none waits"
    return Verdict.WARN, f"one waits since {since:%Y-%m-%d %H:%M} UTC: is a runner running?"


def _holidays(_settings: Settings) -> tuple[Verdict, str]:
    from voting.rounds.working_days.holidays import unannounced  # noqa: PLC0415  # only here

    year = unannounced(today())
    if year is None:
        return Verdict.OK, "the government's days off are recorded for this year and for what is announced"
    text = f"the government's swapped days of {year} are not recorded: terms that reach into it are counted without"
    return Verdict.WARN, f"{text} them, and their pages say so; update the program once they are announced"


def _complaints(settings: Settings) -> tuple[Verdict, str]:
    if _is_missing(settings):
        return Verdict.WARN, "no database yet"
    from app.ops.application import open_for_command  # noqa: PLC0415  # heavy
    from voting.reminders.queries import list_open_complaints  # noqa: PLC0415  # as above

    with open_for_command(settings).app_context():
        late = [row for row in list_open_complaints() if row.due_on < today()]
        named = ", ".join(f"{row.code} of {row.round.slug} ({row.due_on:%Y-%m-%d})" for row in late[:5])
    if not late:
        return Verdict.OK, "none is overdue"
    return Verdict.WARN, f"{len(late)} without an answer after their last day: {named}"


def _dossiers(settings: Settings) -> tuple[Verdict, str]:
    if _is_missing(settings):
        return Verdict.WARN, "no database yet"
    from app.ops.application import open_for_command  # noqa: PLC0415  # as above
    from programme.proposal_papers.queries import list_lacking  # noqa: PLC0415  # as above

    with open_for_command(settings).app_context():
        lacking = [f"{row.id} ({row.dossier_on:%Y-%m-%d})" for row in list_lacking()]
    if not lacking:
        return Verdict.OK, "none that was handed in lacks a needed paper that was taken out of it"
    text = f"{len(lacking)} handed in without a needed paper that was taken out: proposals {', '.join(lacking[:5])}"
    return Verdict.WARN, f"{text}; return them, or have them handed in anew"


def _numbers(settings: Settings) -> tuple[Verdict, str]:
    if _is_missing(settings):
        return Verdict.WARN, "no database yet"
    from app.core.database.base import db  # noqa: PLC0415  # as above
    from app.ops.application import open_for_command  # noqa: PLC0415  # heavy
    from catalog.tallies.services import find_wrong_numbers  # noqa: PLC0415  # as above
    from programme.counts.services import find_wrong_counts  # noqa: PLC0415  # as above

    with open_for_command(settings).app_context(), db.engine.connect() as connection:
        wrong = [f"{kind} {value}".strip() for kind, value in find_wrong_numbers(connection)]
        wrong += [f"programme {key}" for key in find_wrong_counts(connection)]
    if not wrong:
        return Verdict.OK, "those that pages show equal a count of the rows"
    named = ", ".join(wrong[:5])
    return Verdict.FAIL, f"{len(wrong)} kept numbers are wrong ({named}): run `tieubieu recount`"


def _is_missing(settings: Settings) -> bool:
    """Opening a database that does not exist would create it."""
    return settings.database_url.startswith("sqlite") and not database_path(settings).is_file()


CHECKS: dict[str, Callable[[Settings], tuple[Verdict, str]]] = {
    "disk": _disk,
    "write access": _write,
    "clock": _clock,
    "secret": _secret,
    "keys": _keys,
    "fonts": _fonts,
    "database": _database,
    "sqlite": _sqlite,
    "address": _address,
    "search index": _index,
    "files": _files,
    "backups": _backups,
    "jobs": _jobs,
    "mail": _mail,
    "holidays": _holidays,
    "complaints": _complaints,
    "dossiers": _dossiers,
    "numbers": _numbers,
}
