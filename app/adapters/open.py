"""Picks the real engine behind each port from the settings. Only the factory and the backup call it."""

from importlib.util import find_spec
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from app.adapters.files.local import LocalFileStore
from app.adapters.mail import LogMailer, SmtpMailer
from app.adapters.search.opener import open_index
from app.adapters.wakes.local import LocalWakeups
from app.core.ports import Mailer, Ports, Wakeups
from app.core.storage import FileStore
from config import BadSetting, Settings

if TYPE_CHECKING:
    from app.adapters.redis_server import RedisServer


def open_ports(settings: Settings) -> Ports:
    """The ports of a running program. Raises BadSetting with one clear line."""
    server = open_redis(settings)
    shared: dict[str, Any] = {"wakeups": _open_wakeups(settings)} if server is None else _shared_by(server)
    return Ports(
        search=open_index(settings.search_engine, Path(settings.data_dir) / "index"),
        files=open_files(settings),
        mailer=_open_mailer(settings),
        **shared,
    )


def _shared_by(server: "RedisServer") -> dict[str, Any]:
    from app.adapters.redis_server import RedisCounters, RedisStream, RedisWakeups  # noqa: PLC0415  # as below

    return {
        "wakeups": RedisWakeups(server),
        "counters": RedisCounters(server),
        "scans": RedisStream(server, "scans", token_hex(8)),
    }


def open_redis(settings: Settings) -> "RedisServer | None":
    """The server of REDIS_URL, where one is named. Raises BadSetting as above."""
    if not settings.redis_url:
        return None
    from app.adapters.redis_server import RedisServer  # noqa: PLC0415  # 6 MB that most installations never use

    return RedisServer(settings.redis_url)


def _open_wakeups(settings: Settings) -> Wakeups:
    if settings.database_url.startswith("sqlite"):
        return LocalWakeups()
    from app.adapters.wakes.postgres import PostgresWakeups  # noqa: PLC0415  # its driver takes a while

    return PostgresWakeups(settings.database_url)


def open_files(settings: Settings) -> FileStore:
    """The file store. Raises BadSetting as above."""
    if not settings.storage_url:
        return LocalFileStore(Path(settings.data_dir) / "files")
    return open_bucket(settings.storage_url, "STORAGE_URL")


def open_bucket(url: str, setting: str) -> FileStore:
    """The store on a server that speaks S3. setting: where the address stands, for what is wrong with it."""
    if urlsplit(url).scheme != "s3":
        raise BadSetting(
            f"{setting}: leave empty for a local folder or give s3://KEY:SECRET@HOST:PORT/BUCKET"
        )
    if find_spec("boto3") is None:
        raise BadSetting(f"{setting}: s3:// needs the extra `s3`; install it with: uv pip install -e '.[s3]'")
    from app.adapters.files.s3 import S3FileStore  # noqa: PLC0415  # an optional extra

    return S3FileStore.from_url(url, setting)


def _open_mailer(settings: Settings) -> Mailer:
    return SmtpMailer(settings.smtp_url, settings.mail_from) if settings.smtp_url else LogMailer()
