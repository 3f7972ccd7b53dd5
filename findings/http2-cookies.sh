#!/usr/bin/env bash
# Django behind Granian reads none of a browser's cookies right over HTTP/2, if there is more than one.
#
# HTTP/2 lets a browser send each cookie in a header of its own, and Chrome does; RFC 9113 wants them joined with "; "
# before anything reads them that does not know of this. Granian hands them to an ASGI application one by one, as ASGI
# permits, and joins them for WSGI. Django's ASGI side joins repeated headers with a comma, cookies as well: of a
# session, a language and a form token only the first is found, with the two others in its value. So the visitor is
# signed out, nothing is logged, and over HTTP/1.1 or with one cookie all is well. asgiref's WsgiToAsgi and a2wsgi do
# the same to WSGI applications. Behind Hypercorn, whose HTTP/2 library joins them, the same Django has all three.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: Django==5.2.19 granian==2.8.9 hypercorn==0.18.0 h2==4.4.1 asgiref==3.13.0 \
    a2wsgi==1.10.10 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >site_here.py <<'PY'
import json

import django
from a2wsgi import WSGIMiddleware
from asgiref.wsgi import WsgiToAsgi
from django.conf import settings
from django.http import JsonResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="of this script alone")
urlpatterns = [path("", lambda request: JsonResponse(request.COOKIES))]
django.setup()
from django.core.handlers.asgi import ASGIHandler


def plain(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(environ["HTTP_COOKIE"]).encode()]


SITES = {"django": ASGIHandler(), "asgiref": WsgiToAsgi(plain), "a2wsgi": WSGIMiddleware(plain)}
site, bridge, other_bridge = SITES.values()
PY
cat >ask.py <<'PY'
import json
import socket
import sys

import h2.config
import h2.connection
import h2.events

line = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=20)
state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True))
state.initiate_connection()
where = [(":method", "GET"), (":path", "/"), (":scheme", "http"), (":authority", "localhost")]
state.send_headers(1, [*where, ("cookie", "session=a"), ("cookie", "lang=vi"), ("cookie", "token=c")], end_stream=True)
body, ended = b"", False
while not ended:
    line.sendall(state.data_to_send())
    received = line.recv(65536)
    assert received, "the server hung up"
    for event in state.receive_data(received):
        body += event.data if isinstance(event, h2.events.DataReceived) else b""
        ended = ended or isinstance(event, h2.events.StreamEnded)
found, expected = json.loads(body), json.loads(sys.argv[2])
print(found)
assert found == expected, expected
PY
ask() { # the server's command, what the application must find
    local port
    port=$(env/bin/python -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
    echo "$1"
    env/bin/${1//PORT/$port} >served 2>&1 &
    server=$!
    for _ in $(seq 150); do
        (: >"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
        sleep 0.2
    done
    env/bin/python ask.py "$port" "$2" || { cat served; exit 1; }
    kill "$server"
    wait "$server" || true
}
granian="granian --interface asginl --http 2 --host 127.0.0.1 --port PORT"
env/bin/pip freeze | grep -iE '^(django|granian|hypercorn|h2|asgiref|a2wsgi)='
ask "hypercorn --bind 127.0.0.1:PORT site_here:site" '{"session": "a", "lang": "vi", "token": "c"}'
ask "$granian site_here:site" '{"session": "a,lang=vi,token=c"}'
ask "$granian site_here:bridge" '"session=a,lang=vi,token=c"'
ask "$granian site_here:other_bridge" '"session=a,lang=vi,token=c"'
