#!/usr/bin/env bash
# Cheroot decodes a path except for "%2F", so two different lots arrive as the same PATH_INFO.
#
# Other WSGI servers decode the whole path once. Cheroot leaves an encoded slash as it was and decodes all else: the lot
# "A/B" (sent as A%2FB) stays "A%2FB", and the lot "A%2FB", which GS1's characters also allow (sent as A%252FB), is
# decoded to "A%2FB" too. An application that decodes what is left turns the second into the first. Only REQUEST_URI
# still tells them apart.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: cheroot==11.1.2 waitress==3.0.2 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >ask.py <<'PY'
import http.client
import threading
from importlib.metadata import version

import waitress.server
from cheroot import wsgi


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["PATH_INFO"].encode()]


by_cheroot = wsgi.Server(("127.0.0.1", 0), app)
by_cheroot.prepare()
threading.Thread(target=by_cheroot.serve, daemon=True).start()
by_waitress = waitress.server.create_server(app, host="127.0.0.1", port=0)
threading.Thread(target=by_waitress.run, daemon=True).start()
kept = {"A%2FB": ("/10/A%2FB", "/10/A/B"), "A%252FB": ("/10/A%2FB", "/10/A%2FB"), "A%3BB": ("/10/A;B", "/10/A;B")}
print("cheroot", version("cheroot"), "waitress", version("waitress"))
try:
    for sent, paths in kept.items():
        got = []
        for port in (by_cheroot.bind_addr[1], by_waitress.effective_port):
            wire = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            wire.request("GET", f"/10/{sent}", headers={"Connection": "close"})
            got.append(wire.getresponse().read().decode())
            wire.close()
        print(f"/10/{sent}: cheroot {got[0]}, waitress {got[1]}")
        assert tuple(got) == paths
finally:
    by_cheroot.stop()
    by_waitress.close()
PY
env/bin/python ask.py
