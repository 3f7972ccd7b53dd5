"""How long answers take beside work that is slow: `python -m tests.bench.beside [REQUESTS]`.

One server as shipped, with a storage server that takes connections and says nothing. Asked are a kept page and a drawn
one, first alone, then beside four times as many slow senders as processes, four uploads of 48 megapixels, the list of
products as a file and pictures from the storage that hangs. Told are the slowest hundredth of both and their ratio.
"""

import io
import json
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from PIL import Image

from tests.conftest import make_settings
from tests.e2e.server import Server
from tests.integration.app.serving.test_slow_work import TOKEN, ask, silent_server, with_file

WORKERS = 2
KEPT, DRAWN = "/", "/dang-nhap"
AT_MOST = {KEPT: 3, DRAWN: 5}


def measured(number: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        (folder / "var").mkdir()
        page, cookie = _facility(folder / "var")
        port = stack.enter_context(silent_server())[0]
        site = Server(folder)
        site.env |= {"WORKERS": str(WORKERS), "STORAGE_URL": f"s3://key:secret@127.0.0.1:{port}/bucket"}
        site.start()
        stack.callback(site.stop)
        for path in (KEPT, DRAWN) * 20:
            ask(site, path)
        alone = {path: _slowest(site, path, number) for path in (KEPT, DRAWN)}
        stop = threading.Event()
        threads = _work(site, page, cookie, stop)
        beside = {path: _slowest(site, path, number) for path in (KEPT, DRAWN)}
        stop.set()
        for each in threads:
            each.join(120)
    return {
        path: {
            "alone ms": round(alone[path], 1),
            "beside ms": round(beside[path], 1),
            "ratio": round(beside[path] / alone[path], 2),
            "met": beside[path] <= AT_MOST[path] * alone[path],
        }
        for path in (KEPT, DRAWN)
    }


def _facility(folder: Path) -> tuple[str, str]:
    """The page of a product and the cookie of one who may add pictures to it."""
    from app import create_app
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from app.migrations.run import upgrade
    from catalog.enums import ProductState
    from catalog.units.services import sync_units
    from tests.factories import everything
    from tests.factories.accounts import signed_in_client

    settings = make_settings(folder)
    upgrade(settings.database_url)
    app = create_app(settings)
    with app.app_context():
        with transaction():
            sync_units()
        factory = everything()
        facility = factory.facility()
        product = factory.product(facility, pictures=0, state=ProductState.DRAFT)
        browser = signed_in_client(app, factory.user("facility", facility_id=facility.id))
        found: Any = browser.get_cookie("tb")
        page = f"/co-so-cua-toi/san-pham/{product.id}"
        db.session.remove()
        db.engine.dispose()
    return page, f"tb={found.value}"


def _slowest(site: Server, path: str, number: int) -> float:
    """Milliseconds of the slowest hundredth, by one who asks again and again on one connection."""
    connection, times = HTTPConnection("127.0.0.1", site.port, timeout=120), []
    for _ in range(number):
        begin = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - begin)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
    connection.close()
    return sorted(times)[int(number * 0.99)] * 1000


def _work(site: Server, page: str, cookie: str, stop: threading.Event) -> list[threading.Thread]:
    token = TOKEN.search(ask(site, page, headers={"Cookie": cookie})[2])
    values = {"csrf_token": token[1] if token else ""}
    file = io.BytesIO()
    Image.new("1", (8_000, 6_000)).save(file, "PNG")
    body, kind = with_file(values, "pictures", file.getvalue())

    def upload() -> None:
        ask(site, f"{page}/anh", "POST", body, {"Content-Type": kind, "Cookie": cookie})

    def dribble() -> None:
        connection = HTTPConnection("127.0.0.1", site.port, timeout=120)
        connection.putrequest("POST", DRAWN)
        connection.putheader("Content-Length", "100000")
        connection.endheaders()
        while not stop.wait(0.2):
            connection.send(b"x" * 600)
        connection.close()

    def again(path: str) -> Any:
        return lambda: ask(site, path)

    acts = [upload] * 4 + [again("/san-pham.csv")] + [again(f"/tep/{n:064x}.webp") for n in range(4)]
    threads = [threading.Thread(target=_repeated, args=(act, stop), daemon=True) for act in acts]
    threads += [threading.Thread(target=dribble, daemon=True) for _ in range(4 * WORKERS)]
    for each in threads:
        each.start()
    return threads


def _repeated(act: Any, stop: threading.Event) -> None:
    while not stop.is_set():
        act()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(int(sys.argv[1]) if sys.argv[1:] else 400), indent=1) + "\n")
