"""Fairs, stands and showrooms of this site, and labels with the programme's logo, as facts that programmes count.

A fair is counted once it is over, however many provinces took part: as one fair held (`fair`), once for each province
whose facilities had a stand (`fair-joined`), and by the supported stands of each province (`booth`). What an activity
counts in the same target is not counted there a second time; an activity that counts for nothing there hides nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.clock import local_day, today
from app.core.database.base import db
from app.core.text import fold_line
from catalog.models import AdministrativeUnit, Facility, Product
from programme.enums import Evidence
from programme.facts.areas import commune_at, unit_on
from programme.facts.own import own_source
from programme.facts.services import FactData
from programme.models import Activity, Booth, Fact, Fair, Showroom, Target
from traceability.models import LabelRun, Lot

FAIR, BOOTH, SHOWROOM, LABEL = "fair", "booth", "showroom", "label"
"""Codes of measures."""
PLACES = ("fair", "showroom", "brochure")
"""What an activity may be, in the order of `told_by_people`."""
HOME, ABROAD = "trong-nuoc", "nuoc-ngoai"
CENTRE, AT_FACILITY = "trung-tam", "co-so"
BY_PROVINCE = ("fair-joined", "booth")
"""Names of sources that count a place once for each province."""
BY_DOCUMENT = ("brochure-print", "title-round")
"""Names of sources that a document tells apart: what anybody entered with the same one is the same thing."""
Told = set[tuple[str, int | None]]
"""(fair, showroom or print run as `FactData.place`, or a document as `document_key`; province of today)."""


@own_source("fair", "fair")
def fairs_held(where: str) -> Iterator[FactData]:
    """Fairs that are over, each once. where: HOME, ABROAD, or "" for both."""
    for fair in _fairs_over(where):
        yield _fair_fact(fair, _kind("fair", where), f"fair:{fair.id}", fair.unit, FAIR, 1)


@own_source("fair-joined", "fair")
def fairs_joined(where: str) -> Iterator[FactData]:
    """A fair for each province that held it or had a stand there."""
    for fair in _fairs_over(where):
        units = [booth.facility.unit for booth in fair.booths if booth.facility is not None]
        units += [fair.unit] if fair.unit is not None else []
        yield from _of_provinces(
            fair, _kind("fair-joined", where), dict.fromkeys(_count(fair, units), 1), FAIR
        )


@own_source("booth", "fair")
def booths_supported(where: str) -> Iterator[FactData]:
    """The stands of a province's facilities at a fair whose rent was supported."""
    for fair in _fairs_over(where):
        units = [booth.facility.unit for booth in fair.booths if booth.facility and booth.is_supported]
        yield from _of_provinces(fair, _kind("booth", where), _count(fair, units), BOOTH)


@own_source("showroom", "showroom")
def showrooms_opened(whose: str) -> Iterator[FactData]:
    """Showrooms that were opened; one that closed later was opened all the same. whose: CENTRE, AT_FACILITY or ""."""
    query = select(Showroom).where(Showroom.withdrawn_at.is_(None), Showroom.opened_on <= today())
    if whose:
        query = query.where(
            Showroom.facility_id.is_(None) if whose == CENTRE else Showroom.facility_id.is_not(None)
        )
    for row in db.session.scalars(query.options(joinedload(Showroom.unit)).order_by(Showroom.id)):
        yield FactData(
            kind=_kind("showroom", whose), key=f"showroom:{row.id}", title=row.name_vi, measure=SHOWROOM, number=1,
            day=row.opened_on, unit=row.unit, commune=commune_at(row.commune, row.unit, row.unit),
            facility_id=row.facility_id, document=row.decision_number,
            evidence=Evidence.DOCUMENT if row.decision_number else Evidence.DECLARED, is_demo=row.is_demo,
            place=f"showroom:{row.id}",
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
            LabelRun.finished_at.is_not(None),
            LabelRun.reprint_of_id.is_(None),
        )
    )
    numbers, days = Counter[tuple[int, str]](), dict[tuple[int, str], date]()
    for facility_id, finished_at, quantity in db.session.execute(query):
        assert finished_at is not None  # the query asks for one
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
            measure=LABEL, number=number, day=days[facility_id, month], unit=maker.unit, commune=maker.commune_key,
            facility_id=facility_id,
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
    """The paper of what came of a fair proves it, else the decision to hold it. Its commune is of its own province."""
    paper = fair.outcomes[-1].evidence if fair.outcomes else fair.decision_number
    return FactData(
        kind=kind, key=key, title=fair.name_vi, measure=measure, number=number, day=fair.ends_on, unit=unit,
        commune=commune_at(fair.commune, fair.unit, unit),
        evidence=Evidence.DOCUMENT if paper else Evidence.DECLARED, document=paper, is_demo=fair.is_demo,
        place=f"fair:{fair.id}",
    )  # fmt: skip


def _of_provinces(
    fair: Fair, kind: str, numbers: Mapping[AdministrativeUnit, int], measure: str
) -> Iterator[FactData]:
    """A fact for each province."""
    for unit, number in numbers.items():
        key = f"fair:{fair.id}:{unit.list_version}-{unit.code}"
        yield _fair_fact(fair, kind, key, unit, measure, number)


def _count(fair: Fair, units: list[AdministrativeUnit]) -> Counter[AdministrativeUnit]:
    """How many are of each province as it was then; of one that came from several nobody knows which it was."""
    found = (unit_on(unit, fair.ends_on) for unit in units)
    return Counter(unit for unit in found if unit is not None)


def told_by_people() -> dict[int, Told]:
    """Target -> the fairs, showrooms, print runs and documents of what activities and people count in it; what is only
    declared counts nothing.
    """
    query = (
        select(Fact, Activity.fair_id, Activity.showroom_id, Activity.brochure_id)
        .outerjoin(Activity, Fact.activity_id == Activity.id)
        .where(
            Fact.is_own.is_(False), Fact.withdrawn_at.is_(None), Fact.evidence != Evidence.DECLARED,
            or_(
                Activity.fair_id.is_not(None), Activity.showroom_id.is_not(None), Activity.brochure_id.is_not(None),
                Fact.target_id.in_(_targets_by_document()),
            ),
        )
        .options(joinedload(Fact.unit))
    )  # fmt: skip
    found: dict[int, Told] = {}
    for fact, *keys in db.session.execute(query):
        unit = fact.unit.present.id if fact.unit is not None else None
        told = found.setdefault(fact.target_id, set())
        told.add((document_key(fact.document), unit))
        told.update(
            (f"{kind}:{key}", unit) for kind, key in zip(PLACES, keys, strict=True) if key is not None
        )
    return found


def document_key(document: str) -> str:
    return f"document:{fold_line(document)}"


def _targets_by_document() -> list[int]:
    """Targets that count what a document tells apart."""
    rows = db.session.execute(select(Target.id, Target.counts))
    return [key for key, kinds in rows if any(kind.partition(":")[0] in BY_DOCUMENT for kind in kinds)]


def is_told(data: FactData, told: Told) -> bool:
    """Whether activities count the same in a target: of its province where each counts for itself, else of any."""
    name, unit = data.kind.partition(":")[0], data.unit.present.id if data.unit is not None else None
    if name in BY_DOCUMENT and (document_key(data.document), unit) in told:
        return True
    if name in BY_PROVINCE:
        return (data.place, unit) in told
    return any(place == data.place for place, _unit in told)


def _facilities(ids: set[int]) -> dict[int, Facility]:
    query = select(Facility).where(Facility.id.in_(ids)).options(joinedload(Facility.unit))
    return {row.id: row for row in db.session.scalars(query)}
