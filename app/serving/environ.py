"""The WSGI environ of an ASGI request, without loss: headers byte for byte, the address as it was sent."""

import sys
from typing import Any
from urllib.parse import unquote_to_bytes

Scope = dict[str, Any]
Environ = dict[str, Any]

_BASE: Environ = {
    "SCRIPT_NAME": "",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
}
_keys: dict[bytes, str] = {b"content-type": "CONTENT_TYPE", b"content-length": "CONTENT_LENGTH"}
_MOST_KEYS = 500


def environ_of(scope: Scope) -> Environ:
    """Everything but `wsgi.input`. REQUEST_URI is the address before decoding, as nginx would say it.

    A header's bytes become letters of Latin-1, as PEP 3333 has it. A name with an underscore is left out: it could
    pass for the one with a hyphen that a proxy vouches for.
    """
    raw: bytes = scope["raw_path"]
    path, query = raw.decode("latin-1"), scope["query_string"].decode("latin-1")
    environ = _BASE.copy()
    environ["REQUEST_METHOD"] = scope["method"]
    environ["REQUEST_URI"] = f"{path}?{query}" if query else path
    environ["PATH_INFO"] = unquote_to_bytes(raw).decode("latin-1") if "%" in path else path
    environ["QUERY_STRING"] = query
    environ["wsgi.url_scheme"] = scope["scheme"]
    environ["SERVER_NAME"], environ["SERVER_PORT"] = map(str, scope["server"])
    environ["REMOTE_ADDR"] = scope["client"][0]
    for name, value in scope["headers"]:
        key = _keys.get(name)
        if key is None:
            key = _key(name)
        if key in environ:
            environ[key] += ("; " if key == "HTTP_COOKIE" else ", ") + value.decode("latin-1")
        elif key and value:
            environ[key] = value.decode("latin-1")
    return environ


def _key(name: bytes) -> str:
    text = name.decode("latin-1")
    key = "" if "_" in text else "HTTP_" + text.upper().replace("-", "_")
    if len(_keys) < _MOST_KEYS:
        _keys[name] = key
    return key
