"""Picks the real engine behind each port from the settings. Only the factory and the backup call it."""

from importlib.util import find_spec
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

from app.adapters.files.local import LocalFileStore
from app.adapters.mail import LogMailer, SmtpMailer
from app.adapters.redis_server import RedisCounters, RedisServer, RedisStream, RedisWakeups
from app.adapters.search.opener import open_index
from app.adapters.wakes.local import LocalWakeups
from app.core.ports import Mailer, Ports, Wakeups
from app.core.storage import FileStore
from config import BadSetting, Settings


def open_ports(settings: Settings) -> Ports:
    """The ports of a running program. Raises BadSetting with one clear line."""
    server = open_redis(settings)
    return Ports(
        search=open_index(settings.search_engine, Path(settings.data_dir) / "index"),
        files=open_files(settings),
        mailer=_open_mailer(settings),
        wakeups=RedisWakeups(server) if server is not None else _open_wakeups(settings),
        counters=RedisCounters(server) if server is not None else None,
        scans=RedisStream(server, "scans", token_hex(8)) if server is not None else None,
    )


def open_redis(settings: Settings) -> RedisServer | None:
    """The server of REDIS_URL, where one is named. Raises BadSetting as above."""
    return RedisServer(settings.redis_url) if settings.redis_url else None


def _open_wakeups(settings: Settings) -> Wakeups:
    if settings.database_url.startswith("sqlite"):
        return LocalWakeups()
    from app.adapters.wakes.postgres import PostgresWakeups  # noqa: PLC0415  # its driver takes a while

    return PostgresWakeups(settings.database_url)


def open_files(settings: Settings) -> FileStore:
    """The file store. Raises BadSetting as above."""
    if not settings.storage_url:
        return LocalFileStore(Path(settings.data_dir) / "files")
    if urlsplit(settings.storage_url).scheme != "s3":
        raise BadSetting(
            "STORAGE_URL: leave empty for a local folder or give s3://KEY:SECRET@HOST:PORT/BUCKET"
        )
    if find_spec("boto3") is None:
        raise BadSetting(
            "STORAGE_URL: s3:// needs the extra `s3`; install it with: uv pip install -e '.[s3]'"
        )
    from app.adapters.files.s3 import S3FileStore  # noqa: PLC0415  # an optional extra

    return S3FileStore.from_url(settings.storage_url)


def _open_mailer(settings: Settings) -> Mailer:
    return SmtpMailer(settings.smtp_url, settings.mail_from) if settings.smtp_url else LogMailer()
