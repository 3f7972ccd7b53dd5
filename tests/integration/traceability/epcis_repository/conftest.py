"""A maker with an API token, and a second one who must see nothing of the first."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from app.accounts.models import Membership, User
from app.accounts.services import tokens
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work.jobs import run_pending
from tests.helpers.epcis import document
from tests.helpers.epcis_api import listed


class Api:
    """A program of a facility: `api.get("/events", EQ_action="ADD")`, `api.post("/capture", document)`."""

    def __init__(self, app: Any, token: str | None, facility: Any = None) -> None:
        self.app = app
        self.facility = facility
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, headers: dict[str, str] | None = None, **parameters: Any) -> Any:
        query = {name: value for name, value in parameters.items() if value is not None}
        return self._open(path, "GET", headers, **({"query_string": query} if query else {}))

    def post(self, path: str, body: Any, headers: dict[str, str] | None = None, **options: Any) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._open(path, "POST", headers, data=data, **{"content_type": "application/json"} | options)

    def delete(self, path: str) -> Any:
        return self._open(path, "DELETE", None)

    def options(self, path: str) -> Any:
        return self._open(path, "OPTIONS", None)

    def capture(self, *events: Any, behaviour: str | None = None) -> dict[str, Any]:
        """The capture job of a document, after its work is done."""
        headers = {"GS1-Capture-Error-Behaviour": behaviour} if behaviour else None
        answer = self.post("/capture", document(*events), headers)
        assert answer.status_code == 202, answer.text
        run_pending()
        job: dict[str, Any] = self.get(answer.headers["Location"]).json
        return job

    def found(self, path: str = "/events", **parameters: Any) -> list[str]:
        """The eventIDs of an answer."""
        answer = self.get(path, **parameters)
        assert answer.status_code == 200, answer.text
        return [event["eventID"] for event in listed(answer)]

    def pages(self, path: str, **parameters: Any) -> list[Any]:
        """Every answer from the first page to the last."""
        answers = [self.get(path, **parameters)]
        while link := answers[-1].headers.get("Link"):
            address, _, rel = link.partition("; ")
            assert rel == 'rel="next"'
            answers.append(self._open(address.strip("<>").removeprefix("http://localhost"), "GET", None))
        return answers

    def _open(self, path: str, method: str, headers: dict[str, str] | None, **options: Any) -> Any:
        address = path if path.startswith("/epcis/v2") else f"/epcis/v2{path}"
        client = self.app.test_client()
        return client.open(address, method=method, headers={**self.headers, **(headers or {})}, **options)


@pytest.fixture
def make_api(app, factory):
    """A new facility with a member who holds a token."""

    def make(*others: Any) -> Api:
        facility = factory.facility()
        person = factory.user("facility", facility_id=facility.id)
        with transaction() as session:
            for other in others:
                session.add(
                    Membership(
                        user_id=person.id,
                        role="facility",
                        facility_id=other.facility.id,
                        created_at=utc_now(),
                    )
                )
        with transaction():
            user = db.session.get_one(User, person.id)
            token = tokens.add_token(factory.actor(user), user, "test")
        return Api(app, token, SimpleNamespace(id=facility.id, slug=facility.slug))

    return make


@pytest.fixture
def api(make_api):
    return make_api()
