"""Steps that the tests of this folder share."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from app.accounts.models import User
from app.core.actor import Actor
from app.core.clock import FixedClock, today, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.logs.tlog.lines import dump_lines
from catalog.validity import award_valid_until
from tests.factories import accounts
from voting.council import services as council
from voting.log import records as sealed
from voting.models import Nomination, RoundLeaf, SelectionRound
from voting.publication import services as publication
from voting.results.queries import result_rows
from voting.scoring import services as scoring_stage
from voting.verification import verify_bundle
from voting.verification.bundle_check import find_faults
from voting.verification.cli import check_signature


def act(person: User | Actor, verb: Callable[..., Any], *args: Any, **facts: Any) -> Any:
    """One act in a transaction of its own."""
    with transaction():
        return verb(person if isinstance(person, Actor) else accounts.actor(person), *args, **facts)


def refused(
    person: User | Actor, verb: Callable[..., Any], *args: Any, **facts: Any
) -> tuple[str, str | None]:
    """(code, field) of what an act refuses."""
    with pytest.raises((RuleBroken, Conflict, NotFound)) as caught:
        act(person, verb, *args, **facts)
    return caught.value.code, caught.value.field


def both(people: SimpleNamespace, verb: Callable[..., bool], *args: Any, **facts: Any) -> list[bool]:
    """Chair and secretary sign in turn."""
    return [act(person, verb, *args, **facts) for person in (people.chair, people.secretary)]


def the_round(people: SimpleNamespace) -> SelectionRound:
    return db.session.get_one(SelectionRound, people.round_id, populate_existing=True)


def entry(people: SimpleNamespace, number: int = 0) -> Nomination:
    return db.session.get_one(Nomination, people.nominations[number].id, populate_existing=True)


def kinds(people: SimpleNamespace) -> list[str]:
    """What the round's log holds besides ballots."""
    query = db.session.query(RoundLeaf.kind).filter_by(round_id=people.round_id).order_by(RoundLeaf.position)
    return [kind for (kind,) in query if kind not in {"ballot", "declare"}]


def decide_all(people: SimpleNamespace) -> None:
    """The council follows the count."""
    rows = result_rows(the_round(people))
    for nomination in council.counted_nominations(the_round(people)):
        chosen = rows[nomination.id]["verdict"] == "pass"
        act(people.chair, council.decide_entry, people.round_id, nomination.id, recognised=chosen)


def hold_session(people: SimpleNamespace) -> None:
    """A session of the council with all its members."""
    present = frozenset(member.id for member in the_round(people).members)
    act(
        people.chair, council.record_session, people.round_id, council.Session(today(), present, "Hội trường")
    )


def publish(people: SimpleNamespace) -> None:
    """From the council's verdicts to the published decision."""
    decide_all(people)
    assert both(people, council.sign_provisional, people.round_id) == [False, True]
    finish(people)


def finish(people: SimpleNamespace) -> None:
    """From the provisional list to the published decision."""
    day = today()
    form = council.DecisionForm("12/QĐ-SCT", day, "Nguyễn Văn Thử", "Sở Công Thương", award_valid_until(day))
    act(people.secretary, council.prepare_decision, people.round_id, form)
    assert both(people, publication.sign_publication, people.round_id) == [False, True]


def close(people: SimpleNamespace, reason: str = "") -> None:
    assert both(people, scoring_stage.sign_closing, people.round_id, reason=reason) == [False, True]


def assert_bundle_holds(people: SimpleNamespace) -> dict[str, Any]:
    """Both verifiers, written apart, find nothing; returns the bundle."""
    bundle = sealed.bundle(the_round(people))
    data = dump_lines(bundle)
    assert [str(fault) for fault in find_faults(data, check_signature)] == []
    verify_bundle.verify(data, *bundle["keys"])
    return bundle


def later(**by: float) -> FixedClock:
    """A clock that stands some time from now."""
    return FixedClock(utc_now() + timedelta(**by))
