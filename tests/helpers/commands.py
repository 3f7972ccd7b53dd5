"""Commands of the program, each in a process of its own that has already loaded it.

To load the program takes most commands far longer than what they do. One process loads it and forks for each
command, which gets its own arguments, environment, streams and exit code. Run as a module it is that process.
"""

import atexit
import gc
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO, NoReturn

ROOT = Path(__file__).resolve().parents[2]
LOADED = (
    "app.factory", "app.cli.keys", "app.cli.label_keys", "app.cli.logs", "app.cli.people", "app.cli.run",
    "app.cli.state", "app.migrations.run", "app.migrations.state", "app.ops.start", "app.runner", "app.wakes",
    "catalog.search.cli", "programme.targets.cli",
)  # fmt: skip
STREAMS = 3
MESSAGE = 1 << 20


def run(
    arguments: Sequence[str], env: Mapping[str, str], *, typed: str = "", cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """What `tieubieu` with these arguments does, as `subprocess.run` tells it."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(typed.encode())
        given.seek(0)
        asked = json.dumps({"arguments": list(arguments), "env": dict(env), "cwd": str(cwd)})
        asking = _loader()
        socket.send_fds(asking, [asked.encode()], [given.fileno(), out.fileno(), err.fileno()])
        code = json.loads(asking.recv(MESSAGE))
        return subprocess.CompletedProcess(list(arguments), code, _text(out), _text(err))


def start(arguments: Sequence[str], env: Mapping[str, str], log: IO[bytes], *, cwd: Path = ROOT) -> int:
    """Begin `tieubieu` with these arguments, in a process group of its own that the caller ends; its process id.
    `wait` for it once it is killed.
    """
    asked = {"arguments": list(arguments), "env": dict(env), "cwd": str(cwd), "goes_on": True}
    asking = _loader()
    with Path(os.devnull).open("rb") as nothing:
        streams = [nothing.fileno(), log.fileno(), log.fileno()]
        socket.send_fds(asking, [json.dumps(asked).encode()], streams)
        return int(json.loads(asking.recv(MESSAGE)))


def wait(pid: int) -> int:
    """Until what `start` has begun is gone with all its threads, and what they held is free; its exit code."""
    asking = _loader()
    asking.send(json.dumps({"wait_for": pid}).encode())
    return int(json.loads(asking.recv(MESSAGE)))


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8")


@cache
def _loader() -> socket.socket:
    """The way to the process that forks; it ends when this one does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.commands", str(theirs.fileno())],
        cwd=ROOT,
        pass_fds=[theirs.fileno()],
        start_new_session=True,
    )
    theirs.close()
    atexit.register(_end, ours, process)
    return ours


def _end(asking: socket.socket, process: subprocess.Popen[bytes]) -> None:
    asking.close()
    process.wait()


def _serve(asking: socket.socket) -> None:
    for name in LOADED:
        import_module(name)
    gc.collect()
    gc.freeze()
    while True:
        received, streams, _, _ = socket.recv_fds(asking, MESSAGE, STREAMS)
        if not received:
            return
        asked = json.loads(received)
        child = asked.get("wait_for") or _forked(asking, asked, streams)
        for stream in streams:
            os.close(stream)
        told = child if asked.get("goes_on") else os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        asking.send(json.dumps(told).encode())


def _forked(asking: socket.socket, asked: dict[str, object], streams: list[int]) -> int:
    child = os.fork()
    if child == 0:
        asking.close()
        _become(asked, streams)
    return child


def _become(asked: dict[str, object], streams: list[int]) -> NoReturn:
    """Take the place of the command; the interpreter ends as it does after any command."""
    if asked.get("goes_on"):
        os.setsid()
    for place, stream in enumerate(streams):
        os.dup2(stream, place)
        os.close(stream)
    sys.stdin, sys.stdout, sys.stderr = (
        open(place, mode, encoding="utf-8", closefd=False)  # noqa: SIM115  # they last as long as the process
        for place, mode in enumerate(("r", "w", "w"))
    )
    os.environ.clear()
    os.environ.update(asked["env"])  # type: ignore[call-overload]
    os.chdir(str(asked["cwd"]))
    sys.argv = ["tieubieu", *asked["arguments"]]  # type: ignore[misc]
    from app.cli import main

    main()


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
