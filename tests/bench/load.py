"""Starts the server as in production, in one process, and sends requests as fast as it answers."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 16
START = STOP = 180.0
"""Seconds that a server may take to come up or to go on a busy machine."""
ROOT = Path(__file__).resolve().parents[2]
_TOTAL = re.compile(r"(\d+) requests in +([0-9.]+)(us|ms|s|m),")
_P99 = re.compile(r"99%\s+([0-9.]+)(us|ms|s|m)")
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1_000.0, "m": 60_000.0}
"""In milliseconds."""
_OF_A_PROCESS = 2
_BAD = re.compile(r"Non-2xx or 3xx responses:\s+(\d+)")


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    pid: int

    def processor_seconds(self) -> float:
        """What the server and its workers have used so far; 0 where the system does not tell."""
        try:
            return _processor_seconds(self.pid)
        except OSError:
            return 0.0

    def end(self, sign: signal.Signals) -> None:
        """Stop it as told: SIGTERM to the server; SIGKILL to its workers too, as a power failure would."""
        workers = _children(self.pid) if sign == signal.SIGKILL else []
        for pid in [self.pid, *workers]:
            os.kill(pid, sign)
        end = time.monotonic() + STOP
        while time.monotonic() < end:
            if not any(_is_alive(pid) for pid in [self.pid, *workers]):
                return
            time.sleep(0.1)
        raise RuntimeError("the server does not stop")


@dataclass(frozen=True, slots=True)
class Answers:
    """a_second: answers a second; processor: seconds of the server's processor an answer; p99 in milliseconds."""

    a_second: float
    processor: float
    p99: float


@contextmanager
def served(target: str, environ: Mapping[str, str], *, asgi: bool = False) -> Iterator[Server]:
    """A server of a WSGI application; asgi: of one that needs no gateway."""
    port = free_port()
    application = target if asgi else "tests.bench.gateway:application"
    serve = f"from app.serving.processes import serve; serve({application!r}, '127.0.0.1', {port})"
    command = [sys.executable, "-c", serve]
    given = {**os.environ, **environ, "PORT": str(port), "BENCH_TARGET": target}
    process = subprocess.Popen(command, cwd=ROOT, env=given)
    try:
        _wait_for(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(STOP)


def measure(
    server: Server, path: str, headers: Mapping[str, str], seconds: float, script: Path | None = None
) -> Answers:
    """script: what wrk asks instead of the path. Raises RuntimeError when an answer is not 2xx or 3xx."""
    fetch(server.port, path, headers)  # answered once what the last target left in the queue is done
    before = server.processor_seconds()
    if script is not None or shutil.which("wrk"):
        count, elapsed, p99 = _wrk(server.port, path, headers, seconds, script)
    else:
        count, elapsed, p99 = _threads(server.port, path, headers, seconds)
    used = server.processor_seconds() - before
    return Answers(count / elapsed, used / max(count, 1), p99)


def _processor_seconds(pid: int) -> float:
    """With the children; of Linux, by the clock that `clock_getcpuclockid` gives for a process."""
    return time.clock_gettime((~pid << 3) | _OF_A_PROCESS) + sum(map(_processor_seconds, _children(pid)))


def _children(pid: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]


def _is_alive(pid: int) -> bool:
    """Whether a process still runs; one that only waits to be noticed does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def generator() -> str:
    return (
        "wrk"
        if shutil.which("wrk")
        else "threads of this program (ratios to the bare server come out too high)"
    )


def fetch(port: int, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(port: int) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nothing answers on port {port}")


def measure_beside(server: Server, scripts: Sequence[Path], seconds: float) -> list[Answers]:
    """What each of several scripts is answered while the others ask too; together as many connections as one alone.

    Needs wrk. The processor's seconds are those of an answer to any of them.
    """
    fetch(server.port, "/")
    before = server.processor_seconds()
    asking = [
        _asking(server.port, "/", {}, seconds, script, CONNECTIONS // len(scripts)) for script in scripts
    ]
    told = [_told(process) for process in asking]
    used = (server.processor_seconds() - before) / max(sum(count for count, _, _ in told), 1)
    return [Answers(count / elapsed, used, p99) for count, elapsed, p99 in told]


def _wrk(
    port: int, path: str, headers: Mapping[str, str], seconds: float, script: Path | None = None
) -> tuple[int, float, float]:
    return _told(_asking(port, path, headers, seconds, script, CONNECTIONS))


def _asking(
    port: int, path: str, headers: Mapping[str, str], seconds: float, script: Path | None, connections: int
) -> subprocess.Popen[str]:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    if script is not None:
        command += ["-s", str(script)]
    command.append(f"http://127.0.0.1:{port}{path}")
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _told(process: subprocess.Popen[str]) -> tuple[int, float, float]:
    """How many answers in how many seconds, and the hundredth that was slowest in milliseconds."""
    said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(said)
    if found := _BAD.search(said):
        raise RuntimeError(f"{found.group(1)} answers were refusals")
    total, p99 = _TOTAL.search(said), _P99.search(said)
    assert total is not None, said
    assert p99 is not None, said
    return int(total[1]), float(total[2]) * _UNITS[total[3]] / 1_000, float(p99[1]) * _UNITS[p99[2]]


def _threads(port: int, path: str, headers: Mapping[str, str], seconds: float) -> tuple[int, float, float]:
    times: list[float] = []
    end = time.monotonic() + seconds

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < end:
            start = time.monotonic()
            connection.request("GET", path, headers=dict(headers))
            answer = connection.getresponse()
            answer.read()
            if answer.status >= 400:
                raise RuntimeError(f"{path}: {answer.status}")
            times.append(time.monotonic() - start)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times), seconds, sorted(times)[int(len(times) * 0.99)] * 1_000 if times else 0.0
