"""Settings, read once from the environment; a bad one stops the start with one clear line."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
MINIMUM_SECRET = 32
_ORIGIN = re.compile(
    r"https?://(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"
)
_MOST_DIGITS = 9


class BadSetting(Exception):
    """A setting that the program cannot start with; the message names it and the fix."""


@dataclass(frozen=True, slots=True)
class Settings:
    """data_dir: everything the program writes. base_url: the public origin, no trailing slash; QR codes hold it."""

    data_dir: Path
    database_url: str
    secret_key: str = field(repr=False)
    base_url: str = "http://127.0.0.1:8000"
    port: int = 8000
    host: str = "127.0.0.1"
    workers: int = 2
    storage_url: str = ""
    replica_url: str = field(default="", repr=False)
    redis_url: str = field(default="", repr=False)
    search_engine: str = "auto"
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "tieubieu@localhost"
    trusted_proxies: int = 0
    embedded_runner: bool = True
    password_cost: str = "interactive"  # noqa: S105  # a level of effort, no password
    site_contact: str = ""
    portal_profiles: str = ""
    signer_file: str = ""
    signer_password: str = field(default="", repr=False)
    backup_url: str = field(default="", repr=False)
    backup_recipient: str = ""
    metrics_port: int = 0
    metrics_host: str = "127.0.0.1"
    log_format: str = "text"
    slow_statement_ms: int = 500
    removed_papers_days: int = 90

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Settings from environment variables (README, table "Configuration"). Raises BadSetting."""
        env = os.environ if env is None else env
        data_dir = Path(env.get("DATA_DIR") or ROOT / "var").expanduser().resolve()
        _make_data_dir(data_dir)
        port = _whole(env, "PORT", 8000, 1, 65535)
        return cls(
            data_dir=data_dir,
            database_url=_database_url(env, data_dir),
            secret_key=_secret(env, data_dir),
            base_url=_base_url(env, port),
            port=port,
            host=env.get("HOST") or "127.0.0.1",
            workers=_whole(env, "WORKERS", min(os.cpu_count() or 1, 4), 1, 64),
            storage_url=env.get("STORAGE_URL", ""),
            replica_url=_replica_url(env),
            redis_url=env.get("REDIS_URL", ""),
            search_engine=_choice(env, "SEARCH_ENGINE", "auto", {"auto", "whoosh", "tantivy"}),
            smtp_url=env.get("SMTP_URL", ""),
            mail_from=env.get("MAIL_FROM") or "tieubieu@localhost",
            trusted_proxies=_whole(env, "TRUSTED_PROXIES", 0, 0, 8),
            embedded_runner=_choice(env, "EMBEDDED_RUNNER", "on", {"on", "off"}) == "on",
            password_cost=_choice(env, "PASSWORD_COST", "interactive", {"interactive", "low"}),
            site_contact=env.get("SITE_CONTACT", ""),
            portal_profiles=_readable(env, "PORTAL_PROFILES"),
            signer_file=_file(env, "SIGNER_FILE"),
            signer_password=env.get("SIGNER_PASSWORD", ""),
            backup_url=env.get("BACKUP_URL", ""),
            backup_recipient=env.get("BACKUP_RECIPIENT", ""),
            metrics_port=_another_port(env, "METRICS_PORT", port),
            metrics_host=env.get("METRICS_HOST") or "127.0.0.1",
            log_format=_choice(env, "LOG_FORMAT", "text", {"text", "json"}),
            slow_statement_ms=_whole(env, "SLOW_STATEMENT_MS", 500, 0, 600_000),
            removed_papers_days=_whole(env, "REMOVED_PAPERS_DAYS", 90, 1, 3650),
        )


def _make_data_dir(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"DATA_DIR: cannot make {path}: {error.strerror}") from error


def _whole(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS or not low <= int(text) <= high:
        raise BadSetting(f"{name}: give a whole number from {low} to {high}, not {text!r}")
    return int(text)


def _another_port(env: Mapping[str, str], name: str, taken: int) -> int:
    """A port beside the one that the site is served on; 0 for none."""
    port = _whole(env, name, 0, 0, 65535)
    if port == taken:
        raise BadSetting(f"{name}: {port} is the PORT of the site itself; give another one")
    return port


def _file(env: Mapping[str, str], name: str) -> str:
    path = env.get(name, "")
    if path and not os.access(path, os.R_OK):
        raise BadSetting(f"{name}: there is no readable file {path}")
    return path


def _readable(env: Mapping[str, str], name: str) -> str:
    """The path of a file that is there; empty where none is named."""
    path = env.get(name, "")
    if path and not os.access(path, os.R_OK):
        raise BadSetting(f"{name}: cannot read {path}")
    return path


def _choice(env: Mapping[str, str], name: str, default: str, choices: set[str]) -> str:
    text = env.get(name) or default
    if text not in choices:
        raise BadSetting(f"{name}: give one of {', '.join(sorted(choices))}, not {text!r}")
    return text


def _database_url(env: Mapping[str, str], data_dir: Path) -> str:
    url = env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'tieubieu.db'}"
    scheme = url.partition(":")[0]
    if scheme in {"postgres", "postgresql"}:
        return "postgresql+psycopg" + url[len(scheme) :]
    if scheme in {"sqlite", "postgresql+psycopg"}:
        return url
    raise BadSetting(f"DATABASE_URL: give a sqlite:/// or postgresql:// address, not one of kind {scheme!r}")


def _replica_url(env: Mapping[str, str]) -> str:
    """The standby of the database, which both must then be PostgreSQL."""
    url = env.get("DATABASE_REPLICA_URL", "")
    if not url:
        return ""
    scheme = url.partition(":")[0]
    main = (env.get("DATABASE_URL") or "sqlite").partition(":")[0]
    if not {scheme, main} <= {"postgres", "postgresql", "postgresql+psycopg"}:
        raise BadSetting("DATABASE_REPLICA_URL: give a postgresql:// address, beside one in DATABASE_URL")
    return "postgresql+psycopg" + url[len(scheme) :]


def _base_url(env: Mapping[str, str], port: int) -> str:
    url = (env.get("BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    if _ORIGIN.fullmatch(url) is None or not _has_port_of_a_machine(url):
        raise BadSetting(f"BASE_URL: give an origin like https://example.vn, not {url!r}")
    return url


def _has_port_of_a_machine(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def _secret(env: Mapping[str, str], data_dir: Path) -> str:
    """The signing secret: SECRET_KEY, or one made on the first start and kept in a private file."""
    if secret := env.get("SECRET_KEY"):
        if len(secret) < MINIMUM_SECRET:
            raise BadSetting(f"SECRET_KEY: give at least {MINIMUM_SECRET} characters")
        return secret
    path = data_dir / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        secret = path.read_text(encoding="ascii").strip()
        if len(secret) < MINIMUM_SECRET:
            raise BadSetting(
                f"SECRET_KEY: the file {path} holds no usable secret; remove it or set SECRET_KEY"
            ) from None
        return secret
    except OSError as error:
        raise BadSetting(f"DATA_DIR: cannot write to {data_dir}: {error.strerror}") from error
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(secret := secrets.token_urlsafe(48))
        handle.flush()
        os.fsync(handle.fileno())
    return secret
