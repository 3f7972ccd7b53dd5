"""What this site keeps and programmes count: selections by year, recognitions, trademarks granted with support."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.core.clock import local_day, today
from app.core.database.base import db
from catalog.brochure.prints import list_counted_prints
from catalog.enums import AwardSource, Level, TrademarkState
from catalog.models import AdministrativeUnit, Award, Facility, Product, Trademark
from catalog.units.queries import unit_named
from programme.enums import Evidence
from programme.facts.areas import unit_on
from programme.facts.queries import activity_stands
from programme.facts.services import FactData
from programme.models import Activity, Beneficiary, TitleRound
from voting.models import Nomination, SelectionRound

Source = Callable[[str], Iterator[FactData]]


@dataclass(frozen=True, slots=True)
class Joined:
    """A selection that a province's facility entered. Neither document nor notice names a producer."""

    year: int
    day: date
    unit: AdministrativeUnit | None
    document: str
    is_demo: bool
    is_told: bool = False


SELECTION, CERTIFICATE, FACILITY, COPY, TITLE_ROUND = (
    "selection",
    "certificate",
    "facility",
    "copy",
    "title-round",
)
"""Codes of measures that these facts are counted in."""
PROPOSED = "de-nghi"
"""Of rounds for titles: those that propose to the ministry."""
LEVEL_NAMES = {
    Level.COMMUNE: "cấp xã",
    Level.PROVINCE: "cấp tỉnh",
    Level.REGION: "cấp khu vực",
    Level.NATIONAL: "cấp quốc gia",
}
_sources: dict[str, Source] = {}
_feeds: dict[str, frozenset[str]] = {}


def own_source(name: str, *feeds: str) -> Callable[[Source], Source]:
    """Register what gives facts of a kind. name: before the colon of an entry of `Target.counts`. feeds: kinds of
    changes (`app.core.database.changes`) after which it is looked at again; none: after any.
    """

    def register(source: Source) -> Source:
        _sources[name], _feeds[name] = source, frozenset(feeds)
        return source

    return register


def sources_after(changed: Collection[str]) -> set[str]:
    """Names of the sources that changes of these kinds may have moved."""
    return {
        name for name, feeds in _feeds.items() if changed and (not feeds or not feeds.isdisjoint(changed))
    }


def own_facts(kind: str) -> list[FactData] | None:
    """All facts of a kind such as `selection:khu-vuc`; None for a kind that people enter."""
    name, _, part = kind.partition(":")
    source = _sources.get(name)
    return list(source(part)) if source is not None else None


@own_source("selection", "round", "product")
def selections(level: str) -> Iterator[FactData]:
    """A level's selection of a year: however many regions held it, it is one. Provinces and communes have their own."""
    held: dict[str, FactData] = {}
    query = select(SelectionRound).where(
        SelectionRound.level == level,
        SelectionRound.published_at.is_not(None),
        SelectionRound.annulled_at.is_(None),
    )
    for row in db.session.scalars(query.order_by(SelectionRound.published_at)):
        unit = row.unit if level in {Level.PROVINCE, Level.COMMUNE} else None
        key = f"{level}:{row.year}" + (f":{unit.list_version}-{unit.code}" if unit else "")
        key += f":{row.commune}" if row.commune else ""
        held.setdefault(
            key, FactData(
                kind=f"selection:{level}", key=key, title=f"Bình chọn {LEVEL_NAMES[Level(level)]} năm {row.year}",
                measure=SELECTION, number=1, day=_day_of(row.year, row.published_at), unit=unit,
                commune=row.commune, evidence=Evidence.ACCEPTED, document=row.title_vi, is_demo=row.is_demo,
            ),
        )  # fmt: skip
    if level in {Level.REGION, Level.NATIONAL}:
        for year, notice in _years_of_notices(level).items():
            key, source = f"{level}:{year}", notice.source_text
            held.setdefault(
                key, FactData(
                    kind=f"selection:{level}", key=key, title=f"Bình chọn {LEVEL_NAMES[Level(level)]} năm {year}",
                    measure=SELECTION, number=1, day=_day_told(notice), evidence=Evidence.DOCUMENT, document=source,
                    origin=source, is_year_only=True, is_demo=notice.is_demo,
                ),
            )  # fmt: skip
    yield from held.values()


@own_source("joined", "round", "product", "facility")
def joined_selections(level: str) -> Iterator[FactData]:
    """Selections of a level and year that facilities of a province entered, once for each province and year."""
    seen: set[str] = set()
    for row in (*_entered(level), *_told(level)):
        unit = row.unit
        if unit is None:
            continue  # a province of today that came from several: nobody knows which it was then
        key = f"{level}:{row.year}:{unit.list_version}-{unit.code}"
        if key not in seen:
            seen.add(key)
            yield FactData(
                kind=f"joined:{level}", key=key, title=f"Tham gia bình chọn {LEVEL_NAMES[Level(level)]} năm {row.year}",
                measure=SELECTION, number=1, day=row.day, unit=unit, document=row.document,
                origin=row.document if row.is_told else "", is_year_only=row.is_told, is_demo=row.is_demo,
                evidence=Evidence.DOCUMENT if row.is_told else Evidence.ACCEPTED,
            )  # fmt: skip


def _entered(level: str) -> Iterator[Joined]:
    query = (
        select(SelectionRound, Facility)
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
    for row, facility in db.session.execute(query):
        day = _day_of(row.year, row.published_at)
        yield Joined(row.year, day, unit_on(facility.unit, day), row.title_vi, row.is_demo)


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
        day = _day_told(award)
        unit = unit_named(award.unit_name, day) if award.unit_name else unit_on(facility.unit, day)
        yield Joined(award.year, day, unit, award.source_text, award.is_demo, is_told=True)


@own_source("recognition", "round", "product", "certificate")
def recognitions(level: str) -> Iterator[FactData]:
    """Certificates of recognition with a number, less those revoked, as one is that a correction replaced."""
    query = (
        select(Award)
        .where(
            Award.level == level,
            Award.number.is_not(None),
            or_(Award.revoked_on.is_(None), Award.revoked_on > today()),
        )
        .options(joinedload(Award.product).joinedload(Product.facility).joinedload(Facility.unit))
        .order_by(Award.id)
    )
    for row in db.session.scalars(query):
        yield FactData(
            kind=f"recognition:{level}", key=row.number or "", title=f"{row.product_name} – {row.number}",
            measure=CERTIFICATE, number=1, day=row.issued_on, unit=row.product.facility.unit,
            commune=row.product.facility.commune_key, facility_id=row.product.facility_id, evidence=Evidence.ACCEPTED,
            document=row.decision_number,
            is_demo=row.is_demo,
        )  # fmt: skip


@own_source("trademark", "trademark")
def supported_trademarks(_part: str) -> Iterator[FactData]:
    """Facilities whose trademark was granted with support, each once; one refused or granted without it is none."""
    query = (
        select(Trademark)
        .join(Beneficiary, Beneficiary.trademark_id == Trademark.id)
        .join(Activity, Beneficiary.activity_id == Activity.id)
        .where(
            Trademark.state == TrademarkState.GRANTED,
            Trademark.registration_date.is_not(None),
            activity_stands(),
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
                commune=mark.facility.commune_key, facility_id=mark.facility_id, evidence=Evidence.ACCEPTED,
                document=f"Giấy chứng nhận đăng ký nhãn hiệu số {mark.registration_number}", is_demo=mark.is_demo,
            )  # fmt: skip


@own_source("brochure-print", "brochure", "programme_fact")
def brochures_printed(_part: str) -> Iterator[FactData]:
    """Print runs of brochures by their copies, but for those that an activity tells."""
    for row in list_counted_prints():
        yield FactData(
            kind="brochure-print", key=f"print:{row.id}", title=row.title, measure=COPY, number=row.copies,
            day=row.printed_on, unit=row.unit, evidence=Evidence.DOCUMENT, document=row.document, is_demo=row.is_demo,
            place=f"brochure:{row.id}",
        )  # fmt: skip


@own_source("title-round", "title_round", "programme_fact")
def title_rounds(what: str) -> Iterator[FactData]:
    """Rounds for titles of provinces, published and not undone. what: PROPOSED to the ministry, else given there."""
    query = (
        select(TitleRound)
        .where(
            TitleRound.level == Level.PROVINCE,
            TitleRound.state == "published",
            TitleRound.gives.is_(what != PROPOSED),
            TitleRound.decision_on.is_not(None),
        )
        .options(joinedload(TitleRound.unit))
        .order_by(TitleRound.id)
    )
    for row in db.session.scalars(query):
        assert row.decision_on is not None  # the query asks for one
        yield FactData(
            kind=f"title-round:{what}", key=f"round:{row.id}", title=row.name_vi, measure=TITLE_ROUND, number=1,
            day=row.decision_on, unit=row.unit, evidence=Evidence.ACCEPTED, document=row.decision_number,
            is_demo=row.is_demo,
        )  # fmt: skip


def _years_of_notices(level: str) -> dict[int, Award]:
    """Years of a level that published notices tell of, with one line of a notice for each."""
    query = (
        select(Award)
        .where(Award.level == level, Award.source == AwardSource.PUBLISHED_NOTICE)
        .order_by(Award.year, Award.id)
    )
    found: dict[int, Award] = {}
    for award in db.session.scalars(query):
        found.setdefault(award.year, award)
    return found


def _day_told(award: Award) -> date:
    """The day by which a notice that tells the year alone is counted: the last of the year, or that on which it was
    taken in before.
    """
    return min(date(award.year, 12, 31), local_day(award.created_at))


def _day_of(year: int, published_at: datetime | None) -> date:
    """A selection counts for the year it is of, though its decision may be published in the next."""
    last = date(year, 12, 31)
    return min(local_day(published_at), last) if published_at is not None else last
