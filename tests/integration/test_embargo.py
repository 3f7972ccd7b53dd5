"""Before publication no answer of any address reveals a score, a place or a verdict to anyone outside the
council.

Two sites start from one database: the same people, entries and codes, the same clock and chance. Only what
the other jurors gave differs, and with it totals, places and verdicts. Whatever differs between two answers
would tell.
"""

import re
import shutil
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter

from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work.jobs import run_pending
from app.web.access import rule_of
from catalog.search.tasks import catch_up_index
from tests.conftest import _create, make_settings
from tests.factories import everything
from tests.factories.accounts import actor, signed_in_client, user
from voting.council import services as council
from voting.models import EntryCode, ScoreSheet, SelectionRound
from voting.score_sheets import services as score_sheets
from voting.scoring import services as scoring_stage

MINE = {"market": "31", "economy": "30", "culture": "8", "other": "7"}
HIGH = {"market": "39.5", "economy": "38.25", "culture": "9.5", "other": "9"}
LOW = {"market": "20.5", "economy": "19.25", "culture": "4.5", "other": "4"}
FAIR = {"market": "34.5", "economy": "33.25", "culture": "7.5", "other": "6"}
SCORES = {  # what the jurors beside the one who looks give to the first and the second entry, on either site
    "scoring": ((HIGH, LOW), (LOW, HIGH)),
    "council": ((HIGH, LOW), (LOW, HIGH)),
    "provisional": ((HIGH, FAIR), (FAIR, HIGH)),  # the list is public then, so both pass on both sites
}
RANDOM = (
    re.compile(r'name="(csrf_token|once)" value="[^"]*"'),
    re.compile(r'"csrf_token": ?"[^"]*"'),
    re.compile(r'name="csrf-token" content="[^"]*"'),
    re.compile(r'name="client_id"[^>]*value="[^"]*"'),
    re.compile(r"nonce-[A-Za-z0-9_=+/-]+|nonce=\"[^\"]*\""),
    re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b"),  # a receipt: the hash of what was saved and of a random salt
    re.compile(
        r"— tieubieu-round-log \S+|tieubieu/round/\S+\s+\d+\s+\S+"
    ),  # a signed root: salted, tells nothing
)
NOW = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
FRESH = {"accounts.replace_second_factor"}
"""Shows a new random secret each time."""
VIEWERS = ("public", "entrant", "juror", "officer-elsewhere")
WORKING = ("officer", "admin")
"""Those who run the round and the site are outside the council too; they look when there is most to see."""


@pytest.fixture
def seed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """One round in scoring with two entries, all its people, and everyone who will look."""
    salts = SimpleNamespace(given=0)
    monkeypatch.setattr("app.core.logs.ledger.secrets", SimpleNamespace(token_bytes=partial(_salt, salts)))
    with use_clock(FixedClock(NOW)):
        people = everything().round_in_scoring(scoring_until=NOW + timedelta(days=9))
        people.elsewhere, people.admin = user("officer-province"), user("admin")
        people.ids = {
            name: getattr(people, name).id
            for name in ("elsewhere", "admin", "member", "officer", "chair", "secretary")
        }
        people.ids |= {"juror": people.jurors[0].id, "jurors": [juror.id for juror in people.jurors]}
        people.entries = [nomination.id for nomination in people.nominations]
        people.salts = salts
        app.test_client().get("/.well-known/label-keys.json")  # makes the key that both sites will have
        yield people


@pytest.mark.slow
@pytest.mark.parametrize("stage", SCORES)
def test_nothing_outside_the_council_tells_scores_before_publication(
    seed: SimpleNamespace, app: Flask, tmp_path: Path, stage: str
) -> None:
    told: list[dict[str, str]] = []
    db.session.remove()
    db.engine.dispose()
    for number, given in enumerate(SCORES[stage]):
        told.append(
            _answers(seed, Path(app.extensions["settings"].data_dir), tmp_path / str(number), stage, given)
        )
    assert len(told[0]) > 400
    assert {
        place: _parting(text, told[1].get(place, ""))
        for place, text in told[0].items()
        if text != told[1].get(place)
    } == {}


def test_the_two_sites_do_differ_for_the_council(seed: SimpleNamespace, app: Flask, tmp_path: Path) -> None:
    """The comparison would find a leak: the chair's board differs, and shows the total."""
    boards = []
    db.session.remove()
    db.engine.dispose()
    for number, given in enumerate(SCORES["council"]):
        site = _grow(
            seed, Path(app.extensions["settings"].data_dir), tmp_path / str(number), "council", given
        )
        with site.app_context():
            client = _browser(site, seed.ids["chair"])
            round_ = db.session.get_one(SelectionRound, seed.round_id)
            boards.append(client.get(f"/hoi-dong/{round_.slug}/bang-diem").text)
            db.session.remove()
            db.engine.dispose()
    assert boards[0] != boards[1]
    assert "89,5" in boards[0]


def _grow(
    seed: SimpleNamespace, source: Path, folder: Path, stage: str, given: tuple[dict[str, str], ...]
) -> Flask:
    """A site on a copy of the data, taken to the stage with these scores."""
    shutil.copytree(source, folder)
    seed.salts.given = 1000
    site = _create(make_settings(folder))
    with site.app_context():
        for place, juror_id in enumerate(seed.ids["jurors"]):
            for nomination, scores in zip(seed.entries, given, strict=True):
                _submit(juror_id, nomination, MINE if place == 0 else scores, number=place * 10 + nomination)
        if stage != "scoring":
            _sign(seed, scoring_stage.sign_closing)
            rows = council.result_rows(db.session.get_one(SelectionRound, seed.round_id))
            for nomination in seed.entries:
                passed = rows[nomination]["verdict"] == "pass"
                with transaction():
                    council.decide_entry(
                        _actor(seed.ids["chair"]), seed.round_id, nomination, recognised=passed, reason=""
                    )
        if stage == "provisional":
            _sign(seed, council.sign_provisional)
        run_pending()
        catch_up_index()
        db.session.remove()
    return site


def _answers(
    seed: SimpleNamespace, source: Path, folder: Path, stage: str, given: tuple[dict[str, str], ...]
) -> dict[str, str]:
    """Every answer of every address to everyone who looks, without what is random by design."""
    site = _grow(seed, source, folder, stage, given)
    found: dict[str, str] = {}
    with site.app_context():
        addresses = _addresses(site, seed)
        db.session.remove()
        for viewer in VIEWERS + (WORKING if stage == "council" else ()):
            client = _viewer(site, seed, viewer)
            for address in addresses:
                answer = client.get(address)
                assert answer.status_code != 500, (viewer, address)
                found[f"{viewer} {address} {answer.status_code}"] = _plain(
                    answer.get_data().decode(errors="replace")
                )
        db.engine.dispose()
    return found


def _addresses(site: Flask, seed: SimpleNamespace) -> list[str]:
    """Every address that answers GET, filled in with what there is; addresses under /en share their view with these."""
    round_ = db.session.get_one(SelectionRound, seed.round_id)
    values: dict[str, list[Any]] = {
        "slug": [
            round_.slug,
            *(n.product.slug for n in round_.nominations),
            round_.nominations[0].facility.slug,
        ],
        "to_slug": [round_.slug],
        "code": [code.code for code in db.session.query(EntryCode)],
        "key": [sheet.key for sheet in db.session.query(ScoreSheet)],
        "group": [round_.nominations[0].group],
        "nomination_id": list(seed.entries),
        "product_id": [n.product_id for n in round_.nominations],
        "width": [320],
    }
    found: set[str] = set()
    with site.test_request_context():
        for rule in site.url_map.iter_rules():
            if (
                "GET" not in (rule.methods or ())
                or rule.rule.startswith(("/en/", "/static"))
                or rule_of(rule.endpoint) is None
                or rule.endpoint in FRESH
            ):
                continue
            found |= set(_filled(rule, values))
    words = round_.nominations[0].product.name_vi
    found |= {
        f"/san-pham?q={words}",
        f"/goi-y?q={words[:4]}",
        "/api/v1/products?level=tinh",
        f"/api/v1/products?q={words}",
    }
    return sorted(found)


def _filled(rule: Any, values: dict[str, list[Any]]) -> Iterator[str]:
    """The rule with each known value of its parts, all others at their first."""
    names = sorted(rule.arguments - {"lang"})
    words = {
        name: sorted(part.items) for name, part in rule._converters.items() if isinstance(part, AnyConverter)
    }
    values = values | words
    first = {name: values.get(name, [1])[0] for name in names}
    for name in names or [""]:
        for value in values.get(name, [1]):
            built = partial(rule.build, append_unknown=False)({**first, name: value} if name else {})
            if built is not None:
                yield built[1]


def _viewer(site: Flask, seed: SimpleNamespace, viewer: str) -> Any:
    ids = {
        "entrant": "member",
        "juror": "juror",
        "officer-elsewhere": "elsewhere",
        "officer": "officer",
        "admin": "admin",
    }
    return site.test_client() if viewer == "public" else _browser(site, seed.ids[ids[viewer]])


def _browser(site: Flask, user_id: int) -> Any:
    from app.accounts.models import User

    client = signed_in_client(site, db.session.get_one(User, user_id))
    db.session.remove()
    return client


def _salt(salts: SimpleNamespace, size: int) -> bytes:
    salts.given += 1
    return int(salts.given).to_bytes(size)


def _plain(text: str) -> str:
    for pattern in RANDOM:
        text = pattern.sub("", text)
    return text


def _parting(one: str, other: str) -> tuple[str, str]:
    """Where two answers begin to differ."""
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return one[max(0, at - 60) : at + 60], other[max(0, at - 60) : at + 60]


def _actor(user_id: int) -> Any:
    from app.accounts.models import User

    return actor(db.session.get_one(User, user_id))


def _sign(seed: SimpleNamespace, use_case: Any) -> None:
    for name in ("chair", "secretary"):
        with transaction():
            use_case(_actor(seed.ids[name]), seed.round_id)


def _submit(juror_id: int, nomination: int, scores: dict[str, str], *, number: int) -> None:
    from voting.models import Juror, JuryPanel

    assert utc_now() == NOW
    seats = db.session.query(Juror.id).join(JuryPanel).filter(Juror.user_id == juror_id).scalar_subquery()
    key = (
        db.session.query(ScoreSheet.key)
        .filter_by(nomination_id=nomination)
        .filter(ScoreSheet.juror_id.in_(seats))
        .scalar()
    )
    with transaction():
        saving = score_sheets.Saving(str(uuid.UUID(int=number)), scores, submit=True)
        score_sheets.save_sheet(_actor(juror_id), key, saving)
