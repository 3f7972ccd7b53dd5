"""A Redis or Valkey server of one's own for the length of a test, from the packages of the system."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from tests.helpers.s3 import free_port, wait_for


def redis_program() -> str | None:
    return shutil.which("valkey-server") or shutil.which("redis-server")


@contextmanager
def running_redis(port: int = 0, *more: str) -> Iterator[str]:
    """Its address. more: options of the server."""
    program = redis_program()
    assert program is not None
    port = port or free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", *more]
    with TemporaryDirectory(prefix="tieubieu-redis-") as folder:
        server = subprocess.Popen([program, *options, "--dir", folder], stdout=subprocess.DEVNULL)
        try:
            wait_for(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.kill()
            server.wait()
