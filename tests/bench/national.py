"""A national round in the database, from scoring to its bundle: `python -m tests.bench.national [entries]` (500).

Nine jurors and twelve sub-criteria an entry, through the use cases and pages that people use. Seconds of the processor;
a page is opened twice and the second time is told. Making the round takes minutes, measuring it seconds.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

JURORS, PARTS = 9, 3
LIMITS = {"count": 0.2, "board": 0.5, "bundle and verify": 10.0}
"""Seconds that a round of 500 entries may take."""
GOOD_UNTIL = date(2031, 12, 31)
STATEMENT = (
    "Sản phẩm số {number}: sản xuất hàng loạt, nguyên liệu trong vùng, không vi phạm quyền sở hữu trí tuệ."
)


def measured(entries: int = 500) -> list[dict[str, Any]]:
    """Rows {"work", "entries", "seconds", "met"}."""
    from app import create_app
    from app.cli.run import bring_up_to_date
    from tests.conftest import make_settings

    with tempfile.TemporaryDirectory(prefix="tieubieu-national-") as name:
        settings = make_settings(Path(name))
        bring_up_to_date(settings)
        app = create_app(settings)
        with app.app_context():
            people = _scored(entries)
            rows = _measure(app, people, Path(name))
    for row in rows:
        row |= {"entries": entries, "met": row["seconds"] <= LIMITS.get(row["work"], 1e9) or entries > 500}
    return rows


def _measure(app: Any, people: SimpleNamespace, folder: Path) -> list[dict[str, Any]]:
    from app.core.database.base import db
    from app.core.logs.tlog.lines import dump_lines
    from tests.factories.accounts import signed_in_client
    from voting.log import records as sealed
    from voting.models import SelectionRound
    from voting.tally.count import tally
    from voting.verification import verify_bundle
    from voting.verification.bundle_check import find_faults
    from voting.verification.cli import check_signature

    rows: list[dict[str, Any]] = []

    def take(work: str, act: Callable[[], Any], often: int = 1) -> Any:
        found, best = None, 1e9
        for _ in range(often):
            start = time.process_time()
            found = act()
            best = min(best, time.process_time() - start)
        rows.append({"work": work, "seconds": round(best, 3)})
        return found

    take("close: absences, count, seals", lambda: _close(people))
    record = sealed.list_tallies(people.round_id)[0]
    take("count", lambda: tally(record.input), 3)
    chair = signed_in_client(app, people.chair)
    slug = db.session.get_one(SelectionRound, people.round_id).slug
    for work, path in (("board", "bang-diem"), ("agreement", "dong-thuan"), ("board.xlsx", "bang-diem.xlsx")):
        take(work, lambda path=path: _open(chair, f"/hoi-dong/{slug}/{path}"), 3)
    take("decide and publish", lambda: _publish(people))

    def write() -> bytes:
        db.session.expire_all()
        return dump_lines(sealed.bundle(db.session.get_one(SelectionRound, people.round_id)))

    data = take("bundle", write, 2)
    if faults := take("verify", lambda: find_faults(data, check_signature), 2):
        raise RuntimeError(str(faults[0]))
    both = sum(row["seconds"] for row in rows if row["work"] in {"bundle", "verify"})
    rows.append({"work": "bundle and verify", "seconds": round(both, 3)})
    file = folder / "bundle.json"
    file.write_bytes(data)
    before = os.times().children_user
    subprocess.run(
        [sys.executable, "-I", str(verify_bundle.__file__), str(file)], check=True, capture_output=True
    )
    rows.append({"work": "verify_bundle.py", "seconds": round(os.times().children_user - before, 3)})
    return rows


def _open(client: Any, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status}")


def _rules() -> int:
    """The circular's sheet with each criterion in three parts; returns the id of its row."""
    from app.core.clock import utc_now
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from voting.models import RuleSet
    from voting.rules.default import CIRCULAR_26_2014
    from voting.rules.document import rule_set_to_dict
    from voting.rules.rule_set import Part

    criteria = tuple(
        replace(
            one,
            parts=tuple(
                Part(f"{one.code}-{n}", f"{one.name_vi} {n}", f"{one.name_en} {n}", size)
                for n, size in enumerate(_parts(one.maximum), start=1)
            ),
        )
        for one in CIRCULAR_26_2014.criteria
    )
    rules = replace(CIRCULAR_26_2014, code="twelve", criteria=criteria)
    with transaction():
        row = RuleSet(
            code=rules.code, version=1, name_vi=rules.name_vi, name_en=rules.name_en,
            body=rule_set_to_dict(rules), created_at=utc_now(),
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        return row.id


def _parts(maximum: Fraction) -> tuple[Fraction, ...]:
    """Three whole parts, the last with what is left."""
    third = Fraction(int(maximum) // PARTS)
    return (third, third, maximum - 2 * third)


def _scored(entries: int) -> SimpleNamespace:
    """A round whose jurors have submitted all sheets."""
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from tests.factories import accounts, voting
    from voting.jury import services as jury
    from voting.models import ScoreSheet, SelectionRound
    from voting.rounds import transitions
    from voting.rule_sets.services import rules_of
    from voting.rules.rule_set import scored
    from voting.score_sheets import services as score_sheets
    from voting.score_sheets.queries import list_seats
    from voting.scoring import services as scoring_stage

    people = voting.receiving_round(products=1, jurors=JURORS, rule_set_id=_rules())
    with transaction():
        _enter(people, entries)
    officer = accounts.actor(people.officer)
    with transaction():
        transitions.step(officer, people.round_id, "close_entries")
    with transaction():
        scoring_stage.open_scoring(officer, people.round_id)
    parts = [
        part
        for row in rules_of(db.session.get_one(SelectionRound, people.round_id)).criteria
        for part in scored(row)
    ]
    dice = random.Random(1)
    for user in people.jurors:
        actor, seat = accounts.actor(user), list_seats(user.id)[0].id
        with transaction():
            jury.declare_conflicts(actor, seat, frozenset(), "")
        keys = [row.key for row in db.session.query(ScoreSheet).filter_by(juror_id=seat)]
        for key in keys:
            scores = {
                one.code: str(dice.randint(int(one.maximum), 2 * int(one.maximum)) / 2) for one in parts
            }
            with transaction():
                score_sheets.save_sheet(
                    actor, key, score_sheets.Saving(str(uuid.uuid4()), scores, submit=True)
                )
    return people


def _enter(people: SimpleNamespace, entries: int) -> None:
    """So many accepted entries of one facility, without their papers."""
    from app.core.clock import utc_now
    from app.core.database.base import db
    from catalog.enums import ProductState
    from catalog.models import Product
    from voting.dossiers.contents import get_entry, maker_of
    from voting.dossiers.services import give_codes
    from voting.models import Nomination

    now = utc_now()
    for number in range(entries):
        product = Product(
            facility_id=people.facility.id, name_vi=f"Sản phẩm {number}", sort_key=f"san pham {number:05d}",
            slug=f"san-pham-{number}", group=people.products[0].group, description_vi="Làm bằng tay.", materials="",
            net_content="", where_sold="", state=ProductState.PUBLISHED, published_at=now, created_at=now,
            updated_at=now,
        )  # fmt: skip
        db.session.add(product)
        db.session.flush()
        nomination = Nomination(
            round_id=people.round_id, product_id=product.id, facility_id=people.facility.id, group=product.group,
            state="accepted", statement=STATEMENT.format(number=number), accepted_at=now, created_at=now,
        )  # fmt: skip
        db.session.add(nomination)
        db.session.flush()
        nomination.entry = get_entry(nomination, maker_of(nomination))
        give_codes(nomination.round, [nomination], scoring_pass=1)


def _close(people: SimpleNamespace) -> None:
    from app.core.database.transaction import transaction
    from tests.factories.accounts import actor
    from voting.scoring import services as scoring_stage

    for user in (people.chair, people.secretary):
        with transaction():
            scoring_stage.sign_closing(actor(user), people.round_id)


def _publish(people: SimpleNamespace) -> None:
    from app.core.clock import today
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from tests.factories.accounts import actor
    from voting.council import services as council
    from voting.models import SelectionRound
    from voting.publication import services as publication
    from voting.results.queries import result_rows

    chair, secretary = actor(people.chair), actor(people.secretary)
    with transaction():
        rows = result_rows(db.session.get_one(SelectionRound, people.round_id))
        for nomination, row in rows.items():
            council.decide_entry(chair, people.round_id, nomination, recognised=row["verdict"] == "pass")
    for one in (secretary, chair):
        with transaction():
            council.sign_provisional(one, people.round_id)
    form = council.DecisionForm("12/QĐ", today(), "Nguyễn Văn Thử", "Cơ quan thử", GOOD_UNTIL)
    with transaction():
        council.prepare_decision(secretary, people.round_id, form)
    for one in (chair, secretary):
        with transaction():
            publication.sign_publication(one, people.round_id)


def line(row: dict[str, Any]) -> str:
    return f"{row['work']:32} {row['entries']:6,} entries {row['seconds']:9.3f} s{'' if row['met'] else '  missed'}"


def main() -> None:
    rows = measured(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
    for row in rows:
        sys.stdout.write(line(row) + "\n")
    sys.exit(not all(row["met"] for row in rows))


if __name__ == "__main__":
    main()
