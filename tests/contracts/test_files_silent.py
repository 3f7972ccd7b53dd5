"""An S3 server that takes connections and says nothing."""

import socket
import threading
from contextlib import closing

import pytest

from app.core.storage import StorageDown

NAME = "a" * 64 + ".webp"


@pytest.fixture
def silent():
    """The port of such a server, and how many connections it has taken."""
    taken = []
    with closing(socket.socket()) as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def accept():
            while True:
                try:
                    taken.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=accept)
        thread.start()
        yield server.getsockname()[1], taken
        server.shutdown(socket.SHUT_RDWR)
    thread.join(60)
    for connection in taken:
        connection.close()


def test_silent_server_is_given_up_and_left_in_peace(silent, monkeypatch):
    files_s3 = pytest.importorskip("app.adapters.files.s3")
    port, taken = silent
    monkeypatch.setattr(files_s3, "_CONFIG", files_s3._CONFIG.merge(files_s3.Config(read_timeout=0.05)))
    store = files_s3.S3FileStore.from_url(f"s3://key:secret@127.0.0.1:{port}/bucket")
    with pytest.raises(StorageDown):
        store.get(NAME)
    before = len(taken)
    assert 1 <= before <= 2
    for act in (store.get, store.size, store.exists):
        with pytest.raises(StorageDown):
            act(NAME)
    assert len(taken) == before


def test_server_that_answers_again_is_asked_again(silent, monkeypatch):
    files_s3 = pytest.importorskip("app.adapters.files.s3")
    port, taken = silent
    monkeypatch.setattr(files_s3, "_CONFIG", files_s3._CONFIG.merge(files_s3.Config(read_timeout=0.05)))
    monkeypatch.setattr(files_s3, "PAUSE", 0.0)
    store = files_s3.S3FileStore.from_url(f"s3://key:secret@127.0.0.1:{port}/bucket")
    for _ in range(2):
        with pytest.raises(StorageDown):
            store.size(NAME)
    assert len(taken) >= 2


def test_whole_wait_for_a_server_is_bounded():
    files_s3 = pytest.importorskip("app.adapters.files.s3")
    config = files_s3._CONFIG
    assert config.retries["total_max_attempts"] * (config.connect_timeout + config.read_timeout) <= 15
