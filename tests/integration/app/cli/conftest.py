"""The program called as other programs call it, on the data of the test."""

import os

import pytest

from app.core.database.base import db
from tests.conftest import SECRET
from tests.helpers import commands


@pytest.fixture
def tieubieu(settings, app):
    def run(*args, stdin="", **env):
        given = {
            **os.environ, "DATA_DIR": str(settings.data_dir), "SECRET_KEY": SECRET, "PASSWORD_COST": "low", **env,
        }  # fmt: skip
        done = commands.run(args, given, typed=stdin)
        db.session.rollback()
        assert "Traceback" not in done.stderr
        return done

    return run
