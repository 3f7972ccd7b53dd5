"""A machine without the database's secrets, or with different ones, says so; it never calls a genuine label
unknown.
"""

from dataclasses import replace

import pytest

from app import create_app
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Unavailable
from app.core.logs.keys import secret_key
from app.ops.key_check import note_keys, refuse_foreign_keys
from config import BadSetting
from traceability.codes.code import CodeKind
from traceability.codes.identity import CODE_KEY, fresh_code, is_authentic


@pytest.fixture
def noted(app, settings):
    """The first machine: its secrets are noted in the database."""
    with app.app_context(), transaction():
        note_keys(settings)
    return settings


@pytest.fixture
def other(noted, tmp_path):
    """A second machine on the same database, with a folder of its own."""
    folder = tmp_path / "second"
    folder.mkdir()
    address = noted.database_url
    return replace(noted, data_dir=folder, database_url=address)


def test_first_machine_has_the_keys(noted):
    refuse_foreign_keys(noted)


def test_second_machine_without_the_keys_is_not_started(other):
    with pytest.raises(BadSetting, match="lacks the keys of this database"):
        refuse_foreign_keys(other)


def test_second_machine_with_another_secret_is_not_started(noted):
    with pytest.raises(BadSetting, match="SECRET_KEY: this database was made with another secret"):
        refuse_foreign_keys(replace(noted, secret_key="x" * 40))


def test_second_machine_makes_no_key_of_its_own_and_is_not_ready(other, noted):
    second = create_app(other)
    with second.app_context(), pytest.raises(Unavailable) as refusal:
        secret_key(CODE_KEY)
    assert refusal.value.code == "key_missing"
    assert not (other.data_dir / "keys" / CODE_KEY).exists()
    answer = second.test_client().get("/readyz")
    assert (answer.status_code, answer.json["keys"]) == (503, "unavailable")


def test_second_machine_with_another_key_refuses_what_needs_it(other):
    (other.data_dir / "keys").mkdir(mode=0o700)
    (other.data_dir / "keys" / CODE_KEY).write_bytes(b"k" * 32)
    second = create_app(other)
    with second.app_context(), pytest.raises(Unavailable) as refusal:
        secret_key(CODE_KEY)
    assert refusal.value.code == "key_missing"


def test_second_machine_with_the_copied_keys_knows_the_codes_of_the_first(app, other, noted):
    with app.app_context():
        code = fresh_code(CodeKind.LOT)
        db.session.remove()
    (other.data_dir / "keys").mkdir(mode=0o700)
    for path in (noted.data_dir / "keys").iterdir():
        (other.data_dir / "keys" / path.name).write_bytes(path.read_bytes())
    refuse_foreign_keys(other)
    with create_app(other).app_context():
        assert is_authentic(code)
        db.session.remove()
