"""Faults that need the system's help: disks that fill up, a network that is cut, a clock that is set back.

A small disk in memory is mounted where each part keeps its state, and filled; packets to the address by which one node
alone reaches the database are dropped; libfaketime gives one node another clock. The first two need root.
"""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.chaos.parts import program, run

SIZES = {
    "primary": 1500,
    "standby": 1500,
    "s3": 200,
    "web1": 200,
    "web2": 200,
    "runner1": 200,
    "runner2": 200,
    "nginx": 100,
}
"""Megabytes of the disk under each folder of the cluster."""
FILLER = "fill"
_PIECE = 1 << 20
HOUR_BACK, NOW = "-3600", "+0"


class Disks:
    """The mounts of a cluster's folder. Empty where nobody may mount."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.mounted: list[str] = []

    def mount(self) -> None:
        """Before anything is in the folders."""
        for name, size in SIZES.items():
            place = self._folder / name
            if os.geteuid() != 0 or (place.exists() and any(place.iterdir())):
                return
            place.mkdir(parents=True, exist_ok=True)
            try:
                run(["mount", "-t", "tmpfs", "-o", f"size={size}m,mode=0755", "tmpfs", str(place)])
            except RuntimeError:
                return
            self.mounted.append(name)

    def unmount(self) -> None:
        for name in self.mounted:
            with suppress(RuntimeError):
                run(["umount", "-l", str(self._folder / name)])
        self.mounted.clear()

    @contextmanager
    def full(self, name: str) -> Iterator[None]:
        """Not a byte is left on this disk meanwhile."""
        filler = self._folder / name / FILLER
        with filler.open("wb", buffering=0) as file:
            for size in (_PIECE, 1):
                try:
                    while True:
                        file.write(bytes(size) if size > 1 else b"x")
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
        try:
            yield
        finally:
            filler.unlink()


class Cut:
    """Drops what goes to and comes from one address of the loopback, as a cable that is pulled would."""

    def __init__(self, address: str, ports: tuple[int, ...]) -> None:
        self._rules = [
            [direction, address, "-p", "tcp", side, str(port), "-j", "DROP"]
            for port in ports
            for direction, side in (("-d", "--dport"), ("-s", "--sport"))
        ]

    @staticmethod
    def is_possible() -> bool:
        found = program("iptables", "/usr/sbin/iptables")
        if os.geteuid() != 0 or found is None:
            return False
        return subprocess.run([found, "-S", "OUTPUT"], capture_output=True, check=False).returncode == 0

    @contextmanager
    def made(self) -> Iterator[None]:
        self._change("-I")
        try:
            yield
        finally:
            self._change("-D")

    def _change(self, verb: str) -> None:
        for rule in self._rules:
            run([program("iptables", "/usr/sbin/iptables") or "iptables", verb, "OUTPUT", *rule])


class Clock:
    """The clock of processes that were started with `env`: as many seconds from the true one as its file says."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"

    @staticmethod
    def library() -> Path | None:
        return next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)

    @property
    def env(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(self.library()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_RESET": "1",
        }

    def set(self, offset: str) -> None:
        self._file.write_text(f"{offset}\n")
