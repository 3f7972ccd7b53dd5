from pathlib import Path

import pytest
from flask import Flask

from app.core.errors import Unavailable
from app.core.logs.keys import private_bytes, public_bytes, secret_key, signing_key


def folder(app: Flask) -> Path:
    return Path(app.extensions["settings"].data_dir) / "keys"


def test_key_is_made_once_and_private(app: Flask) -> None:
    assert secret_key("labels") == secret_key("labels")
    assert (folder(app) / "labels").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder(app).iterdir()] == ["labels"]


def test_keys_of_two_purposes_differ(app: Flask) -> None:
    assert secret_key("a") != secret_key("b")


def test_signing_key_signs(app: Flask) -> None:
    key = signing_key("round-log")
    key.public_key().verify(key.sign(b"text"), b"text")
    assert (len(public_bytes(key)), len(private_bytes(key))) == (32, 32)


def test_damaged_key_is_refused(app: Flask) -> None:
    secret_key("labels")
    (folder(app) / "labels").write_bytes(b"half")
    with pytest.raises(Unavailable):
        secret_key("labels")
