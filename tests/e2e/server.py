"""The production server on a port of its own, with a folder of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.helpers import commands

ROOT = Path(__file__).resolve().parents[2]
COMMAND = Path(sys.executable).with_name("tieubieu")
START = 180.0
STOP = 60.0
ANSWER = 30.0
"""Seconds for one answer while it starts: one that is given up is worked on all the same, and holds up the next."""


class Server:
    """A running site. `tieubieu(...)` calls the command line on the same data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": os.environ.get("HOME", "/tmp"),
            "LANG": "C.UTF-8",
            "DATA_DIR": str(folder / "var"),
            "SECRET_KEY": "a secret for tests only, forty characters or so",
            "PORT": str(self.port),
            "BASE_URL": self.url,
            "WORKERS": "1",
            "PASSWORD_COST": "low",
        }
        self._log = (folder / "server.log").open("wb")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> None:
        self._process = subprocess.Popen(
            [COMMAND, "serve", *options],
            cwd=ROOT,
            env=self.env,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        until = time.monotonic() + START
        while time.monotonic() < until:
            if self._process.poll() is not None:
                break
            try:
                with urlopen(f"{self.url}/healthz", timeout=ANSWER) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.2)
        self.stop()
        raise RuntimeError(f"the server did not come up:\n{self.log_text()}")

    def stop(self) -> int:
        """Ask it to stop as Ctrl-C does; returns its exit code."""
        code = 0
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            try:
                code = self._process.wait(STOP)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                code = self._process.wait()
        self._log.close()
        return code

    def tieubieu(self, *arguments: str, typed: str = "") -> Any:
        """Run a command; returns what it prints as JSON."""
        done = commands.run(arguments, self.env, typed=typed)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def log_text(self) -> str:
        return (self.folder / "server.log").read_text("utf-8", "replace")[-4000:]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
