"""The processes that serve: begun again, ended with the one that made them, open answers finished."""

import json
import os
import signal
import subprocess
import sys
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException

import pytest

from tests.e2e.server import ROOT, free_port
from tests.helpers.served import until

PATIENCE = 60.0
_SERVE = """
import sys
from app.serving.processes import serve
serve("tests.helpers.asgi:application", "127.0.0.1", int(sys.argv[1]), 2)
"""


@contextmanager
def served(folder):
    port = free_port()
    command = [sys.executable, "-c", _SERVE, str(port)]
    environ = os.environ | {"ASGI_FOLDER": str(folder)}
    process = subprocess.Popen(command, cwd=ROOT, env=environ, start_new_session=True)
    try:
        until(lambda: pid_of(port))
        yield process, port
    finally:
        process.kill()
        process.wait(PATIENCE)


def pid_of(port):
    """The process that answers now, or None."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/")
        return json.loads(connection.getresponse().read())["pid"]
    except (OSError, ValueError):
        return None
    finally:
        connection.close()


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def half_answered(port):
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", "/wait")
        answer = connection.getresponse()
        assert answer.read(6) == b"first "
        yield answer


def test_a_process_that_is_killed_is_begun_again(tmp_path):
    with served(tmp_path) as (_, port):
        killed = pid_of(port)
        os.kill(killed, signal.SIGKILL)
        until(lambda: not is_running(killed))
        others = {until(lambda: pid_of(port)) for _ in range(10)}
    assert killed not in others


def test_the_processes_end_with_the_one_that_made_them(tmp_path):
    with served(tmp_path) as (maker, port):
        pid = pid_of(port)
        maker.kill()
        maker.wait(PATIENCE)
        until(lambda: not is_running(pid))
        until(lambda: pid_of(port) is None)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_open_answer_is_finished_before_the_end(tmp_path, number):
    with served(tmp_path) as (maker, port), half_answered(port) as answer:
        maker.send_signal(number)
        os.killpg(maker.pid, number)  # as the keyboard does, and `timeout` after the one before
        until(lambda: pid_of(port) is None)
        (tmp_path / "go").touch()
        assert answer.read() == b"second"
        assert maker.wait(PATIENCE) == 0


def test_the_second_signal_gives_up_what_is_open(tmp_path):
    with served(tmp_path) as (maker, port), half_answered(port) as answer:
        maker.send_signal(signal.SIGTERM)
        until(lambda: pid_of(port) is None)

        def has_ended():
            maker.send_signal(signal.SIGTERM)  # one of them comes late enough to be the second
            return maker.poll() is not None

        until(has_ended)
        assert maker.returncode in {
            0,
            -signal.SIGTERM,
        }  # the last one may come when nothing listens to it any more
        with pytest.raises((ValueError, HTTPException)):
            answer.read()
