"""Made-up fairs, showrooms, craft villages and artisans."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.demo.stage import Stage, act
from catalog.units.queries import get_unit
from programme.artisans.services import ArtisanData, TitleData, add_artisan, give_title, record_consent
from programme.artisans.services import show_products as show_by_artisan
from programme.artisans.titles import Title
from programme.fairs.services import FairData, OutcomeData, add_fair, add_stands, record_outcome
from programme.models import Fair
from programme.showrooms.services import ShowroomData, add_showroom, show_products
from programme.villages.services import VillageData, add_village, set_facilities

FILE = Path(__file__).parent / "data" / "places.toml"
WRITTEN = -200
"""The day, counted from the loading, on which the officers wrote all of it down."""
NO_FACTS = ("days", "stands", "outcome", "abroad", "unit")
RECORDED = 10
"""Days from the paper of an outcome to its record."""


def load_places() -> None:
    """By the officer of the province, what is abroad by the officer of the nation. Safe to run again.

    In a transaction of its own: products become public with the end of the one that publishes them.
    """
    if db.session.scalar(select(Fair.id).where(Fair.is_demo).limit(1)) is not None:
        return
    with transaction():
        _load(Stage())


def _load(stage: Stage) -> None:
    with FILE.open("rb") as handle:
        data = tomllib.load(handle)
    with stage.at(WRITTEN):
        for facts in data["fair"]:
            _fair(stage, facts)
        for facts in data["showroom"]:
            _showroom(stage, facts)
        villages = [_village(facts) for facts in data["village"]]
    for facts in data["artisan"]:
        _artisan(stage, villages, facts)
    for facts in data["fair"]:
        _outcome(stage, facts)


def _fair(stage: Stage, facts: dict[str, Any]) -> None:
    officer = "national" if facts.get("abroad") else "province"
    first, last = (stage.day(days) for days in facts["days"])
    texts = {key: value for key, value in facts.items() if key not in NO_FACTS}
    data = FairData(**texts, unit_id=_unit_id(facts), starts_on=first, ends_on=last)
    facts["id"] = act(officer, add_fair, data, is_demo=True)
    act(officer, add_stands, facts["id"], facts["stands"])


def _outcome(stage: Stage, facts: dict[str, Any]) -> None:
    outcome = facts.get("outcome")
    if outcome is None:
        return
    figures = {name: Decimal(outcome[name]) for name in ("visitors", "contracts", "contract_value", "sales")}
    paper = OutcomeData(**figures, evidence=outcome["evidence"], evidence_date=stage.day(outcome["day"]))
    with stage.at(outcome["day"] + RECORDED):
        act("province", record_outcome, facts["id"], paper)


def _showroom(stage: Stage, facts: dict[str, Any]) -> None:
    texts = {key: value for key, value in facts.items() if key not in ("unit", "opened", "products")}
    data = ShowroomData(**texts, unit_id=_unit_id(facts), opened_on=stage.day(facts["opened"]))
    row = act("province", add_showroom, data, is_demo=True)
    act("province", show_products, row, facts.get("products", ()))


def _village(facts: dict[str, Any]) -> int:
    texts = {key: value for key, value in facts.items() if key not in ("unit", "facilities")}
    row: int = act("province", add_village, VillageData(**texts, unit_id=_unit_id(facts)), is_demo=True)
    act("province", set_facilities, row, facts["facilities"])
    return row


def _artisan(stage: Stage, villages: list[int], facts: dict[str, Any]) -> None:
    texts = {
        key: facts[key]
        for key in ("name_vi", "commune", "craft", "facility", "about_vi", "about_en")
        if key in facts
    }
    data = ArtisanData(**texts, unit_id=_unit_id(facts), village_id=villages[facts["village"]])
    title = TitleData(
        title=Title(facts["title"]), decision_number=facts["title_decision"],
        decision_date=facts["title_date"], issuer=facts["title_issuer"],
    )  # fmt: skip
    with stage.at(facts.get("consent", WRITTEN)):
        row = act("province", add_artisan, data, is_demo=True)
        act("province", give_title, row, title)
        act("province", show_by_artisan, row, facts.get("products", ()))
        if "consent" in facts:
            act("province", record_consent, row, stage.day(facts["consent"]), "Hồ sơ minh họa 12/MH")


def _unit_id(facts: dict[str, Any]) -> int | None:
    return get_unit("2025", facts["unit"]).id if "unit" in facts else None
