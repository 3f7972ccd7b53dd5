"""Scans as they happen: the redirect of a printed code, then the page it leads to, which is where a scan is counted.

Beside the bare hello of the same server: redirects alone; redirect and page in turns, every visitor a new one, so
that every page records a scan; redirects and recorded pages at once by two who ask, each with its own slowest
hundredth; and an exact walk of VISITS visitors, after which the server is stopped as on any day and the rows of the
store are counted. Run it alone with `python -m tests.bench.scans`.
"""

import json
import os
import shutil
import socket
import sqlite3
import statistics
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.bench import data, load

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "1"))
VISITS = 5_000
CLIENTS = 4
AGENT = "Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537.36 visitor"
OF_BARE, P99 = 0.2, 10.0
BESIDE = "redirects beside recorded pages", "recorded pages beside redirects"
TURNS = """
local number = 0
local start = os.time() .. "-" .. tostring({{}})
local paths = {{ {paths} }}
function request()
  number = number + 1
  local headers = {{ ["User-Agent"] = "{agent} " .. start .. math.floor(number / #paths) }}
  return wrk.format("GET", paths[number % #paths + 1], headers)
end
"""
"""What wrk asks: the paths in turns, each round of them as a visitor of its own."""


def measured() -> dict[str, Any]:
    """Ratios to the bare hello, p99 in milliseconds, pages answered and scans kept."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        environ = data.environment(folder, "http://127.0.0.1:8000")
        paths = data.make(folder, "http://127.0.0.1:8000")
        bare = stack.enter_context(load.served("tests.bench.apps:hello", environ))
        with load.served("app.wsgi:application", environ) as ours:
            found = _rates(bare, ours, paths, folder) if shutil.which("wrk") else {}
            kept_before = kept(folder, wait_for=ours)
            answered = walk(ours.port, paths)
        counted = kept(folder) - kept_before
        met = counted == answered and all(row["met"] for row in found.values())
        return found | {"answered pages": answered, "kept scans": counted, "met": met}


def _rates(bare: load.Server, ours: load.Server, paths: dict[str, str], folder: Path) -> dict[str, Any]:
    """Each alone, both in turns, and both at once by two who ask, so that the slow ones of each are told apart."""
    redirect, page = paths["redirect"], paths["scan"]
    asked = {"bare": (bare, "/", None), "redirect": (ours, redirect, None)}
    asked["redirect and recorded page"] = ours, redirect, _turns(folder / "turns.lua", redirect, page)
    beside = [_turns(folder / "redirects.lua", redirect), _turns(folder / "pages.lua", page)]
    load.fetch(ours.port, page)  # the first one is drawn cold
    answers: dict[str, list[load.Answers]] = {name: [] for name in [*asked, *BESIDE]}
    for _ in range(ROUNDS):
        for name, (server, path, turns) in asked.items():
            answers[name].append(load.measure(server, path, {}, SECONDS, turns))
        both = load.measure_beside(ours, beside, SECONDS)
        for name, answered in zip(BESIDE, both, strict=True):
            answers[name].append(answered)
    told = {name: _medians(some) for name, some in answers.items()}
    for name, row in told.items():
        row["of_bare"] = round(row["a_second"] / told["bare"]["a_second"], 3)
        fast = name in BESIDE or row["of_bare"] >= OF_BARE  # two who ask share what one would get
        row["met"] = name == "bare" or (fast and row["p99_ms"] <= max(P99, 3 * told["bare"]["p99_ms"]))
    return told


def _turns(script: Path, *paths: str) -> Path:
    listed = ", ".join(json.dumps(path) for path in paths)
    script.write_text(TURNS.format(agent=AGENT, paths=listed))
    return script


def _medians(answers: list[load.Answers]) -> dict[str, Any]:
    return {
        "a_second": round(statistics.median(answer.a_second for answer in answers)),
        "p99_ms": round(statistics.median(answer.p99 for answer in answers), 2),
        "processor_us": round(statistics.median(answer.processor for answer in answers) * 1_000_000, 1),
    }


def walk(port: int, paths: dict[str, str], visits: int = VISITS) -> int:
    """Every visitor follows the redirect to the page; how many pages came whole with 200."""
    counts = [0] * CLIENTS

    def visitors(client: int) -> None:
        with socket.create_connection(("127.0.0.1", port), 30) as line:
            for number in range(client, visits, CLIENTS):
                agent = f"{AGENT} walk {number}"
                counts[client] += ask(line, paths["redirect"], agent) == 307
                counts[client] -= ask(line, paths["scan"], agent) != 200

    threads = [threading.Thread(target=visitors, args=(client,)) for client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


def ask(line: socket.socket, path: str, agent: str) -> int:
    """The status of an answer, read to its end."""
    line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: {agent}\r\n\r\n".encode())
    held = b""
    while b"\r\n\r\n" not in held:
        held += _more(line)
    head, _, body = held.partition(b"\r\n\r\n")
    length = next(int(row[15:]) for row in head.lower().split(b"\r\n") if row.startswith(b"content-length:"))
    while len(body) < length:
        body += _more(line)
    return int(head[9:12])


def _more(line: socket.socket) -> bytes:
    if not (some := line.recv(65_536)):
        raise RuntimeError("the server hung up")
    return some


def kept(folder: Path, wait_for: load.Server | None = None) -> int:
    """Scans in the store; of a running server after two seconds of its writer."""
    if wait_for is not None:
        threading.Event().wait(2.5)
    path = folder / "var" / "scans.db"
    if not path.exists():
        return 0
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT count(*) FROM scan").fetchone()[0])
    finally:
        connection.close()


if __name__ == "__main__":
    print(json.dumps(measured(), indent=1))  # noqa: T201  # a command
