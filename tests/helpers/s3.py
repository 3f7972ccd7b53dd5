"""A server that speaks S3, from a locked package, for the length of a test session."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

KEY, SECRET = "tieubieu", "a/secret+with:signs"
SECRET_IN_URL = "a%2Fsecret%2Bwith%3Asigns"


def rclone_program() -> str | None:
    beside = Path(sys.executable).with_name("rclone")
    return str(beside) if beside.exists() else shutil.which("rclone")


class S3Server:
    """A server at one address, which may be killed and started again. root: where the buckets lie."""

    def __init__(self, root: Path) -> None:
        self._root, self._port = root, free_port()
        self.host = f"127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = rclone_program()
        assert program is not None
        command = [program, "serve", "s3", "--addr", self.host, "--auth-key", f"{KEY},{SECRET}"]
        command += ["--config", os.devnull, "--vfs-cache-mode", "off", str(self._root)]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        wait_for(self._port)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@contextmanager
def running_s3(root: Path) -> Iterator[str]:
    """Its host and port."""
    server = S3Server(root)
    try:
        server.start()
        yield server.host
    finally:
        server.kill()


def s3_url(host: str, bucket: str, secret: str = SECRET_IN_URL) -> str:
    return f"s3://{KEY}:{secret}@{host}/{bucket}"


def s3_store(host: str, bucket: str, secret: str = SECRET_IN_URL) -> Any:
    from app.adapters.files.s3 import S3FileStore

    return S3FileStore.from_url(s3_url(host, bucket, secret))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    end = time.monotonic() + 180
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("rclone serves nothing")
