"""Kills the server while jurors submit over HTTP: `python -m tests.bench.kill [kills]` (100 by itself).

Each time a `tieubieu serve` of its own starts, four jurors save and submit through the juror's API, and
SIGKILL strikes server and workers at a random moment. What got no answer is sent again to the next server
under the same client id, as a phone does. At the end every receipt that was answered must be in the table
once, the log must be whole and every checkpoint must bear its signature.
"""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.load import ROOT, free_port

SUBMITTED = 0.02
"""The part of the savings that submit, so that sheets stay open for the next."""
LONGEST = 0.6
"""Seconds after which a kill strikes at the latest."""
WARM = 0.8
"""The part of the kills that wait for a first receipt; the others strike whatever the server is at."""
START = 180.0


@dataclass
class Client:
    """One juror's telephone: `waiting` is what was sent and not answered, `receipts` what was answered with 200."""

    token: str
    keys: list[str]
    dice: random.Random
    receipts: dict[str, str] = field(default_factory=dict)
    waiting: tuple[str, dict[str, Any]] | None = None
    resent: int = 0
    odd: list[str] = field(default_factory=list)

    def work(self, port: int, stop: threading.Event) -> None:
        """Send until the server is gone."""
        self.resent += self.waiting is not None
        try:
            while not stop.is_set():
                self.waiting = self.waiting or self.next_saving()
                self.take(*send(port, self.token, *self.waiting))
        except (OSError, http.client.HTTPException, ValueError):
            return  # no answer, or half of one: kept in `waiting`

    def next_saving(self) -> tuple[str, dict[str, Any]]:
        scores = {"market": str(self.dice.randint(0, 40)), "economy": "31.5", "culture": "8", "other": "7"}
        body = {"client_id": str(uuid.UUID(int=self.dice.getrandbits(128), version=4)), "scores": scores}
        return self.dice.choice(self.keys), {**body, "submit": self.dice.random() < SUBMITTED}

    def take(self, status: int, answer: dict[str, Any]) -> None:
        _, body = self.waiting or ("", {})
        if status == http.HTTPStatus.OK:
            self.receipts[body["client_id"]] = answer["receipt"]
        elif answer.get("code") != "already_submitted":
            self.odd.append(f"{status} {answer}")
        self.waiting = None


def send(port: int, token: str, key: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START)
    try:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection.request("PUT", f"/api/v1/juror/sheets/{key}", json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def strike(folder: Path, clients: list[Client], kills: int, seed: int) -> None:
    """So many servers on this folder, each killed while the clients send."""
    dice = random.Random(seed)
    for _ in range(kills):
        server, port = _serve(folder)
        before = _count_answers(clients)
        try:
            stop = threading.Event()
            threads = [threading.Thread(target=client.work, args=(port, stop)) for client in clients]
            for thread in threads:
                thread.start()
            if dice.random() < WARM:
                _wait_for_answer(clients, before)
            time.sleep(dice.uniform(0, LONGEST))
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            stop.set()
        for thread in threads:
            thread.join()


def _count_answers(clients: list[Client]) -> int:
    return sum(len(client.receipts) for client in clients)


def _wait_for_answer(clients: list[Client], before: int) -> None:
    end = time.monotonic() + START
    while _count_answers(clients) == before and time.monotonic() < end:
        time.sleep(0.005)


def _serve(folder: Path) -> tuple["subprocess.Popen[bytes]", int]:
    """The server as `make run` starts it, in a process group of its own, once it answers."""
    port, script = free_port(), Path(sys.executable).with_name("tieubieu")
    own = {"DATA_DIR": str(folder), "HOST": "127.0.0.1", "PORT": str(port), "WORKERS": "1"}
    own |= {"SECRET_KEY": "a secret for tests only, forty characters or so", "PASSWORD_COST": "low"}
    with (folder / "server.log").open("ab") as told:
        server = subprocess.Popen(
            [str(script), "serve"], cwd=ROOT, env={**os.environ, **own},
            start_new_session=True, stdout=told, stderr=told,
        )  # fmt: skip
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        try:
            send(port, "", "nobody", {})
        except (OSError, http.client.HTTPException, ValueError):
            time.sleep(0.02)
        else:
            return server, port
    os.killpg(server.pid, signal.SIGKILL)
    raise RuntimeError((folder / "server.log").read_text("utf-8", "replace")[-2000:])


def make_clients(people: Any) -> list[Client]:
    """A telephone for each juror of a round in scoring. Inside an application context."""
    from app.accounts.models import User
    from app.accounts.services import tokens
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from tests.factories.accounts import actor

    clients = []
    for seat, juror in enumerate(people.jurors):
        with transaction():
            token = tokens.add_token(actor(juror), db.session.get_one(User, juror.id), "test")
        keys = [key for (at, _), key in people.sheets.items() if at == seat]
        clients.append(Client(token, keys, random.Random(seat)))
    db.session.remove()
    db.engine.dispose()
    return clients


def find_losses(round_id: int, clients: list[Client]) -> list[str]:
    """The faults after the kills, in words; empty if there are none. Inside an application context."""
    from app.core.database.base import db
    from voting.log import writer as log
    from voting.models import ScoreSheetRevision, SelectionRound
    from voting.verification.cli import check_signature
    from voting.verification.live_logs import find_round_faults

    round_ = db.session.get_one(SelectionRound, round_id)
    kept = {row.client_id: row.receipt for row in db.session.query(ScoreSheetRevision)}
    lost = [
        f"receipt {receipt} of {client_id} is {kept.get(client_id)}"
        for client in clients
        for client_id, receipt in client.receipts.items()
        if kept.get(client_id) != receipt
    ]
    lost += [str(fault) for fault in find_round_faults(round_, check_signature)]
    ballots = sum(leaf.kind == "ballot" for leaf in log.list_leaves(round_id))
    if ballots != len(kept):
        lost.append(f"{len(kept)} revisions, {ballots} ballots in the log")
    lost += [odd for client in clients for odd in client.odd]
    health = db.session.execute(db.text("PRAGMA integrity_check")).scalar()
    return lost if health == "ok" else [*lost, str(health)]


def main() -> None:
    from app import create_app
    from app.cli.run import bring_up_to_date
    from tests.conftest import make_settings
    from tests.factories import voting

    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory(prefix="tieubieu-kill-") as name:
        settings = make_settings(Path(name))
        bring_up_to_date(settings)
        with create_app(settings).app_context():
            people = voting.round_in_scoring(products=6, jurors=4)
            clients = make_clients(people)
            begin = time.monotonic()
            strike(Path(name), clients, kills, 7)
            losses = find_losses(people.round_id, clients)
    answered, resent = sum(len(one.receipts) for one in clients), sum(one.resent for one in clients)
    sys.stdout.write(
        f"{kills} kills in {time.monotonic() - begin:.0f} s: {answered} sheets acknowledged, "
        f"{resent} sent again, {len(losses)} faults\n" + "".join(f"  {one}\n" for one in losses)
    )
    sys.exit(bool(losses))


if __name__ == "__main__":
    main()
