"""Write down an artisan, their titles and products, their consent and its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.actor import Actor
from app.core.clock import today
from app.core.database.base import db
from app.core.errors import NotFound, RuleBroken, check_together
from catalog import fields
from programme.artisans.consent import CONSENT_VERSION
from programme.artisans.titles import Title
from programme.exhibits import choices
from programme.exhibits.services import (
    PlaceData,
    add_place,
    change_place,
    check_days,
    note_change,
    place_to_change,
)
from programme.models import Artisan, ArtisanTitle, CraftVillage


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtisanData(PlaceData):
    """An artisan as typed. village_id: of a craft village; facility: as `find_facility` reads it."""

    craft: str
    village_id: int | None = None
    facility: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleData:
    title: Title
    decision_number: str
    decision_date: date
    issuer: str


def add_artisan(actor: Actor, data: ArtisanData, *, is_demo: bool = False) -> Artisan:
    """Without a page at first: that takes the person's consent."""
    return add_place(actor, Artisan, data, _values(data), is_demo=is_demo)


def change_artisan(
    actor: Actor, artisan_id: int, data: ArtisanData, *, version: int | None = None
) -> Artisan:
    row = place_to_change(actor, Artisan, artisan_id, version)
    return change_place(actor, row, data, _values(data))


def record_consent(actor: Actor, artisan_id: int, on: date, paper: str) -> Artisan:
    """The person agreed in writing. paper: where the signed text is kept."""
    row = place_to_change(actor, Artisan, artisan_id)
    if not paper.strip():
        raise RuleBroken("consent_paper_missing", "consent_paper")
    check_days(consent_on=on)
    if on > today():
        raise RuleBroken("consent_day_future", "consent_on")
    row.consent_on, row.consent_paper, row.consent_text = on, paper.strip(), CONSENT_VERSION
    row.consent_ended_on = None
    note_change(actor, row, "consent")
    return row


def end_consent(actor: Actor, artisan_id: int) -> Artisan:
    """The person took the agreement back: from this transaction on the name is nowhere in public."""
    row = place_to_change(actor, Artisan, artisan_id)
    if row.agrees:
        row.consent_ended_on = today()
        note_change(actor, row, "end_consent")
    return row


def give_title(actor: Actor, artisan_id: int, data: TitleData) -> ArtisanTitle:
    """A title with its decision."""
    row = place_to_change(actor, Artisan, artisan_id)
    check_together(
        lambda: fields.required(data.decision_number, "decision_number"),
        lambda: fields.required(data.issuer, "issuer"),
        lambda: _check_day(data.decision_date),
    )
    title = ArtisanTitle(
        artisan_id=row.id, title=data.title, decision_number=data.decision_number,
        decision_date=data.decision_date, issuer=data.issuer,
    )  # fmt: skip
    db.session.add(title)
    db.session.flush()
    note_change(actor, row, "give", title=str(data.title))
    return title


def show_products(
    actor: Actor, artisan_id: int, lines: Iterable[str], *, version: int | None = None
) -> Artisan:
    """The whole list of an artisan's products, a line each."""
    row = place_to_change(actor, Artisan, artisan_id, version)
    row.products = choices.find_products(lines)
    note_change(actor, row, "change", products=len(row.products))
    return row


def _values(data: ArtisanData) -> dict[str, Any]:
    found: dict[str, Any] = {"facility_id": None}

    def check_village() -> None:
        if data.village_id is not None and db.session.get(CraftVillage, data.village_id) is None:
            raise NotFound("not_found", "village_id")

    check_together(
        lambda: fields.required(data.craft, "craft"),
        lambda: found.update(facility_id=choices.find_facility_id(data.facility)),
        check_village,
    )
    return {"craft": data.craft, "village_id": data.village_id} | found


def _check_day(day: date) -> None:
    check_days(decision_date=day)
    if day > today():
        raise RuleBroken("consent_day_future", "decision_date")
