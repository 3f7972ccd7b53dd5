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


@contextmanager
def running_s3(root: Path) -> Iterator[str]:
    """Its host and port. root: where the buckets lie."""
    program = rclone_program()
    assert program is not None
    port = free_port()
    command = [
        program,
        "serve",
        "s3",
        "--addr",
        f"127.0.0.1:{port}",
        "--auth-key",
        f"{KEY},{SECRET}",
        "--config",
    ]
    server = subprocess.Popen(
        [*command, os.devnull, "--vfs-cache-mode", "off", str(root)], stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield f"127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


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
