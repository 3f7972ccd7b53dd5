"""Heads of requests that are slow, large or not ASCII, and answers that nobody reads."""

import asyncio
import json
import socket
import threading
from contextlib import contextmanager
from http.client import HTTPResponse

import pytest
from uvicorn import Config, Server

from app.serving import connections
from app.serving.connections import Connection
from tests.helpers.asgi import LARGE, application
from tests.helpers.served import until

PATIENCE = 60
LONG = 600


@contextmanager
def served(keep_alive=LONG):
    """A server in a thread; gives a function that connects."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = Config(application, http=Connection, ws="none", lifespan="off", log_config=None, log_level="critical",
                    timeout_keep_alive=keep_alive, timeout_graceful_shutdown=1)  # fmt: skip
    server = Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    opened = []

    def connect():
        opened.append(socket.create_connection(listener.getsockname(), timeout=PATIENCE))
        return opened[-1]

    connect.at_server = server.server_state.connections
    try:
        yield connect
    finally:
        server.should_exit = True
        for each in opened:
            each.close()
        thread.join(PATIENCE)


def answer(connection):
    """The body of the next answer."""
    found = HTTPResponse(connection)
    found.begin()
    assert found.status == 200
    return found.read()


def everything(connection):
    """What comes until the server closes."""
    found = b""
    while piece := connection.recv(65536):
        found += piece
    return found


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\nX: "])
def test_a_head_that_does_not_end_is_closed(monkeypatch, sent):
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)
    with served() as connect:
        connection = connect()
        connection.sendall(sent)
        assert everything(connection) == b""


def test_the_next_head_on_a_connection_has_its_time_too(monkeypatch):
    with served() as connect:
        connection = connect()
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        answer(connection)
        monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)
        connection.sendall(b"GET / HT")
        assert everything(connection) == b""


def test_an_answer_has_more_time_than_its_head(monkeypatch, tmp_path):
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)
    monkeypatch.setenv("ASGI_FOLDER", str(tmp_path))
    with served() as connect:
        waits = connect()
        waits.sendall(b"GET /wait HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        idle = connect()
        assert everything(idle) == b""  # the time of a head has passed since
        (tmp_path / "go").touch()
        assert everything(waits).endswith(b"second\r\n0\r\n\r\n")


def test_a_head_that_grows_and_grows_is_refused():
    with served() as connect:
        connection = connect()
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n")
        found = b""
        try:
            for _ in range(40):
                connection.sendall(b"X: " + b"a" * 8000 + b"\r\n")
            found = everything(connection)
        except OSError:  # closed while we still sent
            return
        assert found.startswith(b"HTTP/1.1 431 ")


def test_an_address_in_letters_beyond_ascii_is_understood_as_a_browser_sends_it():
    sent = "GET /nước-mắm?q=mắm HTTP/1.1\r\nHost: a\r\n\r\n".encode()
    with served() as connect:
        connection = connect()
        for cut in (len(sent), 7, 20):  # at once, and cut within a letter and within the question
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.sendall(sent[:cut])
            connection.sendall(sent[cut:])
            told = json.loads(answer(connection))
            assert (told["path"], told["query"]) == ("/n%C6%B0%E1%BB%9Bc-m%E1%BA%AFm", "q=m%E1%BA%AFm")


def test_an_answer_that_nobody_reads_is_given_up(monkeypatch):
    monkeypatch.setattr(connections, "UNREAD_SECONDS", 0.1)
    with served(keep_alive=0) as connect:
        opened_at_server = connect.at_server
        for head in (b"", b"Connection: close\r\n"):  # read nothing of it
            connection = connect()
            connection.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n" + head + b"\r\n")
            until(lambda: opened_at_server)
            until(lambda: not opened_at_server)
            assert len(everything(connection)) < LARGE
