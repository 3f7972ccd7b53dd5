"""Programmes and what counts towards them, for tests."""

from datetime import date
from typing import Any

from app.core.actor import SYSTEM
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.database.transaction import transaction
from app.demo.programmes import FOLDER
from programme.enums import Evidence
from programme.facts.services import FactData, add_fact
from programme.models import Fact, Programme, Target
from programme.targets.files import read_file
from programme.targets.services import load_programme
from tests.factories.catalog import unit


def programme(**values: Any) -> Programme:
    """A programme of the nation for 2021 to 2025 without targets, unless values say otherwise."""
    with transaction() as session:
        row = Programme(
            **{
                "slug": "khuyen-cong-quoc-gia-2021-2025",
                "title_vi": "Chương trình khuyến công quốc gia giai đoạn 2021–2025",
                "level": "quoc-gia",
                "starts_on": date(2021, 1, 1),
                "ends_on": date(2025, 12, 31),
                "created_at": utc_now(),
            }
            | values
        )
        session.add(row)
        session.flush()
        record_change("programme", row.id)
    return row


def loaded_programme(name: str) -> Programme:
    """One of the two programmes of 2021 to 2025: `quoc-gia` or `dong-nai`."""
    with transaction():
        return load_programme(SYSTEM, read_file((FOLDER / f"{name}-2021-2025.json").read_bytes()))


def target_of(row: Programme, code: str) -> Target:
    return db.session.query(Target).filter_by(programme_id=row.id, code=code).one()


def fact(target: Target, day: date = date(2023, 5, 10), number: int = 1, **values: Any) -> Fact:
    """A fact in the measure of its target, of its first kind, with a document."""
    target = db.session.get_one(Target, target.id)
    plain: dict[str, Any] = {
        "kind": target.counts[0], "key": f"thu-{day}-{number}", "title": "Việc thử", "measure": target.measure.code,
        "unit": unit("75", "2004"), "evidence": Evidence.DOCUMENT, "document": "Biên bản số 1/BB",
    }  # fmt: skip
    with transaction():
        return add_fact(SYSTEM, target, FactData(number=number, day=day, **plain | values))
