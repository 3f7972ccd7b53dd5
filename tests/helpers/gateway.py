"""Clients and small applications for the gateway."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from werkzeug.test import EnvironBuilder

from app.core.quick import QUICK, NotAtHand
from app.serving.answers import answer_of
from app.serving.gateway import Gateway

LIMIT = 1000


def scope(path="/", method="GET", headers=(), query=b""):
    return {
        "type": "http",
        "method": method,
        "raw_path": path.encode("latin-1"),
        "query_string": query,
        "scheme": "http",
        "server": ("127.0.0.1", "8000"),
        "client": ("192.0.2.7", "4000"),
        "headers": list(headers),
    }


def pieces(*parts: bytes):
    """A client that sends these parts, then the end."""
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages.append({"type": "http.request", "body": b"", "more_body": False})
    given = iter(messages)

    async def receive():
        return next(given)

    return receive


async def silent():
    """A client that sends nothing and stays."""
    await asyncio.Event().wait()


async def asked(gateway, where, receive=None):
    sent = []

    async def send(message):
        sent.append(message)

    await gateway(where, receive or pieces(), send)
    if not sent:
        return None
    body = b"".join(message["body"] for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


def threaded(view):
    """A WSGI application whose answers are never at hand. view: from the environ to the body."""

    def app(environ, start_response):
        if QUICK in environ:
            raise NotAtHand
        body = view(environ)
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    return app


def ask(view, where, receive=None):
    return asyncio.run(asked(Gateway(threaded(view), limit=LIMIT), where, receive))


def seen(where, receive=None):
    """The environ that the application gets."""
    found = {}

    def view(environ):
        found.update(environ, body=environ["wsgi.input"].read())
        return b""

    ask(view, where, receive)
    return found


def as_the_server_asks(app, path, encoding="identity"):
    """The answer as the server takes it: in a thread of its own, read when the application context has ended."""
    environ = EnvironBuilder(path, headers={"Accept-Encoding": encoding}).get_environ()
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(answer_of, app, environ).result()
