"""Requests to a server that runs, one connection each."""

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
