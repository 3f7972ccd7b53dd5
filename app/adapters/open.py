"""Picks the real engine behind each port from the settings. Only the factory and the backup call it."""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from app.adapters.files.local import LocalFileStore
from app.adapters.mail import LogMailer, SmtpMailer
from app.adapters.search.opener import open_index
from app.core.ports import Mailer, Ports
from app.core.storage import FileStore
from config import BadSetting, Settings


def open_ports(settings: Settings) -> Ports:
    """The ports of a running program. Raises BadSetting with one clear line."""
    return Ports(
        search=open_index(settings.search_engine, Path(settings.data_dir) / "index"),
        files=open_files(settings),
        mailer=_open_mailer(settings),
    )


def open_files(settings: Settings) -> FileStore:
    """Where the files lie. Raises BadSetting as above."""
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
