"""Deciding and publishing a round as it grows: `python -m tests.bench.decisions [SMALL LARGE [TURNS]]`.

Rounds of both sizes take turns in one process, each entry from a facility of its own with a member who gets a mail.
Told are the processor time of an entry from the council's decision to the public one, the least of the turns, and how
much more an entry of the large round takes.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

AT_MOST = 1.3
AT = {"market": "28", "economy": "28", "culture": "7", "other": "7"}


def measured(small: int = 50, large: int = 500, turns: int = 3) -> dict[str, Any]:
    from app import create_app
    from app.cli.run import bring_up_to_date
    from tests.conftest import make_settings

    with tempfile.TemporaryDirectory(prefix="tieubieu-decisions-") as name:
        settings = make_settings(Path(name))
        bring_up_to_date(settings)
        app = create_app(settings)
        with app.app_context():
            took: dict[int, list[float]] = {small: [], large: []}
            rules = _rules()
            _decide(_scored(small, rules))  # warms what both use
            for _turn in range(turns):
                for size in (small, large):
                    took[size].append(_decide(_scored(size, rules)) / size * 1000)
    growth = min(took[large]) / min(took[small])
    return {
        "ms an entry": {size: [round(ms, 2) for ms in found] for size, found in took.items()},
        "growth": round(growth, 2), "met": growth <= AT_MOST, "load": os.getloadavg()[0],
    }  # fmt: skip


def _rules() -> int:
    from app.core.actor import SYSTEM
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from voting.rule_sets import services as rule_sets
    from voting.rules.document import rule_set_from_dict

    with transaction():
        body = {**rule_sets.sync_rule_sets().body, "code": "one", "version": 1, "minimum_ballots": 1}
        row = rule_sets._insert(SYSTEM, rule_set_from_dict(body))
        db.session.flush()
        return row.id


def _scored(entries: int, rules: int) -> SimpleNamespace:
    """A round that is counted, all entries above the pass mark."""
    from app.core.clock import utc_now
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from tests.factories import accounts, catalog, voting
    from tests.helpers.voting.khanh_hoa import score_all
    from voting.dossiers.contents import get_entry, maker_of
    from voting.dossiers.services import give_codes
    from voting.models import Nomination

    people = voting.receiving_round(products=1, jurors=1, rule_set_id=rules)
    products = [catalog.product(catalog.facility()) for _number in range(entries)]
    for product in products:
        accounts.user("facility", facility_id=product.facility_id)
    people.nominations = []
    with transaction():
        for product in map(db.session.merge, products):
            nomination = Nomination(
                round_id=people.round_id, product_id=product.id, facility_id=product.facility_id,
                group=product.group, state="accepted", statement="Làm bằng tay.", accepted_at=utc_now(),
                created_at=utc_now(),
            )  # fmt: skip
            db.session.add(nomination)
            db.session.flush()
            nomination.entry = get_entry(nomination, maker_of(nomination))
            give_codes(nomination.round, [nomination], scoring_pass=1)
            people.nominations.append(nomination)
    for name in ("officer", "chair", "secretary"):
        setattr(people, name, db.session.merge(getattr(people, name)))
    people.jurors = [db.session.merge(juror) for juror in people.jurors]
    score_all(people, dict.fromkeys(range(entries), AT))
    people.actors = [accounts.actor(one) for one in (people.chair, people.secretary)]
    return people


def _decide(people: SimpleNamespace) -> float:
    """Seconds of the processor from the council's decision to the public one."""
    from app.core.clock import today
    from app.core.database.base import db
    from catalog.validity import award_valid_until
    from tests.helpers.voting.acts import act
    from voting.council import services as council
    from voting.publication import services as publication

    (chair, secretary), key, day = people.actors, people.round_id, today()
    form = council.DecisionForm("12/QĐ", day, "Nguyễn Văn Thử", "Sở Công Thương", award_valid_until(day))
    acts = (
        (chair, council.follow_count), (chair, council.sign_provisional), (secretary, council.sign_provisional),
        (secretary, council.prepare_decision, form), (chair, publication.sign_publication),
        (secretary, publication.sign_publication),
    )  # fmt: skip
    took = 0.0
    for actor, verb, *more in acts:
        db.session.remove()
        began = time.process_time()
        act(actor, verb, key, *more)
        took += time.process_time() - began
    return took


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(*map(int, sys.argv[1:])), indent=1) + "\n")
