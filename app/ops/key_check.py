"""Secrets and the database belong together: recorded at the first start, compared at every later one."""

from pathlib import Path

from sqlalchemy import create_engine, inspect, select
from sqlalchemy.exc import DBAPIError

from app.core.logs.key_fingerprints import (
    SESSIONS,
    KeyFingerprint,
    find_foreign,
    get_fingerprint,
    note_fingerprint,
)
from app.core.logs.keys import secret_key
from app.core.logs.log_keys import add_log_key, list_log_keys
from catalog.register import writer as register
from config import BadSetting, Settings
from traceability.codes.identity import CODE_KEY
from traceability.codes.scratch_numbers.services import PIN_KEY
from traceability.codes.signed_lists.keys import label_signing_key, list_label_keys
from traceability.codes.signed_lists.list_log import PURPOSE as CODE_LISTS
from voting.log import writer as round_log

FILES = (CODE_KEY, PIN_KEY)


def note_keys(settings: Settings) -> None:
    """Note the secrets of this machine where the database knows none yet. Inside a transaction."""
    for purpose in FILES:
        if get_fingerprint(purpose) is None:
            note_fingerprint(purpose, secret_key(purpose))
    note_fingerprint(SESSIONS, settings.secret_key.encode())


def make_signing_keys() -> None:
    """The first key of everything that is signed, where the database knows none yet: whoever copies the folder to a
    second machine has them all. Inside a transaction.
    """
    for purpose in (round_log.PURPOSE, register.PURPOSE, CODE_LISTS):
        if not list_log_keys(purpose):
            add_log_key(purpose)
    if not list_label_keys():
        label_signing_key()


def refuse_foreign_keys(settings: Settings) -> None:
    """Raise BadSetting with one line where a secret is missing or another than the database was made with."""
    foreign = find_foreign(_noted(settings), Path(settings.data_dir) / "keys", settings.secret_key)
    if SESSIONS in foreign:
        raise BadSetting(
            "SECRET_KEY: this database was made with another secret; set the same on every machine "
            "(after changing it on purpose: `tieubieu keys adopt sessions`)"
        )
    if foreign:
        raise BadSetting(
            f"DATA_DIR: {Path(settings.data_dir) / 'keys'} lacks the keys of this database ({', '.join(foreign)}); "
            "copy the folder `keys` from the machine that has them, or restore it from a backup"
        )


def _noted(settings: Settings) -> dict[str, str]:
    engine = create_engine(settings.database_url, hide_parameters=True)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table(KeyFingerprint.__tablename__):
                return {}
            rows = connection.execute(select(KeyFingerprint.purpose, KeyFingerprint.fingerprint)).all()
    except DBAPIError:
        return {}  # the check of the database tells what is wrong with it
    finally:
        engine.dispose()
    return {row.purpose: row.fingerprint for row in rows}
