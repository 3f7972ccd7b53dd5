"""How long answers take beside work that is slow: `python -m tests.bench.beside [REQUESTS [ROUNDS [PART ...]]]`.

One server as shipped with two processes, on a catalogue of 100,000 products and with a storage server that takes
connections and says nothing. Asked are a kept page, a drawn one and the saving of a score sheet, by turns alone and
beside the slow work; told are the slowest hundredth of each and their ratio. PART: of the slow work only this:
`senders` (four times as many as processes), `uploads` (four, of 48 megapixels), `export` (the files of the whole
catalogue by their job, and a table of a choice by a request), `storage` (four who want pictures of it).
BENCH_CATALOGUE: a data folder to copy; without it 10,000 products are made.
"""

import io
import json
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from PIL import Image

from tests.bench.load import ROOT
from tests.e2e.server import Server
from tests.helpers.served import ask
from tests.integration.app.serving.test_slow_work import (
    TOKEN,
    drawing_children,
    silent_server,
    with_file,
)

WORKERS = 2
KEPT, DRAWN, SCORE = "kept page", "drawn page", "score sheet"
PATHS = {KEPT: "/", DRAWN: "/dang-nhap"}
AT_MOST = {KEPT: 3, DRAWN: 5, SCORE: 5}
PARTS = ("senders", "uploads", "export", "storage")
SECRET = "x" * 40


@dataclass(frozen=True, slots=True)
class People:
    """page: of a product to which `cookie` may add pictures. sheets: keys of score sheets that `token` may save."""

    page: str
    cookie: str
    token: str
    sheets: list[str]


def measured(requests: int, rounds: int, parts: tuple[str, ...]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="tieubieu-beside-") as name, ExitStack() as stack:
        folder = Path(name)
        lay_catalogue(folder / "var")
        people = people_of(folder / "var")
        port = stack.enter_context(silent_server())[0]
        site = Server(folder)
        site.env |= {
            "WORKERS": str(WORKERS),
            "SECRET_KEY": SECRET,
            "STORAGE_URL": f"s3://key:secret@127.0.0.1:{port}/bucket",
        }
        site.start()
        stack.callback(site.stop)
        asks = {KEPT: _page(PATHS[KEPT]), DRAWN: _page(PATHS[DRAWN]), SCORE: _saving(people)}
        for act in asks.values():
            _slowest(site.port, act, 40)
        alone: dict[str, list[float]] = {what: [] for what in asks}
        beside: dict[str, list[float]] = {what: [] for what in asks}
        for _ in range(rounds):
            for what, act in asks.items():
                alone[what].append(_slowest(site.port, act, requests))
            with _slow_work(site.port, people, folder / "var", parts):
                for what, act in asks.items():
                    beside[what].append(_slowest(site.port, act, requests))
    return {what: _row(what, alone[what], beside[what]) for what in asks} | {"load": os.getloadavg()[0]}


def _row(what: str, alone: list[float], beside: list[float]) -> dict[str, Any]:
    quiet, busy = statistics.median(alone), statistics.median(beside)
    return {
        "alone ms": [round(ms, 1) for ms in alone],
        "beside ms": [round(ms, 1) for ms in beside],
        "ratio of medians": round(busy / quiet, 2),
        "met": busy <= AT_MOST[what] * quiet,
    }


def lay_catalogue(folder: Path) -> None:
    given, command = os.environ.get("BENCH_CATALOGUE"), Path(sys.executable).with_name("tieubieu")
    if given:
        shutil.copytree(given, folder, symlinks=True)
    steps = ["migrate"] if given else ["demo", "load", "--products", "10000"]
    env = os.environ | {"DATA_DIR": str(folder), "SECRET_KEY": SECRET, "EMBEDDED_RUNNER": "off"}
    subprocess.run([command, *steps], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)


def _app(folder: Path) -> Any:
    from app import create_app
    from config import Settings

    env = {"DATA_DIR": str(folder), "SECRET_KEY": SECRET, "EMBEDDED_RUNNER": "off", "PASSWORD_COST": "low"}
    return create_app(Settings.from_env(env))


def people_of(folder: Path, entries: int = 2) -> People:
    from itertools import count

    from app.accounts.models import User
    from app.accounts.services import tokens
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from catalog.enums import ProductState
    from tests.factories import accounts, catalog, everything, traceability, voting

    for module in (accounts, catalog, traceability, voting):  # the catalogue has numbers of its own
        for name in [name for name, value in vars(module).items() if isinstance(value, count)]:
            setattr(module, name, count(5_000_000))
    app = _app(folder)
    with app.app_context():
        factory = everything()
        facility = factory.facility()
        product = factory.product(facility, pictures=0, state=ProductState.DRAFT)
        browser = accounts.signed_in_client(app, factory.user("facility", facility_id=facility.id))
        found: Any = browser.get_cookie("tb")
        round_ = voting.round_in_scoring(products=entries, jurors=3)
        juror = round_.jurors[0]
        with transaction():
            token = tokens.add_token(accounts.actor(juror), db.session.get_one(User, juror.id), "bench")
        keys = [key for (seat, _), key in round_.sheets.items() if seat == 0]
        page = f"/co-so-cua-toi/san-pham/{product.id}"
        db.session.remove()
        db.engine.dispose()
    return People(page, f"tb={found.value}", token, keys)


Act = Callable[[HTTPConnection], None]


def _page(path: str) -> Act:
    def act(connection: HTTPConnection) -> None:
        connection.request("GET", path)

    return act


def _saving(people: People) -> Act:
    headers = {"Authorization": f"Bearer {people.token}", "Content-Type": "application/json"}

    def act(connection: HTTPConnection) -> None:
        scores = {"market": "31.5", "economy": "12", "culture": "8", "other": "7"}
        body = json.dumps({"client_id": str(uuid.uuid4()), "scores": scores, "submit": False})
        connection.request("PUT", f"/api/v1/juror/sheets/{people.sheets[0]}", body, headers)

    return act


@contextmanager
def _ahead_of_all() -> Iterator[None]:
    """Who measures stands for somebody on another machine: where the system allows it, it never waits for its turn."""
    with suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    try:
        yield
    finally:
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def _slowest(port: int, act: Act, number: int) -> float:
    """Milliseconds of the slowest hundredth, by one who asks again and again on one connection."""
    connection, times = HTTPConnection("127.0.0.1", port, timeout=120), []
    with _ahead_of_all():
        for _ in range(number):
            begin = time.perf_counter()
            act(connection)
            answer = connection.getresponse()
            told = answer.read()
            times.append(time.perf_counter() - begin)
            if answer.status != 200:
                raise RuntimeError(f"{answer.status} {told[:200]!r}")
    connection.close()
    return sorted(times)[int(number * 0.99)] * 1000


@contextmanager
def _slow_work(port: int, people: People, folder: Path, parts: tuple[str, ...]) -> Iterator[None]:
    """In a process of its own, so that it does not keep from its turn who measures."""
    context = multiprocessing.get_context("spawn")
    going, stop = context.Event(), context.Event()
    process = context.Process(target=_work, args=(port, people, folder, parts, going, stop))
    process.start()
    if not going.wait(120):
        raise RuntimeError("the slow work does not begin")
    try:
        yield
    finally:
        stop.set()
        process.join(180)


def _work(port: int, people: People, folder: Path, parts: tuple[str, ...], going: Any, stop: Any) -> None:
    site: Any = type("Site", (), {"port": port})
    acts: list[Callable[[], object]] = []
    if "uploads" in parts:
        acts += [_upload(site, people)] * 4
    if "storage" in parts:
        acts += [lambda n=n: ask(site, f"/tep/{n:064x}.webp") for n in range(4)]
    if "export" in parts:
        acts += [lambda: ask(site, "/san-pham.csv?level=tinh"), _export(folder)]
    if "senders" in parts:
        acts += [lambda: _dribble(site, stop)] * (4 * WORKERS)
    threads = [threading.Thread(target=_repeated, args=(act, stop), daemon=True) for act in acts]
    for each in threads:
        each.start()
    end = time.monotonic() + 60
    while "uploads" in parts and not drawing_children() and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(1)
    going.set()
    for each in threads:
        each.join()


def _repeated(act: Callable[[], object], stop: Any) -> None:
    while not stop.is_set():
        act()


def _upload(site: Any, people: People) -> Callable[[], object]:
    token = TOKEN.search(ask(site, people.page, headers={"Cookie": people.cookie})[2])
    file = io.BytesIO()
    Image.new("1", (8_000, 6_000)).save(file, "PNG")
    body, kind = with_file({"csrf_token": token[1] if token else ""}, "pictures", file.getvalue())
    headers = {"Content-Type": kind, "Cookie": people.cookie}
    return lambda: ask(site, f"{people.page}/anh", "POST", body, headers)


def _export(folder: Path) -> Callable[[], object]:
    """Orders the files of the whole catalogue as soon as none are being made."""
    from sqlalchemy import select

    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from app.core.work.jobs import Job, JobState, enqueue

    app = _app(folder)

    def act() -> None:
        with app.app_context():
            with transaction():
                waiting = db.session.scalars(select(Job).where(Job.kind == "site.open_data")).all()
                for job in waiting:
                    if job.state == JobState.QUEUED:  # put back, for the storage hangs
                        job.run_after = job.created_at
                if not any(job.state in {JobState.QUEUED, JobState.RUNNING} for job in waiting):
                    enqueue("site.open_data")
            db.session.remove()
        time.sleep(1)

    return act


def _dribble(site: Any, stop: Any) -> None:
    connection = HTTPConnection("127.0.0.1", site.port, timeout=120)
    connection.putrequest("POST", PATHS[DRAWN])
    connection.putheader("Content-Length", "100000")
    connection.endheaders()
    while not stop.wait(0.2):
        connection.send(b"x" * 600)
    connection.close()


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    chosen = tuple(word for word in sys.argv[1:] if not word.isdigit()) or PARTS
    found = measured(*(numbers + [400, 3][len(numbers) :]), chosen)
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
