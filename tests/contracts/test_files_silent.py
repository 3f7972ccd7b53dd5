"""An S3 server that takes connections and says nothing."""

import socket
import threading
from contextlib import closing

import pytest

from app.core.storage import StorageDown
from tests.helpers import wait_for

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


def test_server_that_hangs_holds_few_and_the_others_are_told_at_once(silent, monkeypatch):
    files_s3 = pytest.importorskip("app.adapters.files.s3")
    port, taken = silent
    once = files_s3.Config(read_timeout=60, retries={"total_max_attempts": 1, "mode": "standard"})
    monkeypatch.setattr(files_s3, "_CONFIG", files_s3._CONFIG.merge(once))
    monkeypatch.setattr(files_s3, "TURN", 0.0)
    store = files_s3.S3FileStore.from_url(f"s3://key:secret@127.0.0.1:{port}/bucket")
    told = []

    def ask():
        try:
            store.get(NAME)
        except StorageDown:
            told.append(1)

    crowd = [threading.Thread(target=ask, daemon=True) for _ in range(files_s3.ASKING + 5)]
    for each in crowd:
        each.start()
    assert wait_for(lambda: len(told) == 5 and len(taken) == files_s3.ASKING)
    monkeypatch.setattr(files_s3, "SILENCE", 0.0)
    monkeypatch.setattr(files_s3, "TURN", 60.0)
    with pytest.raises(StorageDown):  # not after its turn, which would not come
        store.get(NAME)
    for connection in taken:
        connection.close()
    for each in crowd:
        each.join(60)
    assert not store._asked
