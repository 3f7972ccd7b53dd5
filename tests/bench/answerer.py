"""Answers requests one by one, inside the process: a path a line in, status and processor time a line out.

It is run by `tests.bench.catalogue` in the folder of whichever version is measured, so it uses only what every version
has: `app.create_app`, the tables `product` and `facility`, and that a token bypasses the micro-cache.
"""

import io
import json
import sys
import time
from importlib import import_module
from typing import Any
from urllib.parse import unquote

from sqlalchemy import text


def main() -> None:
    from app import create_app

    app = create_app()
    with app.app_context(), _engine().connect() as connection:
        known = {
            f"{{{table}}}": address + connection.scalar(text(f"SELECT slug FROM {table} ORDER BY id LIMIT 1 OFFSET 5"))
            for table, address in (("product", "/san-pham/"), ("facility", "/co-so/"))
        }  # fmt: skip
    for line in sys.stdin:
        path = line.strip()
        began = time.process_time()
        status = _status(app, known.get(path, path))
        took = (time.process_time() - began) * 1000
        sys.stdout.write(json.dumps({"status": status, "milliseconds": took}) + "\n")
        sys.stdout.flush()


def _engine() -> Any:
    try:
        module = import_module("app.core.database.base")
    except ImportError:
        module = import_module("app.core.db")  # where older versions have it
    return module.db.engine


def _status(app: Any, path: str) -> str:
    name, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": unquote(name), "QUERY_STRING": query,
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost", "HTTP_AUTHORIZATION": "Bearer none", "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.multithread": False,
        "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip
    said: list[str] = []
    body = app.wsgi_app(environ, lambda status, _headers, _error=None: said.append(status))
    for _ in body:
        pass
    if hasattr(body, "close"):
        body.close()
    return said[0][:3]


if __name__ == "__main__":
    main()
