"""Requests to a server that runs, one connection each."""

import time
from http.client import HTTPConnection

PATIENCE = 120


def ask(site, path, method="GET", body=None, headers=()):
    """Status, headers and text of the answer. site: has the `port`."""
    connection = HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def until(state):
    """The first true value of `state()`."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := state():
            return found
        time.sleep(0.02)
    raise AssertionError("did not come about")
