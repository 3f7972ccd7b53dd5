"""Programs of the field beside this one: `python -m tests.bench.peers`, with BENCH_CATALOGUE as the catalogue has it.

Each peer runs already, on this machine, with one worker (`gunicorn -w 1`). OSCAR_URL and OSCAR_PID: django-oscar with
the products of its own sandbox. MONTAGE_URL, MONTAGE_PID, MONTAGE_COOKIE (`clastic_cookie`) and MONTAGE_ROUND: montage
with an active round of ratings in which the user of the cookie, who may act for others, acts for MONTAGE_JUROR. What
is not named is left out. Told is the processor time of an answer, the peer's and ours by turns, in the median of TURNS;
pages as a visitor finds them, and past our micro-cache. A rating and a score sheet are on disk when they are answered.
"""

import json
import os
import statistics
import sys
import tempfile
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.bench import beside, catalogue
from tests.bench.load import Server, served

TURNS = 5
PAST_THE_CACHE = {"Authorization": "Bearer none"}
ENTRIES = 15
"""So many score sheets has the juror; a page of montage's tasks has as many."""
Ask = Callable[[], None]


class Site:
    """A server and one connection after the other to it."""

    def __init__(self, url: str, pid: int) -> None:
        parts = urlsplit(url)
        self.host, self.port = parts.hostname or "127.0.0.1", parts.port or 80
        self.server = Server(self.port, pid)

    def ask(self, path: str, headers: dict[str, str], body: Any = None, method: str = "GET") -> bytes:
        """Raises RuntimeError where the answer is not 200."""
        connection = HTTPConnection(self.host, self.port, timeout=60)
        sent = None if body is None else json.dumps(body).encode()
        connection.request(method, path, sent, headers)
        answer = connection.getresponse()
        told = answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {told[:200]!r}")
        return told

    def milliseconds(self, asks: list[Ask]) -> float:
        """Of the server's processor for each of these. The system counts in hundredths: ask often enough."""
        before = self.server.processor_seconds()
        for ask in asks:
            ask()
        return (self.server.processor_seconds() - before) * 1000 / len(asks)


def measured() -> list[dict[str, Any]]:
    """Rows {"work", "peer", "ours", "ratio", "wanted", "met"}; milliseconds, medians of the turns."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tieubieu-peers-")))
        beside.lay_catalogue(folder / "var")
        people = beside.people_of(folder / "var", ENTRIES)
        environ = catalogue.environment(folder / "var")
        server = stack.enter_context(served("app.wsgi:application", environ))
        ours = Site(f"http://127.0.0.1:{server.port}", server.pid)
        return _oscar(ours) + _montage(ours, people)


def _oscar(ours: Site) -> list[dict[str, Any]]:
    if "OSCAR_URL" not in os.environ:
        return []
    oscar = Site(os.environ["OSCAR_URL"], int(os.environ["OSCAR_PID"]))
    listed = oscar.ask("/en-gb/catalogue/", {}).decode()
    detail = next(part for part in listed.split('href="') if part.startswith("/en-gb/catalogue/2")).partition(
        '"'
    )[0]
    listed = ours.ask("/san-pham", PAST_THE_CACHE).decode()
    product = next(part for part in listed.split('href="') if part.startswith("/san-pham/")).partition('"')[0]
    pages = (
        ("product", detail, product, 150, {}),
        ("list", "/en-gb/catalogue/", "/san-pham", 40, {}),
        ("search", "/en-gb/search/?q=linux", "/san-pham?q=nuoc+mam", 40, {}),
    )
    pages += tuple((f"{name}, past our cache", *rest, PAST_THE_CACHE) for name, *rest, _ in pages)
    return [
        _row(
            f"django-oscar: {name}", wanted,
            oscar, [lambda path=theirs: oscar.ask(path, {})] * 10,
            ours, [lambda path=mine, headers=headers: ours.ask(path, headers)] * 200,
        )
        for name, theirs, mine, wanted, headers in pages
    ]  # fmt: skip


def _montage(ours: Site, people: beside.People) -> list[dict[str, Any]]:
    if "MONTAGE_URL" not in os.environ:
        return []
    montage = Site(os.environ["MONTAGE_URL"], int(os.environ["MONTAGE_PID"]))
    round_ = f"/v1/juror/round/{os.environ['MONTAGE_ROUND']}/tasks"
    juror = "?" + urlencode({"su_to": os.environ["MONTAGE_JUROR"]})
    theirs = {
        "Cookie": f"clastic_cookie={os.environ['MONTAGE_COOKIE']}",
        "Accept": "application/json", "Content-Type": "application/json",
    }  # fmt: skip
    mine = {"Authorization": f"Bearer {people.token}", "Content-Type": "application/json"}

    def rate() -> None:
        vote = waiting.pop()
        rating = {"ratings": [{"vote_id": vote, "value": 1.0}]}
        montage.ask(f"{round_}/submit{juror}", theirs, rating, "POST")

    def save() -> None:
        scores = {"market": "31.5", "economy": "12", "culture": "8", "other": "7"}
        sheet = {"client_id": str(uuid.uuid4()), "scores": scores, "submit": False}
        ours.ask(f"/api/v1/juror/sheets/{people.sheets[0]}", mine, sheet, "PUT")

    found = json.loads(montage.ask(f"{round_}{juror}&count=600", theirs))
    waiting = [task["id"] for task in found["data"]["tasks"]]
    number = (len(waiting) - 1) // (TURNS + 1)
    listing = [lambda: montage.ask(round_ + juror, theirs)] * 30
    listed = [lambda: ours.ask("/api/v1/juror/sheets", mine)] * 100
    return [
        _row("montage: a juror's list", 15, montage, listing, ours, listed),
        _row("montage: a rating, a score sheet", 5, montage, [rate] * number, ours, [save] * 100),
    ]


def _row(
    work: str, wanted: int, peer: Site, theirs: list[Any], ours: Site, mine: list[Any]
) -> dict[str, Any]:
    """The first turn warms them."""
    turns = [(peer.milliseconds(theirs), ours.milliseconds(mine)) for _ in range(TURNS + 1)][1:]
    took = [statistics.median(column) for column in zip(*turns, strict=True)]
    ratio = took[0] / took[1]
    return {
        "work": work, "peer": round(took[0], 2), "ours": round(took[1], 2),
        "ratio": round(ratio, 1), "turns": [round(one / other, 1) for one, other in turns],
        "wanted": wanted, "met": ratio >= wanted,
    }  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps([*measured(), {"load": os.getloadavg()[0]}], indent=1) + "\n")
