"""The parts of the cluster as processes of this machine: started, stopped, killed, asked whether they are up."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.request import urlopen

from tests.helpers import commands
from tests.helpers.postgres import as_postgres, postgres_programs

ROOT = Path(__file__).resolve().parents[2]
UP = 180.0


@dataclass
class Part:
    """A process of the cluster. command: run in a process group of its own, its lines in `log`. is_warm: made from a
    process that has loaded the program, where the command is `tieubieu`.
    """

    name: str
    command: list[str]
    is_up: Callable[[], bool]
    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    after_kill: Callable[[], object] = lambda: None
    is_warm: bool = False
    child: "subprocess.Popen[bytes] | None" = None

    @property
    def pid_file(self) -> Path:
        return self.folder / "run" / f"{self.name}.pid"

    def pid(self) -> int | None:
        """Of the process, where it is running and ours still."""
        try:
            number, began = self.pid_file.read_text().split()
        except (OSError, ValueError):
            return None
        return int(number) if began_at(int(number)) == began else None

    def start(self, *, wait: bool = True) -> None:
        self.pid_file.parent.mkdir(parents=True, exist_ok=True)
        with (self.folder / "run" / f"{self.name}.log").open("ab") as log:
            pid = self._begin(log)
        self.pid_file.write_text(f"{pid} {began_at(pid)}")
        if wait:
            self.wait_until_up()

    def _begin(self, log: IO[bytes]) -> int:
        if self.is_warm:
            return commands.start(self.command[1:], {**os.environ, **self.env}, log)
        self.child = subprocess.Popen(
            self._words(),
            cwd="/" if self.command[0] == "setpriv" else ROOT,  # where PostgreSQL's user may be
            env={**os.environ, **({} if self.command[0] == "setpriv" else self.env)},
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        return self.child.pid

    def _words(self) -> list[str]:
        """The command; what is of another user gets its environment as that one: a library that is loaded first is."""
        if self.command[0] != "setpriv" or not self.env:
            return self.command
        before = len(as_postgres())
        given = [f"{name}={value}" for name, value in self.env.items()]
        return [*self.command[:before], "env", *given, *self.command[before:]]

    def wait_until_up(self, seconds: float = UP) -> float:
        """Seconds until it answered."""
        begin = time.monotonic()
        while time.monotonic() - begin < seconds:
            if self.is_up():
                return time.monotonic() - begin
            time.sleep(0.05)
        raise RuntimeError(f"{self.name} does not come up; see {self.folder / 'run' / (self.name + '.log')}")

    def send(self, number: signal.Signals) -> None:
        """To every process of it."""
        if (pid := self.pid()) is not None:
            os.killpg(pid, number)

    def kill(self) -> None:
        """All of it at once, as a machine that loses its power."""
        pid = self.pid()
        self.send(signal.SIGKILL)
        self._wait_until_gone()
        if self.is_warm and pid is not None:
            commands.wait(pid)
        if self.child is not None:
            self.child.wait()
        if pid is not None:
            wait_until(lambda: not has_members(pid))
        self.after_kill()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        self.send(number)
        self._wait_until_gone(20)
        self.kill()
        self.pid_file.unlink(missing_ok=True)

    def _wait_until_gone(self, seconds: float = UP) -> None:
        wait_until(lambda: self.pid() is None, seconds)


def wait_until(condition: Callable[[], bool], seconds: float = UP) -> None:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)


def has_members(group: int) -> bool:
    """Whether a process of this group is there still: what holds its ports may outlive who leads it."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def began_at(pid: int) -> str:
    """When a process began, in ticks: a number that is used again has another; empty for one that is gone."""
    try:
        found = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if found[0] == "Z" else found[19]


def answers(url: str, *, patience: float = 3.0) -> Callable[[], bool]:
    def ask() -> bool:
        try:
            urlopen(url, timeout=patience).close()
        except OSError:
            return False
        return True

    return ask


def run(command: list[str], **env: str) -> str:
    done = subprocess.run(
        command, env={**os.environ, **env}, cwd="/", capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def program(*names: str) -> str | None:
    return next((found for name in names if (found := shutil.which(name))), None)


def missing() -> list[str]:
    """Debian packages of parts that are not here."""
    from tests.helpers.s3 import rclone_program

    found = {
        "postgresql": postgres_programs(),
        "redis-server": program("valkey-server", "redis-server"),
        "nginx": program("nginx"),
        "rclone": rclone_program(),
    }
    return [name for name, there in found.items() if there is None]


def tieubieu(*arguments: str, **env: str) -> str:
    script = Path(sys.executable).with_name("tieubieu")
    done = subprocess.run(
        [script, *arguments], cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"tieubieu {' '.join(arguments)}\n{done.stdout}{done.stderr}")
    return done.stdout
