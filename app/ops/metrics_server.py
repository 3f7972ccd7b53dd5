"""`/metrics` on a port of its own: what the processes of this machine counted, added up, and the state of its disk."""

import atexit
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from config import BadSetting, Settings

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

MEMORY = Path("/dev/shm")  # noqa: S108  # a folder with a name of chance is made in it
LAST_BACKUP = "last-backup.json"


def serve_metrics(settings: Settings) -> None:
    """Answer on METRICS_PORT from a thread of this process; nothing where it is not set. Raises BadSetting.

    To be called before anything that counts is imported, and by the process whose children serve. A child that is
    forked lets the port go.
    """
    if not settings.metrics_port:
        return
    folder = _make_folder(settings)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    from prometheus_client import CollectorRegistry, start_http_server  # noqa: PLC0415  # reads the variable
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415  # as above

    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(folder))  # type: ignore[no-untyped-call]  # the library's
    registry.register(Machine(Path(settings.data_dir)))
    try:
        server, _ = start_http_server(settings.metrics_port, settings.metrics_host, registry)
    except OSError as error:
        raise BadSetting(
            f"METRICS_PORT: cannot listen on {settings.metrics_host}:{settings.metrics_port}: {error.strerror}"
        ) from error
    os.register_at_fork(after_in_child=server.socket.close)
    atexit.register(_remove, folder, os.getpid())


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


class Machine:
    """Values read on request: disk and backup."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir

    def collect(self) -> "Iterator[Metric]":
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415  # as above

        with suppress(OSError):
            disk = shutil.disk_usage(self._data_dir)
            yield GaugeMetricFamily("tieubieu_disk_free_bytes", "Free where DATA_DIR lies.", value=disk.free)
            yield GaugeMetricFamily(
                "tieubieu_disk_size_bytes", "Of the disk under DATA_DIR.", value=disk.total
            )
        with suppress(OSError, ValueError, KeyError, TypeError):
            made = json.loads((self._data_dir / LAST_BACKUP).read_text("utf-8"))
            text = "When this machine last made a backup."
            yield GaugeMetricFamily("tieubieu_backup_timestamp_seconds", text, value=float(made["at"]))
            text = "Size of that backup."
            yield GaugeMetricFamily("tieubieu_backup_size_bytes", text, value=float(made["bytes"]))


def _make_folder(settings: Settings) -> Path:
    """An empty folder for the counters, in memory where there is such a place: they are mapped files, and a disk that
    fills up would end the process that counts.
    """
    given = os.environ.get("RUNTIME_DIRECTORY", "").partition(":")[0]
    if given:
        folder = Path(given) / f"metrics-{settings.metrics_port}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        return folder
    place = MEMORY if os.access(MEMORY, os.W_OK) else Path(settings.data_dir) / "tmp"
    place.mkdir(parents=True, exist_ok=True)
    start = f"tieubieu-{settings.metrics_port}-"
    for left in place.glob(f"{start}*"):
        if left.stat().st_uid == os.getuid():
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=start, dir=place))
