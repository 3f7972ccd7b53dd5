"""A disk that fails under PostgreSQL while jurors save: nothing that was acknowledged is lost or kept twice.

A library that is loaded before the C library lets writes and flushes of the server fail, or cuts writes short.
"""

import errno
import mmap
import shutil
import struct
import subprocess
import uuid
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import text

from app import create_app
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Unavailable
from app.migrations.run import upgrade
from catalog.units.services import sync_units
from tests.conftest import make_settings
from tests.factories import accounts, voting
from tests.helpers import postgres, wait_for
from voting.log import writer as log
from voting.models import ScoreSheetRevision, SelectionRound
from voting.score_sheets import services as score_sheets
from voting.verification.cli import check_signature
from voting.verification.live_logs import find_round_faults

COMPILER = shutil.which("cc")
pytestmark = [
    *postgres.needs_postgres,
    pytest.mark.slow,
    pytest.mark.own_application,
    pytest.mark.skipif(COMPILER is None, reason="no C compiler (apt-get install gcc libc6-dev)"),
]
SOURCE = Path(__file__).resolve().parents[2] / "helpers" / "disk_faults.c"
SAVINGS = 10
KINDS = {
    "a flush fails": {"every": 5, "flushes": 1, "error": errno.EIO},
    "a write fails": {"every": 7, "writes": 1, "error": errno.EIO},
    "the disk is full": {"every": 9, "writes": 1, "error": errno.ENOSPC},
    "a write is cut short": {"every": 2, "writes": 1, "error": 0},
    "writes and flushes fail": {"every": 11, "writes": 1, "flushes": 1, "error": errno.EIO},
}


class Faults:
    """The file that the library maps; see the source."""

    NAMES = ("armed", "every", "writes", "flushes", "error", "calls", "failed", "unused")

    def __init__(self, path):
        path.write_bytes(bytes(4 * len(self.NAMES)))
        path.chmod(0o666)
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), 0)

    def set(self, **values):
        for name, value in values.items():
            struct.pack_into("i", self._map, 4 * self.NAMES.index(name), value)

    def __getitem__(self, name):
        return struct.unpack_from("i", self._map, 4 * self.NAMES.index(name))[0]


@pytest.fixture
def faults():
    """(faults, environment of the server)."""
    folder = Path(mkdtemp(prefix="tieubieu-faults-"))
    folder.chmod(0o755)  # PostgreSQL's user passes through
    library = folder / "disk_faults.so"
    words = [COMPILER, "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(words, check=True)
    yield (
        Faults(folder / "faults"),
        {
            "LD_PRELOAD": str(library),
            "FAULTS": str(folder / "faults"),
        },
    )
    shutil.rmtree(folder)


@contextmanager
def application_on(address, folder):
    upgrade(address)
    app = create_app(replace(make_settings(folder), database_url=address))
    with app.app_context():
        with transaction():
            sync_units()
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def answers():
    try:
        return db.session.scalar(text("SELECT 1")) == 1
    except Exception:  # whatever a server says that is not up
        return False
    finally:
        db.session.remove()


def bring_back(folder, options, env):
    """The server restarts by itself, unless it could not read what it needs."""
    try:
        postgres.control(folder, "status")
    except subprocess.CalledProcessError:
        postgres.control(folder, "-o", options, "-wt", str(postgres.START), "start", env=env)
    assert wait_for(answers)


def test_what_was_acknowledged_is_there_after_faults_of_the_disk(tmp_path, faults):
    disk, env = faults
    with postgres.running_postgres(flushes=True, env=env) as address, application_on(address, tmp_path):
        folder = Path(db.session.scalar(text("SHOW data_directory")))
        options = postgres.options_of(folder)
        people = voting.round_in_scoring(products=2, jurors=3)
        juror, key = accounts.actor(people.jurors[0]), people.sheets[0, 0]
        db.session.remove()
        acknowledged, refused = {}, Counter()
        for kind, values in KINDS.items():
            disk.set(**dict.fromkeys(disk.NAMES, 0) | values)
            for number in range(SAVINGS):
                saving = score_sheets.Saving(str(uuid.uuid4()), {"market": str(number)}, submit=False)
                while saving.client_id not in acknowledged:  # as a telephone sends it again
                    disk.set(armed=1)
                    try:
                        with transaction():
                            receipt = score_sheets.save_sheet(juror, key, saving).receipt
                    except Unavailable:
                        refused[kind] += 1
                        disk.set(armed=0)
                        db.session.remove()
                        bring_back(folder, options, env)
                    else:
                        acknowledged[saving.client_id] = receipt
            assert disk["failed"] > 0, kind
        disk.set(armed=0)
        postgres.control(folder, "-m", "immediate", "stop")  # what is only in memory goes
        db.session.remove()
        bring_back(folder, options, env)
        kept = Counter((row.client_id, row.receipt) for row in db.session.query(ScoreSheetRevision))
        assert kept == Counter(acknowledged.items())
        round_ = db.session.get_one(SelectionRound, people.round_id)
        assert find_round_faults(round_, check_signature) == []
        assert sum(leaf.kind == "ballot" for leaf in log.list_leaves(people.round_id)) == len(acknowledged)
    assert refused["a flush fails"] > 0
    assert refused["a write fails"] > 0
