"""A start is refused in one line for every setting that cannot work."""

import errno
import shutil
import socket
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

from app.core.documents.signing import make_pkcs12
from app.ops import start
from app.ops.start import check_start
from config import BadSetting
from tests.helpers.redis import redis_program, running_redis


@pytest.fixture
def free(app, settings):
    """Settings of a site that can start."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return replace(settings, port=port)


def test_settings_that_work_are_not_refused(free, tmp_path):
    signer = tmp_path / "signer.p12"
    signer.write_bytes(make_pkcs12("Sở", "mật khẩu"))
    profiles = tmp_path / "profiles.json"
    profiles.write_text("[]")
    assert check_start(free) == []
    given = replace(free, signer_file=str(signer), signer_password="mật khẩu")
    assert check_start(given) == []


def test_mail_server_that_is_away_is_a_warning(free):
    found = check_start(replace(free, smtp_url=f"smtp://127.0.0.1:{free.port}", mail_from="a@example.vn"))
    assert [line.partition(":")[0] for line in found] == ["SMTP_URL"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"host": "999.9.9.9"}, "HOST: '999.9.9.9'"),
        ({"host": "192.0.2.1"}, "HOST: '192.0.2.1'"),
        ({"database_url": "sqlite:////nowhere/at/all.db"}, "DATABASE_URL: there is no database"),
        ({"database_url": "postgresql+psycopg://u:geheim@127.0.0.1:1/none"}, "DATABASE_URL: "),
        ({"database_url": "postgresql+psycopg://u:geheim@127.0.0.1:port/none"}, "DATABASE_URL: "),
        ({"storage_url": "ftp://x"}, "STORAGE_URL: "),
        ({"storage_url": "s3://key@host/bucket"}, "STORAGE_URL: "),
        ({"smtp_url": "http://x"}, "SMTP_URL: "),
        ({"smtp_url": "smtp://"}, "SMTP_URL: "),
        ({"smtp_url": "smtp://mail.example.vn", "mail_from": "nobody"}, "MAIL_FROM: "),
        ({"signer_file": __file__}, "SIGNER_FILE: "),
        ({"portal_profiles": __file__}, "PORTAL_PROFILES: "),
    ],
)
def test_setting_that_cannot_work_is_named_in_one_line(free, change, says):
    with pytest.raises(BadSetting) as caught:
        check_start(replace(free, **change))
    text = str(caught.value)
    assert text.startswith(says)
    assert "\n" not in text
    assert "geheim" not in text


def test_database_without_its_tables_is_named(free, tmp_path):
    (tmp_path / "empty.db").write_bytes(b"")
    with pytest.raises(BadSetting, match="tieubieu migrate"):
        check_start(replace(free, database_url=f"sqlite:///{tmp_path / 'empty.db'}"))


@pytest.mark.parametrize("name", ["files", "index", "keys"])
def test_folder_inside_that_is_none_is_named(free, name):
    (free.data_dir / name).write_text("in the way")
    with pytest.raises(BadSetting, match=f"DATA_DIR: .*{name} is no folder"):
        check_start(free)


def test_database_of_a_newer_program_is_taken(free):
    with closing(sqlite3.connect(free.data_dir / "tieubieu.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    assert check_start(free) == []


def test_port_in_use_is_named(free):
    with closing(socket.socket()) as other:
        other.bind((free.host, free.port))
        other.listen()
        with pytest.raises(BadSetting, match="PORT: something answers"):
            check_start(free)


def test_folder_that_takes_no_file_is_named(free, monkeypatch):
    def refuse(**_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(start.tempfile, "NamedTemporaryFile", refuse)
    with pytest.raises(BadSetting, match="DATA_DIR: cannot write"):
        check_start(free)


def test_storage_that_is_away_is_a_warning(free):
    pytest.importorskip("boto3")
    found = check_start(replace(free, storage_url=f"s3://key:secret@127.0.0.1:{free.port}/bucket"))
    assert [line.partition(":")[0] for line in found] == ["STORAGE_URL"]


@pytest.mark.skipif(redis_program() is None, reason="no Redis (apt-get install redis-server)")
def test_redis_that_refuses_us_is_named_and_one_that_is_away_is_a_warning(free):
    with running_redis(0, "--requirepass", "right") as url:
        with pytest.raises(BadSetting, match="REDIS_URL: the server refuses us"):
            check_start(replace(free, redis_url=url))
        with pytest.raises(BadSetting, match="REDIS_URL: the server refuses us"):
            check_start(replace(free, redis_url=url.replace("redis://", "redis://:wrong@")))
        assert check_start(replace(free, redis_url=url.replace("redis://", "redis://:right@"))) == []
    found = check_start(replace(free, redis_url=url))
    assert [line.partition(":")[0] for line in found] == ["REDIS_URL"]


@pytest.mark.parametrize("url", ["http://x", "redis", "redis://host:port", "redis://host:99999999"])
def test_form_of_redis_is_named(free, url):
    with pytest.raises(BadSetting, match="REDIS_URL: give redis://"):
        check_start(replace(free, redis_url=url))


def test_port_for_the_system_alone_is_named(free, monkeypatch):
    def refuse(_socket, _address):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(start.socket.socket, "bind", refuse)
    with pytest.raises(BadSetting, match="PORT: 80 is for the system alone; set one from 1024 on"):
        check_start(replace(free, port=80))


def test_database_that_this_user_may_not_write_to_is_named(free, monkeypatch):
    access = start.os.access
    monkeypatch.setattr(
        start.os, "access", lambda path, mode: not str(path).endswith("tieubieu.db") and access(path, mode)
    )
    with pytest.raises(BadSetting, match=r"DATABASE_URL: this user may not write to .*tieubieu\.db and"):
        check_start(free)


def test_signer_without_its_key_is_named(free, tmp_path):
    _key, certificate, _ = pkcs12.load_key_and_certificates(make_pkcs12("Sở"), None)
    signer = tmp_path / "signer.p12"
    signer.write_bytes(pkcs12.serialize_key_and_certificates(b"x", None, certificate, None, NoEncryption()))
    with pytest.raises(BadSetting, match="SIGNER_FILE: holds no key with its certificate"):
        check_start(replace(free, signer_file=str(signer)))


def test_place_of_backups_that_is_away_is_a_warning(free, tmp_path):
    assert check_start(replace(free, backup_url=str(tmp_path))) == []
    found = check_start(replace(free, backup_url="/no/such/folder"))
    assert [line.partition(":")[0] for line in found] == ["BACKUP_URL"]


def test_standby_must_hold_what_the_database_holds(free, tmp_path):
    """Told by the fingerprints of the keys; both may be of any kind here."""
    copy = tmp_path / "copy.db"
    shutil.copy(free.data_dir / "tieubieu.db", copy)
    given = replace(free, replica_url=f"sqlite:///{copy}")
    assert check_start(given) == []
    with closing(sqlite3.connect(copy)) as database:
        database.execute("INSERT INTO key_fingerprint VALUES ('labels', 'other', '2026-01-01')")
        database.commit()
    with pytest.raises(BadSetting, match="DATABASE_REPLICA_URL: names another database than DATABASE_URL"):
        check_start(given)


def test_standby_that_is_away_is_a_warning_and_one_of_no_form_is_named(free):
    found = check_start(replace(free, replica_url=f"postgresql+psycopg://u@127.0.0.1:{free.port}/none"))
    assert [line.partition(":")[0] for line in found] == ["DATABASE_REPLICA_URL"]
    with pytest.raises(BadSetting, match="DATABASE_REPLICA_URL: give a postgresql:// address"):
        check_start(replace(free, replica_url="postgresql+psycopg://u@127.0.0.1:port/none"))
