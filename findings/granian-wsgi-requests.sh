#!/usr/bin/env bash
# Granian empties a WSGI header that holds a letter outside ASCII, and a WSGI application cannot see the path as sent.
#
# One cookie with "à" in it, set by another site of the same domain, and HTTP_COOKIE is the empty string: all cookies
# are gone and the visitor is signed out. Under ASGI the same Granian passes the bytes on, and so do gunicorn and
# waitress. And Granian gives neither RAW_URI nor REQUEST_URI: a lot "A/B", encoded as %2F in a GS1 link, arrives as
# two path parts and cannot be told from them.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: granian==2.8.9 gunicorn==27.0.1 waitress==3.0.2 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >echo_app.py <<'PY'
import json


def wsgi(environ, start_response):
    names = ("HTTP_COOKIE", "PATH_INFO", "RAW_URI", "REQUEST_URI")
    body = json.dumps([environ.get(name) for name in names]).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


async def asgi(scope, receive, send):
    if scope["type"] != "http":
        return
    cookie = dict(scope["headers"]).get(b"cookie", b"").decode("latin1")
    body = json.dumps([cookie, scope["path"], scope["raw_path"].decode(), None]).encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})
PY
cat >ask.py <<'PY'
import json
import socket
import subprocess
import sys
import time
from importlib.metadata import version

servers = {
    "granian": ["-m", "granian", "--no-log", "--interface", "wsgi", "--port", "{}", "echo_app:wsgi"],
    "granian asgi": ["-m", "granian", "--no-log", "--interface", "asgi", "--port", "{}", "echo_app:asgi"],
    "gunicorn": ["-m", "gunicorn", "--log-level", "error", "-b", "127.0.0.1:{}", "echo_app:wsgi"],
    "waitress": ["-m", "waitress", "--listen", "127.0.0.1:{}", "echo_app:wsgi"],
}


def ask(port):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
        wire.sendall(b"GET /01/08931234500016/10/A%2FB HTTP/1.1\r\nHost: id.example.vn\r\nConnection: close\r\n"
                     b"Cookie: session=1; place=H\xc3\xa0\r\n\r\n")
        answer = b"".join(iter(lambda: wire.recv(65536), b""))
    return json.loads(answer[answer.index(b"["):answer.rindex(b"]") + 1])


def once(arguments):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, *(a.format(port) for a in arguments)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                return ask(port)
            except OSError:
                time.sleep(0.2)
        raise SystemExit("the server did not answer")
    finally:
        server.terminate()
        server.wait()


cookie, link = "session=1; place=HÃ\xa0", "/01/08931234500016/10/A%2FB"
apart = "/01/08931234500016/10/A/B"
kept = {"granian": ["", apart, None, None], "granian asgi": [cookie, apart, link, None],
        "gunicorn": [cookie, apart, link, None], "waitress": [cookie, apart, None, link]}
for name, arguments in servers.items():
    got = once(arguments)
    print(name, version(name.split()[0]), "cookie, path, RAW_URI, REQUEST_URI:", got)
    assert got == kept[name], kept[name]
PY
env/bin/python ask.py
