"""What this site keeps and programmes count: selections by year, recognitions, trademarks granted with support."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.clock import VIETNAM
from app.core.database.base import db
from catalog.enums import AwardSource, Level, TrademarkState
from catalog.models import AdministrativeUnit, Award, Facility, Product, Trademark
from catalog.units.queries import unit_named
from programme.enums import Evidence
from programme.facts.areas import unit_on
from programme.facts.services import FactData
from programme.models import Activity, Beneficiary
from voting.models import Nomination, SelectionRound

Source = Callable[[str], Iterator[FactData]]
Joined = tuple[int, date, AdministrativeUnit | None, str, str]
"""Year, day, province as it was, what proves it, and the notice where it was read: none of them names a producer."""
SELECTION, CERTIFICATE, FACILITY = "selection", "certificate", "facility"
"""Codes of measures that these facts are counted in."""
LEVEL_NAMES = {
    Level.COMMUNE: "cấp xã",
    Level.PROVINCE: "cấp tỉnh",
    Level.REGION: "cấp khu vực",
    Level.NATIONAL: "cấp quốc gia",
}
_sources: dict[str, Source] = {}


def own_source(name: str) -> Callable[[Source], Source]:
    """Register what gives facts of a kind. name: before the colon of an entry of `Target.counts`."""

    def register(source: Source) -> Source:
        _sources[name] = source
        return source

    return register


def own_facts(kind: str) -> list[FactData] | None:
    """All facts of a kind such as `selection:khu-vuc`; None for a kind that people enter."""
    name, _, part = kind.partition(":")
    source = _sources.get(name)
    return list(source(part)) if source is not None else None


@own_source("selection")
def selections(level: str) -> Iterator[FactData]:
    """A level's selection of a year: however many regions held it, it is one. A province's are its own."""
    held: dict[str, FactData] = {}
    query = select(SelectionRound).where(
        SelectionRound.level == level,
        SelectionRound.published_at.is_not(None),
        SelectionRound.annulled_at.is_(None),
    )
    for row in db.session.scalars(query.order_by(SelectionRound.published_at)):
        unit = row.unit if level == Level.PROVINCE else None
        key = f"{level}:{row.year}" + (f":{unit.list_version}-{unit.code}" if unit else "")
        held.setdefault(
            key, FactData(
                kind=f"selection:{level}", key=key, title=f"Bình chọn {LEVEL_NAMES[Level(level)]} năm {row.year}",
                measure=SELECTION, number=1, day=_day_of(row.year, row.published_at), unit=unit,
                evidence=Evidence.ACCEPTED, document=row.title_vi,
            ),
        )  # fmt: skip
    if level in {Level.REGION, Level.NATIONAL}:
        for year, source in _years_of_notices(level):
            key = f"{level}:{year}"
            held.setdefault(
                key, FactData(
                    kind=f"selection:{level}", key=key, title=f"Bình chọn {LEVEL_NAMES[Level(level)]} năm {year}",
                    measure=SELECTION, number=1, day=date(year, 12, 31), evidence=Evidence.DOCUMENT, document=source,
                    origin=source,
                ),
            )  # fmt: skip
    yield from held.values()


@own_source("joined")
def joined_selections(level: str) -> Iterator[FactData]:
    """Selections of a level and year that facilities of a province entered, once for each province and year."""
    seen: set[str] = set()
    for year, day, unit, document, notice in (*_entered(level), *_told(level)):
        if unit is None:
            continue  # a province of today that came from several: nobody knows which it was then
        key = f"{level}:{year}:{unit.list_version}-{unit.code}"
        if key not in seen:
            seen.add(key)
            yield FactData(
                kind=f"joined:{level}", key=key, title=f"Tham gia bình chọn {LEVEL_NAMES[Level(level)]} năm {year}",
                measure=SELECTION, number=1, day=day, unit=unit, document=document, origin=notice,
                evidence=Evidence.DOCUMENT if notice else Evidence.ACCEPTED,
            )  # fmt: skip


def _entered(level: str) -> Iterator[Joined]:
    query = (
        select(SelectionRound.year, SelectionRound.published_at, SelectionRound.title_vi, Facility)
        .join(Nomination, Nomination.round_id == SelectionRound.id)
        .join(Facility, Nomination.facility_id == Facility.id)
        .where(
            SelectionRound.level == level,
            SelectionRound.published_at.is_not(None),
            SelectionRound.annulled_at.is_(None),
            Nomination.state.in_(("accepted", "merged")),
        )
        .options(joinedload(Facility.unit))
        .order_by(SelectionRound.published_at, Nomination.id)
    )
    for year, published_at, title, facility in db.session.execute(query):
        day = _day_of(year, published_at)
        yield year, day, unit_on(facility.unit, day), title, ""


def _told(level: str) -> Iterator[Joined]:
    query = (
        select(Award, Facility)
        .join(Award.product)
        .join(Product.facility)
        .where(Award.level == level, Award.source == AwardSource.PUBLISHED_NOTICE)
        .options(joinedload(Facility.unit))
        .order_by(Award.year, Award.id)
    )
    for award, facility in db.session.execute(query):
        day = date(award.year, 12, 31)
        unit = unit_named(award.unit_name, day) if award.unit_name else unit_on(facility.unit, day)
        yield award.year, day, unit, award.source_text, award.source_text


@own_source("recognition")
def recognitions(level: str) -> Iterator[FactData]:
    """Certificates of recognition with a number."""
    query = (
        select(Award)
        .where(Award.level == level, Award.number.is_not(None))
        .options(joinedload(Award.product).joinedload(Product.facility).joinedload(Facility.unit))
        .order_by(Award.id)
    )
    for row in db.session.scalars(query):
        yield FactData(
            kind=f"recognition:{level}", key=row.number or "", title=f"{row.product_name} – {row.number}",
            measure=CERTIFICATE, number=1, day=row.issued_on, unit=row.product.facility.unit,
            facility_id=row.product.facility_id, evidence=Evidence.ACCEPTED, document=row.decision_number,
        )  # fmt: skip


@own_source("trademark")
def supported_trademarks(_part: str) -> Iterator[FactData]:
    """Facilities whose trademark was granted with support, each once; one refused or granted without it is none."""
    query = (
        select(Trademark)
        .join(Beneficiary, Beneficiary.trademark_id == Trademark.id)
        .join(Activity, Beneficiary.activity_id == Activity.id)
        .where(
            Trademark.state == TrademarkState.GRANTED,
            Trademark.registration_date.is_not(None),
            Activity.state.in_(("held", "accepted")),
        )
        .options(joinedload(Trademark.facility).joinedload(Facility.unit))
        .order_by(Trademark.registration_date, Trademark.id)
    )
    seen: set[int] = set()
    for mark in db.session.scalars(query):
        if mark.facility_id not in seen and mark.registration_date is not None:
            seen.add(mark.facility_id)
            yield FactData(
                kind="trademark", key=f"facility:{mark.facility_id}", title=f"{mark.facility.name}: {mark.name}",
                measure=FACILITY, number=1, day=mark.registration_date, unit=mark.facility.unit,
                facility_id=mark.facility_id, evidence=Evidence.ACCEPTED,
                document=f"Giấy chứng nhận đăng ký nhãn hiệu số {mark.registration_number}",
            )  # fmt: skip


def _years_of_notices(level: str) -> list[tuple[int, str]]:
    """Years of a level that published notices tell of, with one notice of each."""
    query = (
        select(Award.year, Award.source_text)
        .where(Award.level == level, Award.source == AwardSource.PUBLISHED_NOTICE)
        .order_by(Award.year, Award.id)
    )
    found: dict[int, str] = {}
    for year, source in db.session.execute(query):
        found.setdefault(year, source)
    return list(found.items())


def _day_of(year: int, published_at: datetime | None) -> date:
    """A selection counts for the year it is of, though its decision may be published in the next."""
    last = date(year, 12, 31)
    return min(published_at.astimezone(VIETNAM).date(), last) if published_at is not None else last
