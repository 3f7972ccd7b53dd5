"""People at work on the cluster: each sends, sends again what got no answer, and remembers what was acknowledged."""

import http.client
import json
import random
import threading
import time
import uuid
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

PATIENCE = 20.0
"""Seconds for an answer; a person waits no longer."""
PAUSE = 0.05
AGAIN = 0.3
AGENT = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"


@dataclass
class Worker(ABC):
    """One person. acknowledged: key of what was taken, with what was answered. unanswered: tries without an answer of
    use. wrong: answers that must not be. answered: when answers of use came. pause: seconds between two tries.
    """

    name: str
    port: int
    token: str = ""
    pause: float = PAUSE
    acknowledged: dict[str, str] = field(default_factory=dict)
    unanswered: int = 0
    wrong: list[str] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)

    def work(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                done = self.step()
            except (OSError, http.client.HTTPException, ValueError):
                done = False
            if done:
                self.answered.append(time.monotonic())
            else:
                self.unanswered += 1
            stop.wait(self.pause if done else AGAIN)

    @abstractmethod
    def step(self) -> bool:
        """One try; whether it got an answer of use."""

    def send(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        given = {"User-Agent": AGENT} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        try:
            connection.request(method, path, body or None, given | headers)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()


@dataclass
class Juror(Worker):
    keys: list[str] = field(default_factory=list)
    dice: random.Random = field(default_factory=random.Random)
    waiting: tuple[str, dict[str, Any]] | None = None

    def step(self) -> bool:
        key, body = self.waiting = self.waiting or self._next()
        sent = json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        status, _, answer = self.send("PUT", f"/api/v1/juror/sheets/{key}", sent, **headers)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            return False
        self.waiting = None
        if status == HTTPStatus.OK:
            self.acknowledged[body["client_id"]] = json.loads(answer)["receipt"]
        else:
            self.wrong.append(f"{self.name}: {status} {answer[:200]!r}")
        return True

    def _next(self) -> tuple[str, dict[str, Any]]:
        scores = {"market": str(self.dice.randint(0, 40)), "economy": "31.5", "culture": "8", "other": "7"}
        client = str(uuid.UUID(int=self.dice.getrandbits(128), version=4))
        return self.dice.choice(self.keys), {"client_id": client, "scores": scores, "submit": False}


@dataclass
class Buyer(Worker):
    """Opens pages of genuine codes; one that is called unknown is the worst answer there is."""

    codes: list[str] = field(default_factory=list)
    dice: random.Random = field(default_factory=random.Random)
    opened: int = 0

    def step(self) -> bool:
        code = self.dice.choice(self.codes)
        path = self.dice.choice((f"/t/{code}", f"/truy-xuat/{code}"))
        status, headers, _ = self.send("GET", path)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return False
        if status == HTTPStatus.OK or (
            status == HTTPStatus.TEMPORARY_REDIRECT and code in headers["location"]
        ):
            self.opened += 1
            return True
        self.wrong.append(f"{self.name}: {path} {status}")
        return True


@dataclass
class Partner(Worker):
    """Hands in EPCIS events."""

    waiting: str = ""

    def step(self) -> bool:
        self.waiting = self.waiting or f"urn:uuid:{uuid.uuid4()}"
        event = {
            "type": "ObjectEvent",
            "eventID": self.waiting,
            "eventTime": "2026-11-22T08:00:00+07:00",
            "eventTimeZoneOffset": "+07:00",
            "epcList": [f"https://id.gs1.org/01/08935217400010/21/{self.waiting[-12:]}"],
            "action": "OBSERVE",
            "bizStep": "shipping",
            "disposition": "in_transit",
            "readPoint": {"id": "https://id.gs1.org/414/8935217400003"},
        }
        document = {
            "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-11-22T08:30:00Z",
            "epcisBody": {"eventList": [event]},
        }
        headers = {"Content-Type": "application/json"}
        status, found, answer = self.send(
            "POST", "/epcis/v2/capture", json.dumps(document).encode(), **headers
        )
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            return False
        if status == HTTPStatus.ACCEPTED:
            self.acknowledged[self.waiting] = found["location"]
        else:
            self.wrong.append(f"{self.name}: {status} {answer[:300]!r}")
        self.waiting = ""
        return True


@dataclass
class Printer(Worker):
    """Orders labels by the form, which bears a word that makes it count once."""

    lot_id: int = 0
    quantity: int = 3
    waiting: str = ""

    def step(self) -> bool:
        self.waiting = self.waiting or uuid.uuid4().hex
        fields = {
            "kind": "item",
            "quantity": str(self.quantity),
            "sheet": "a4-65",
            "start": "1",
            "level": "M",
        }
        body = urlencode(fields | {"purpose": self.waiting, "once": self.waiting}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        status, found, answer = self.send("POST", f"/co-so-cua-toi/lo/{self.lot_id}/in-tem", body, **headers)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            return False
        if status in {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER}:
            self.acknowledged[self.waiting] = found["location"]
        else:
            self.wrong.append(f"{self.name}: {status} {answer[-300:]!r}")
        self.waiting = ""
        return True


@dataclass
class Publisher(Worker):
    """Withdraws and publishes a product by the use cases, then waits until both nodes show it or say that they cannot.
    slowest: seconds until both had shown it. refused: the longest that a node took to say that it cannot.
    """

    act: Any = None
    path: str = ""
    nodes: tuple[int, ...] = ()
    is_public: bool = True
    slowest: float = 0.0
    refused: float = 0.0
    shown: int = 0

    def step(self) -> bool:
        if not self.act(not self.is_public):
            return False
        self.is_public = not self.is_public
        begin = time.monotonic()
        wanted = HTTPStatus.OK if self.is_public else HTTPStatus.NOT_FOUND
        found = [self._seen(port, wanted, begin) for port in self.nodes]
        if found == [wanted] * len(found):
            self.slowest = max(self.slowest, time.monotonic() - begin)
        self.shown += all(status in {wanted, 0} for status in found)
        return True

    def _seen(self, port: int, wanted: int, since: float) -> int:
        """What a node answers at last: what is wanted, or 0."""
        while True:
            begin = time.monotonic()
            status = self._status(port)
            if status == 0:
                self.refused = max(self.refused, time.monotonic() - begin)
            if status in {wanted, 0}:
                return status
            if time.monotonic() - since > PATIENCE:
                self.wrong.append(f"{self.name}: {port} shows the old state after {PATIENCE} s")
                return status
            time.sleep(0.02)

    def _status(self, port: int) -> int:
        """0 from a node that does not answer, or cannot."""
        self.port = port
        try:
            status, _, _ = self.send("GET", self.path)
        except (OSError, http.client.HTTPException):
            return 0
        return 0 if status >= HTTPStatus.INTERNAL_SERVER_ERROR else status
