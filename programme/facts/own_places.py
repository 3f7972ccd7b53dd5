"""Fairs, stands and showrooms of this site, and labels with the programme's logo, as facts that programmes count.

A fair is counted once it is over, however many provinces took part: as one fair held (`fair`), once for each province
whose facilities had a stand (`fair-joined`), and by the supported stands of each province (`booth`). What an activity
tells of in the same measure is not counted a second time.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from app.core.clock import local_day, today
from app.core.database.base import db
from catalog.models import AdministrativeUnit, Facility, Product
from programme.enums import Evidence
from programme.facts.areas import unit_on
from programme.facts.own import own_source
from programme.facts.services import FactData
from programme.models import Activity, Booth, Fair, Showroom
from traceability.models import LabelRun, Lot

FAIR, BOOTH, SHOWROOM, LABEL = "fair", "booth", "showroom", "label"
"""Codes of measures."""
HOME, ABROAD = "trong-nuoc", "nuoc-ngoai"
CENTRE, AT_FACILITY = "trung-tam", "co-so"
Told = set[tuple[int, int | None]]
"""(fair or showroom, province of today)."""
STANDS = ("held", "accepted")
"""An activity in one of these states is counted itself."""


@own_source("fair", "fair")
def fairs_held(where: str) -> Iterator[FactData]:
    """Fairs that are over, each once. where: HOME, ABROAD, or "" for both."""
    told = {fair_id for fair_id, _unit in _told_by_activities(FAIR, Activity.fair_id)}
    for fair in _fairs_over(where):
        if fair.id not in told:
            yield _fair_fact(fair, _kind("fair", where), f"fair:{fair.id}", fair.unit, FAIR, 1)


@own_source("fair-joined", "fair")
def fairs_joined(where: str) -> Iterator[FactData]:
    """A fair for each province that held it or had a stand there."""
    told = _told_by_activities(FAIR, Activity.fair_id)
    for fair in _fairs_over(where):
        units = [booth.facility.unit for booth in fair.booths if booth.facility is not None]
        units += [fair.unit] if fair.unit is not None else []
        yield from _of_provinces(
            fair, _kind("fair-joined", where), dict.fromkeys(_count(fair, units), 1), FAIR, told
        )


@own_source("booth", "fair")
def booths_supported(where: str) -> Iterator[FactData]:
    """The stands of a province's facilities at a fair whose rent was supported."""
    told = _told_by_activities(BOOTH, Activity.fair_id)
    for fair in _fairs_over(where):
        units = [booth.facility.unit for booth in fair.booths if booth.facility and booth.is_supported]
        yield from _of_provinces(fair, _kind("booth", where), _count(fair, units), BOOTH, told)


@own_source("showroom", "showroom")
def showrooms_opened(whose: str) -> Iterator[FactData]:
    """Showrooms that were opened; one that closed later was opened all the same. whose: CENTRE, AT_FACILITY or ""."""
    told = {showroom_id for showroom_id, _unit in _told_by_activities(SHOWROOM, Activity.showroom_id)}
    query = select(Showroom).where(Showroom.withdrawn_at.is_(None), Showroom.opened_on <= today())
    if whose:
        query = query.where(
            Showroom.facility_id.is_(None) if whose == CENTRE else Showroom.facility_id.is_not(None)
        )
    for row in db.session.scalars(query.options(joinedload(Showroom.unit)).order_by(Showroom.id)):
        if row.id not in told:
            yield FactData(
                kind=_kind("showroom", whose), key=f"showroom:{row.id}", title=row.name_vi, measure=SHOWROOM, number=1,
                day=row.opened_on, unit=row.unit, facility_id=row.facility_id, document=row.decision_number,
                evidence=Evidence.DOCUMENT if row.decision_number else Evidence.DECLARED, is_demo=row.is_demo,
            )  # fmt: skip


@own_source("label", "lot")
def labels_with_logo(_part: str) -> Iterator[FactData]:
    """Labels printed with the programme's logo, by facility and month; a reprint is the same label again."""
    query = (
        select(Product.facility_id, LabelRun.finished_at, LabelRun.quantity)
        .join(Lot, LabelRun.lot_id == Lot.id)
        .join(Product, Lot.product_id == Product.id)
        .where(
            LabelRun.logo == "programme",
            LabelRun.state == "done",
            LabelRun.reprint_of_id.is_(None),
        )
    )
    numbers, days = Counter[tuple[int, str]](), dict[tuple[int, str], date]()
    for facility_id, finished_at, quantity in db.session.execute(query):
        if finished_at is not None:
            day = local_day(finished_at)
            key = facility_id, f"{day:%Y-%m}"
            numbers[key] += quantity
            days[key] = max(day, days.get(key, day))
    makers = _facilities({facility_id for facility_id, _month in numbers})
    for (facility_id, month), number in sorted(numbers.items()):
        maker = makers[facility_id]
        yield FactData(
            kind="label", key=f"facility:{facility_id}:{month}",
            title=f"{maker.name}: tem có biểu trưng, tháng {month}",
            measure=LABEL, number=number, day=days[facility_id, month], unit=maker.unit, facility_id=facility_id,
            evidence=Evidence.ACCEPTED, document="Lệnh in tem trên hệ thống", is_demo=maker.is_demo,
        )  # fmt: skip


def _kind(name: str, part: str) -> str:
    return f"{name}:{part}" if part else name


def _fairs_over(where: str) -> list[Fair]:
    query = select(Fair).where(
        Fair.ends_on < today(), Fair.cancelled_on.is_(None), Fair.withdrawn_at.is_(None)
    )
    if where:
        query = query.where(Fair.country_vi == "" if where == HOME else Fair.country_vi != "")
    query = query.options(
        joinedload(Fair.unit),
        selectinload(Fair.outcomes),
        selectinload(Fair.booths).joinedload(Booth.facility).joinedload(Facility.unit),
    )
    return list(db.session.scalars(query.order_by(Fair.id)))


def _fair_fact(
    fair: Fair, kind: str, key: str, unit: AdministrativeUnit | None, measure: str, number: int
) -> FactData:
    """The paper of what came of a fair proves it, else the decision to hold it."""
    paper = fair.outcomes[-1].evidence if fair.outcomes else fair.decision_number
    return FactData(
        kind=kind, key=key, title=fair.name_vi, measure=measure, number=number, day=fair.ends_on, unit=unit,
        evidence=Evidence.DOCUMENT if paper else Evidence.DECLARED, document=paper, is_demo=fair.is_demo,
    )  # fmt: skip


def _of_provinces(
    fair: Fair, kind: str, numbers: Mapping[AdministrativeUnit, int], measure: str, told: Told
) -> Iterator[FactData]:
    """A fact for each province whose activities do not tell of the fair."""
    for unit, number in numbers.items():
        if (fair.id, unit.present.id) not in told:
            key = f"fair:{fair.id}:{unit.list_version}-{unit.code}"
            yield _fair_fact(fair, kind, key, unit, measure, number)


def _count(fair: Fair, units: list[AdministrativeUnit]) -> Counter[AdministrativeUnit]:
    """How many are of each province as it was then; of one that came from several nobody knows which it was."""
    found = (unit_on(unit, fair.ends_on) for unit in units)
    return Counter(unit for unit in found if unit is not None)


def _told_by_activities(
    measure: str, place: InstrumentedAttribute[int | None]
) -> set[tuple[int, int | None]]:
    """(fair or showroom, province of today) that activities count in a measure."""
    query = select(Activity, place).where(place.is_not(None), Activity.state.in_(STANDS))
    rows = db.session.execute(query.options(joinedload(Activity.unit)))
    return {
        (place_id, activity.unit.present.id if activity.unit is not None else None)
        for activity, place_id in rows
        if place_id is not None and activity.quantities.get(measure)
    }


def _facilities(ids: set[int]) -> dict[int, Facility]:
    query = select(Facility).where(Facility.id.in_(ids)).options(joinedload(Facility.unit))
    return {row.id: row for row in db.session.scalars(query)}
