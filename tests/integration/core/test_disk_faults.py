"""A disk that fails under SQLite: nothing that was acknowledged is lost, and the file stays whole.

`strace` fails system calls of the writer from outside: every so many writes, flushes or both, with errors of a broken
and of a full disk.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

STRACE = shutil.which("strace")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(STRACE is None, reason="strace is not installed (apt-get install strace)"),
]
ROWS = 60
WRITER = """
import os, sys
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from app.core.database.base import WRITE_OPTION, engine_options, prepare_engine
from app.core.database.faults import fault_of
url = f"sqlite:///{sys.argv[1]}"
ledger = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
engine = create_engine(url, **engine_options(url))
prepare_engine(engine)
refused = 0
for number in range(int(sys.argv[3])):
    try:
        with engine.connect().execution_options(**{WRITE_OPTION: 1000}) as connection:
            row = {"number": number, "filler": "x" * 3000}
            connection.execute(text("INSERT INTO kept VALUES (:number, :filler)"), row)
            connection.commit()
    except DBAPIError as error:
        assert fault_of(error) is not None, error
        refused += 1
    else:
        os.write(ledger, f"{number}\\n".encode())
print(refused)
"""


@pytest.mark.parametrize(
    "fault",
    [
        "fdatasync,fsync:error=EIO:when=3+5",
        "fdatasync,fsync:error=EIO:when=4+1",
        "pwrite64:error=EIO:when=7+11",
        "pwrite64:error=ENOSPC:when=5+13",
        "pwrite64,ftruncate,fdatasync:error=EIO:when=6+17",
    ],
)
def test_what_was_acknowledged_is_there_after_faults_of_the_disk(tmp_path, fault):
    path, ledger = tmp_path / "kept.db", tmp_path / "ledger"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE kept (number INTEGER PRIMARY KEY, filler TEXT)")
    command = [STRACE, "-f", "-qq", "-o", os.devnull, "-e", f"inject={fault}"]
    done = subprocess.run(
        [*command, sys.executable, "-c", WRITER, str(path), str(ledger), str(ROWS)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if "ptrace" in done.stderr.lower():
        pytest.skip("this machine lets nobody trace")
    assert done.returncode == 0, done.stderr
    acknowledged = {int(line) for line in ledger.read_text().split()}
    with closing(sqlite3.connect(path)) as database:
        kept = {number for (number,) in database.execute("SELECT number FROM kept")}
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert acknowledged <= kept
    assert len(acknowledged) + int(done.stdout) == ROWS
    assert int(done.stdout) > 0  # the faults were met
