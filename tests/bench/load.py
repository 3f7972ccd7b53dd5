"""Starts granian as in production (one process, one thread) and asks it as fast as it answers."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

CONNECTIONS = 16
ROOT = Path(__file__).resolve().parents[2]
_RATE = re.compile(r"Requests/sec:\s+([0-9.]+)")
_BAD = re.compile(r"Non-2xx or 3xx responses:\s+(\d+)")


@contextmanager
def served(target: str, environ: Mapping[str, str]) -> Iterator[int]:
    """A server of a WSGI application; gives its port."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "1", "--no-ws", "--log-level", "error", target,
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environ, "PORT": str(port)})
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def measure(port: int, path: str, headers: Mapping[str, str], seconds: float) -> float:
    """Answers a second. Raises RuntimeError when one of them is not 2xx or 3xx."""
    if shutil.which("wrk"):
        return _wrk(port, path, headers, seconds)
    return _threads(port, path, headers, seconds)


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
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nothing answers on port {port}")


def _wrk(port: int, path: str, headers: Mapping[str, str], seconds: float) -> float:
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{max(1, round(seconds))}s",
        f"http://127.0.0.1:{port}{path}",
    ]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if found := _BAD.search(said):
        raise RuntimeError(f"{path}: {found.group(1)} answers were refusals")
    rate = _RATE.search(said)
    assert rate is not None, said
    return float(rate.group(1))


def _threads(port: int, path: str, headers: Mapping[str, str], seconds: float) -> float:
    counts = [0] * 4
    end = time.monotonic() + seconds

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < end:
            connection.request("GET", path, headers=dict(headers))
            answer = connection.getresponse()
            answer.read()
            if answer.status >= 400:
                raise RuntimeError(f"{path}: {answer.status}")
            counts[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(counts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds
