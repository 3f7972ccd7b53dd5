"""nginx before two nodes, as the compose file has it: one that dies is noticed by nobody."""

import subprocess
import threading
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.e2e.server import free_port
from tests.helpers import wait_for
from tests.helpers.front import front_site, nginx_program, write_front


class Node(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(self.server.server_port).encode())

    def log_message(self, *_):
        pass


@contextmanager
def node(port):
    with ThreadingHTTPServer(("127.0.0.1", port), Node) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def asked(port):
    """What was answered, or the status of a refusal."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            return answer.read().decode()
    except HTTPError as error:
        return error.code


@pytest.fixture
def front(tmp_path):
    """Ports of nginx and of the two nodes, which are not there yet."""
    nginx = nginx_program()
    port, first, second = free_port(), free_port(), free_port()
    site = front_site(tmp_path, port, (first, second))
    process = subprocess.Popen([nginx, "-p", tmp_path, "-c", write_front(tmp_path, site)])
    try:
        yield port, first, second
    finally:
        process.terminate()
        process.wait(30)


def test_one_node_dies_as_soon_as_the_other_has_come_back(front):
    port, first, second = front
    with ExitStack() as dies_last:
        with node(second):
            with node(first):
                assert wait_for(lambda: is_answered(port))
                assert {asked(port) for _ in range(6)} == {str(first), str(second)}
            assert [asked(port) for _ in range(6)] == [str(second)] * 6  # the first counts as failed now
            dies_last.enter_context(node(first))
        assert [asked(port) for _ in range(6)] == [str(first)] * 6


def is_answered(port):
    try:
        return bool(asked(port))
    except OSError:
        return False
