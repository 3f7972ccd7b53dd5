"""Whether a server or a runner can start with its settings: each is tried, and the first that cannot work is
reported in one line.
"""

import errno
import os
import smtplib
import socket
import tempfile
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from app.adapters.mail import SmtpMailer
from app.adapters.open import open_ports, open_redis
from app.core.database.base import engine_options
from app.core.ports import Ports
from app.core.storage import StorageDown, content_name
from app.migrations.state import revision_of, revisions
from app.ops.key_check import refuse_foreign_keys
from config import BadSetting, Settings

UNREACHABLE = ("Connect", "Endpoint", "Timeout", "Error", "NoAnswer")
"""In the reason of a store that is away, which may come back, unlike a key that is refused."""


MAIL_PATIENCE = 5.0
"""Seconds for the mail server to take our sign-in."""
FOLDERS = ("files", "index", "keys")


def check_start(settings: Settings, *, listens: bool = True) -> list[str]:
    """Try every setting. Returns what may recover by itself, one line each. Raises BadSetting.

    listens: False for a process that takes no requests, so that HOST and PORT are nothing to it.
    """
    _check_folder(settings.data_dir)
    if listens:
        _check_address(settings.host, settings.port)
    _check_database(settings)
    refuse_foreign_keys(settings)
    away = _check_replica(settings)
    _check_signer(settings)
    _check_portal_profiles(settings)
    _check_recipient(settings)
    ports = open_ports(settings)  # the forms of STORAGE_URL, SMTP_URL and MAIL_FROM
    away += _check_backups(settings)
    return [*away, *_check_files(ports), *_check_mail(settings), *_check_redis(settings)]


def _check_folder(folder: Path) -> None:
    try:
        with tempfile.NamedTemporaryFile(dir=folder) as handle:
            handle.write(b"x")
            handle.flush()
    except OSError as error:
        raise BadSetting(f"DATA_DIR: cannot write to {folder}: {error.strerror}") from error
    for name in FOLDERS:
        inside = folder / name
        if inside.exists() and not (inside.is_dir() and os.access(inside, os.W_OK | os.X_OK)):
            raise BadSetting(f"DATA_DIR: {inside} is no folder that this user may write to")


def _check_address(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise BadSetting(f"HOST: {host!r} is no address of a machine") from error
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                why = f"something answers on {host}:{port} already; stop it or set another PORT"
            elif error.errno in {errno.EACCES, errno.EPERM}:
                why = f"{port} is for the system alone; set one from 1024 on and let nginx take {port}"
            else:
                raise BadSetting(f"HOST: {host!r} is no address of this machine") from error
            raise BadSetting(f"PORT: {why}") from error


def _check_database(settings: Settings) -> None:
    url = settings.database_url
    try:
        engine = create_engine(url, **engine_options(url))
    except (SQLAlchemyError, ValueError) as error:
        raise BadSetting("DATABASE_URL: give a sqlite:/// or postgresql:// address") from error
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").is_file():
        raise BadSetting(f"DATABASE_URL: there is no database {engine.url.database} yet: run `tieubieu init`")
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT id FROM change LIMIT 1"))
            _check_writing(connection)
            _check_revision(connection)
    except SQLAlchemyError as error:
        why = " ".join(str(getattr(error, "orig", error)).split())[:200]
        hint = ": run `tieubieu migrate`" if "change" in why else ""
        raise BadSetting(f"DATABASE_URL: {why}{hint}") from error
    finally:
        engine.dispose()


def _check_replica(settings: Settings) -> list[str]:
    """Whether the standby holds what our database holds."""
    if not settings.replica_url:
        return []
    try:
        engine = create_engine(settings.replica_url, **engine_options(settings.replica_url))
    except (SQLAlchemyError, ValueError) as error:
        raise BadSetting("DATABASE_REPLICA_URL: give a postgresql:// address") from error
    try:
        with engine.connect() as connection:
            theirs = connection.execute(_FINGERPRINTS).all()
    except OperationalError as error:
        return [
            f"DATABASE_REPLICA_URL: the standby does not answer ({_line(error)}); all reads go to the primary"
        ]
    except SQLAlchemyError as error:
        raise BadSetting(f"DATABASE_REPLICA_URL: {_line(error)}") from error
    finally:
        engine.dispose()
    main = create_engine(settings.database_url, **engine_options(settings.database_url))
    with main.connect() as connection:
        ours = connection.execute(_FINGERPRINTS).all()
    main.dispose()
    if theirs != ours:
        raise BadSetting("DATABASE_REPLICA_URL: names another database than DATABASE_URL")
    return []


_FINGERPRINTS = text("SELECT purpose, fingerprint FROM key_fingerprint ORDER BY purpose")


def _check_writing(connection: Connection) -> None:
    """Whether the database takes writes from us. What is only locked now does."""
    if connection.dialect.name == "postgresql":
        if connection.scalar(text("SELECT pg_is_in_recovery()")):
            raise BadSetting("DATABASE_URL: names a standby, which takes no writes; name the primary")
        if not connection.scalar(text("SELECT has_table_privilege('job', 'INSERT')")):
            raise BadSetting("DATABASE_URL: this role may not write: run `tieubieu migrate --grant-to` it")
        return
    name = connection.engine.url.database or ""
    if not os.access(name, os.W_OK) or not os.access(Path(name).parent, os.W_OK | os.X_OK):
        raise BadSetting(f"DATABASE_URL: this user may not write to {name} and to its folder")


def _check_revision(connection: Connection) -> None:
    """A database of an older program is missing what this one writes; one of a newer program has all of it."""
    found = revision_of(connection)
    known = revisions()
    if found is None or found in known[1:]:
        raise BadSetting(
            f"DATABASE_URL: the database is at revision {found}, this program needs {known[0]}: "
            "run `tieubieu migrate`"
        )


def _check_signer(settings: Settings) -> None:
    if not settings.signer_file:
        return
    from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415  # only where one is named

    secret = settings.signer_password.encode() or None
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(
            Path(settings.signer_file).read_bytes(), secret
        )
    except (OSError, ValueError, TypeError) as error:
        raise BadSetting("SIGNER_FILE: no PKCS#12 file that SIGNER_PASSWORD opens") from error
    if key is None or certificate is None:
        raise BadSetting("SIGNER_FILE: holds no key with its certificate")


def _check_portal_profiles(settings: Settings) -> None:
    if not settings.portal_profiles:
        return
    from traceability.portals.files import ProfileError, read_profiles  # noqa: PLC0415  # as above

    try:
        read_profiles(Path(settings.portal_profiles).read_text(encoding="utf-8"))
    except (ProfileError, OSError, ValueError) as error:
        raise BadSetting(f"PORTAL_PROFILES: {error}") from error


def _check_recipient(settings: Settings) -> None:
    if settings.backup_recipient:
        from app.ops.backup.encryption import recipient_of  # noqa: PLC0415  # as above

        recipient_of(settings.backup_recipient)


def _check_backups(settings: Settings) -> list[str]:
    """A disk for backups that is not plugged in keeps nobody from the site."""
    if not settings.backup_url:
        return []
    from app.ops.backup.place import open_place  # noqa: PLC0415  # as above

    try:
        open_place(settings)
    except BadSetting as error:
        return [str(error)]
    return []


def _check_files(ports: Ports) -> list[str]:
    try:
        ports.files.exists(content_name(b"", ".probe"))
    except StorageDown as error:
        reason = str(error.params.get("reason", ""))
        if not any(word in reason for word in UNREACHABLE):
            raise BadSetting(f"STORAGE_URL: the storage server refuses: {reason}") from error
        return [
            f"STORAGE_URL: the storage server does not answer ({reason}); pictures and papers wait for it"
        ]
    return []


def _check_mail(settings: Settings) -> list[str]:
    if not settings.smtp_url:
        return []
    try:
        SmtpMailer(settings.smtp_url, settings.mail_from, patience=MAIL_PATIENCE).check()
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
        raise BadSetting(f"SMTP_URL: the mail server refuses our sign-in: {_line(error)}") from error
    except OSError as error:
        return [f"SMTP_URL: the mail server does not answer ({_line(error)}); mails wait for it"]
    return []


def _check_redis(settings: Settings) -> list[str]:
    server = open_redis(settings)
    if server is None:
        return []
    try:
        server.check()
    except ConnectionError as error:
        return [f"REDIS_URL: the server does not answer ({_line(error)}); each machine goes on without it"]
    return []


def _line(error: Exception) -> str:
    """What an error says, in one line. An SMTP answer is bytes in a tuple."""
    said = getattr(error, "smtp_error", b"")
    text_ = said.decode("utf-8", "replace") if isinstance(said, bytes) and said else str(error)
    return " ".join(text_.split())[:200]
