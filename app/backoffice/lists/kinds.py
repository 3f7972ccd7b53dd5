"""What officers can list of their area: for each kind its columns, the words it is found by, its states and orders.

Every statement joins the facility and its unit, which decides what an officer sees.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, func, literal, or_, select
from sqlalchemy.orm import aliased

from app.backoffice.lists import facets
from app.backoffice.lists.facets import Facet
from app.backoffice.lists.rules import (
    Condition,
    beside,
    equal,
    has_lost_recognition,
    in_digits,
    in_key,
    in_maker,
    in_number,
    is_recognised_place,
    is_there,
    mark_ends,
    place_of,
    stands_as,
    states_of,
    validities,
)
from app.web.i18n import N_
from catalog.enums import CheckState, FacilityState, ProductState, Recognition, TrademarkState, Validity
from catalog.labels import (
    CERTIFICATE_KINDS,
    FACILITY_KINDS,
    FACILITY_STATES,
    LEVELS,
    PRODUCT_GROUPS,
    PRODUCT_STATES,
    TRADEMARK_KINDS,
    TRADEMARK_STATES,
    VALIDITIES,
)
from catalog.labels import RECOGNITIONS as RECOGNISED
from catalog.models import AdministrativeUnit, Award, Certificate, Facility, Product, Trademark
from programme.activities.labels import STATES as ACTIVITY_STATES
from programme.activities.rules import ActivityState
from programme.models import Activity, ActivityKind, Beneficiary, CraftVillage
from programme.villages.labels import VILLAGE_KINDS
from traceability.diary_claims.queries import has_waiting_claims
from traceability.enums import LotState
from traceability.models import Lot
from traceability.terms import LOT_STATES

Found = Sequence[tuple[Any, Condition]]
"""Tables with a condition on each: a row is found where one of its own, or one of its product or facility, holds.
None for the table: the condition is about several.
"""
present = aliased(AdministrativeUnit)
_nothing: Any = literal("")


@dataclass(frozen=True, slots=True)
class Kind:
    """rows: the statement without order. entity: whose rows they are. unit: the column of the unit that decides who
    sees them. name, since: what it is ordered by; until: None where nothing ends. finds: what the words typed are
    looked for in. states: state -> rule on a day. facets: what else rows are narrowed to and counted by, by its name
    in addresses. own_awards: the recognitions of a row of the outer statement; with_awards: a row for each of them.
    """

    rows: Select[Any]
    entity: Any
    name: Any
    since: Any
    finds: Callable[[str], Found]
    states: Mapping[str, Callable[[date], Condition]]
    until: Any = None
    group: Any = None
    facets: Mapping[str, Facet] = field(default_factory=dict)
    own_awards: Select[Any] | None = None
    with_awards: Callable[[Select[Any]], Select[Any]] | None = None
    unit: Any = Facility.unit_id

    @property
    def key(self) -> Any:
        return self.entity.id


def _of(entity: Any, facility: Any, *columns: Any) -> Select[Any]:
    """The columns with those of the facility and of its unit of today."""
    query = select(
        *columns,
        Facility.id.label("facility_id"),
        Facility.name.label("facility"),
        Facility.commune,
        present.name_vi.label("unit_vi"),
        present.name_en.label("unit_en"),
    ).select_from(entity)
    if entity is Award:
        query = query.join(Product, Product.id == Award.product_id)
    if entity is not Facility:
        query = query.join(Facility, Facility.id == facility)
    query = query.join(AdministrativeUnit, AdministrativeUnit.id == Facility.unit_id)
    return query.join(
        present, present.id == func.coalesce(AdministrativeUnit.successor_id, AdministrativeUnit.id)
    )


_made = aliased(Product)
_all_of_product = select(Award.id).where(Award.product_id == Product.id).correlate(Product)
_of_product = _all_of_product.where(beside(Award.revoked_on).is_(None))
_all_of_maker = (
    select(Award.id)
    .join(_made, _made.id == Award.product_id)
    .where(_made.facility_id == Facility.id)
    .correlate(Facility)
)
_of_maker = _all_of_maker.where(beside(Award.revoked_on).is_(None))


def _with_awards(query: Select[Any]) -> Select[Any]:
    return query.join(Award, Award.product_id == Product.id).where(beside(Award.revoked_on).is_(None))


def _with_awards_of_makers(query: Select[Any]) -> Select[Any]:
    return query.join(_made, _made.facility_id == Facility.id).join(Award, Award.product_id == _made.id).where(
        beside(Award.revoked_on).is_(None)
    )  # fmt: skip


STANDINGS = {
    "in-force": RECOGNISED[Recognition.IN_FORCE],
    "suspended": RECOGNISED[Recognition.SUSPENDED],
    "expired": RECOGNISED[Recognition.EXPIRED],
    "revoked": RECOGNISED[Recognition.REVOKED],
    "not-yet": VALIDITIES[Validity.NOT_YET],
    "never": RECOGNISED[Recognition.NONE],
}


def _standing(own: Select[Any]) -> Facet:
    return facets.of_rules(N_("Recognition"), STANDINGS, stands_as(own), place=lambda: place_of(own))


_level = facets.of_words(N_("Level of recognition"), Award.level, LEVELS, of_award=True)
_recognised = facets.of_year(N_("Year of recognition"), Award.year, of_award=True)
_places = {
    "province": facets.of_province(present),
    "old": facets.of_former(),
    "commune": facets.of_commune(),
}
_facility = facets.of_facility()

FACILITIES = Kind(
    rows=_of(
        Facility, None, Facility.id, Facility.name, Facility.kind.label("sort"),
        func.coalesce(Facility.registration_number, "").label("number"), Facility.state,
        or_(Facility.proposed_at.is_not(None), Facility.unchecked_at.is_not(None)).label("waits"),
        Facility.updated_at.label("since"), Facility.is_demo,
    ),
    entity=Facility, name=Facility.sort_key, since=Facility.updated_at,
    finds=lambda text: [(Facility, in_maker(text)), (Facility, in_number(Facility.registration_number, text))],
    states={**states_of(Facility.state, FacilityState, FacilityState.VERIFIED),
            "changes": lambda _day: or_(Facility.proposed_at.is_not(None), Facility.unchecked_at.is_not(None))},
    facets=_places | {
        "kind": facets.of_words(N_("Kind"), Facility.kind, FACILITY_KINDS),
        "state": facets.of_words(N_("State"), Facility.state, FACILITY_STATES),
        "standing": _standing(_all_of_maker), "last": facets.of_last_year(), "level": _level, "year": _recognised,
    },
    own_awards=_of_maker, with_awards=_with_awards_of_makers,
)  # fmt: skip
PRODUCTS = Kind(
    rows=_of(
        Product, Product.facility_id, Product.id, Product.name_vi.label("name"), Product.group.label("sort"),
        func.coalesce(Product.gtin, "").label("number"), Product.state,
        or_(Product.proposed_at.is_not(None), Product.unchecked_at.is_not(None)).label("waits"),
        Product.updated_at.label("since"), Product.is_demo,
    ),
    entity=Product, name=Product.sort_key, since=Product.updated_at, group=Product.group,
    finds=lambda text: [(Product, in_key(Product.name_key, text)), (Product, in_digits(Product.gtin, text)),
                        (Facility, in_maker(text))],
    states={**states_of(Product.state, ProductState, ProductState.PUBLISHED),
            "changes": lambda _day: or_(Product.proposed_at.is_not(None), Product.unchecked_at.is_not(None))},
    facets=_places | {
        "group": facets.of_words(N_("Product group"), Product.group, PRODUCT_GROUPS),
        "state": facets.of_words(N_("State"), Product.state, PRODUCT_STATES),
        "standing": _standing(_all_of_product), "level": _level, "year": _recognised, "facility": _facility,
    },
    own_awards=_of_product, with_awards=_with_awards,
)  # fmt: skip
RECOGNITIONS = Kind(
    rows=_of(
        Award, Product.facility_id, Award.id, Award.product_name.label("name"), Award.level.label("sort"),
        func.coalesce(Award.number, "").label("number"), Award.year, Award.issued_on, Award.valid_until,
        Award.suspended_on, Award.revoked_on, Award.issued_on.label("since"), Award.valid_until.label("until"),
        Award.is_demo,
    ),
    entity=Award, name=Award.sort_key, since=Award.issued_on, until=Award.valid_until, group=Product.group,
    finds=lambda text: [(Product, in_key(Product.name_key, text)), (Award, in_key(Award.number_key, text)),
                        (Facility, in_maker(text))],
    states=validities(Award),
    facets=_places | {
        "old": facets.of_former(Award.unit_name),
        "group": facets.of_words(N_("Product group"), Product.group, PRODUCT_GROUPS),
        "level": facets.of_words(N_("Level of recognition"), Award.level, LEVELS),
        "year": facets.of_year(N_("Year of recognition"), Award.year),
        "ends": facets.of_ends(Award.valid_until), "facility": _facility,
    },
)  # fmt: skip
PAPERS = Kind(
    rows=_of(
        Certificate, Certificate.facility_id, Certificate.id, Certificate.title.label("name"),
        Certificate.kind.label("sort"), Certificate.number, Certificate.check_state, Certificate.issued_on,
        Certificate.valid_until, Certificate.revoked_on, Certificate.updated_at.label("since"),
        Certificate.valid_until.label("until"), Certificate.is_demo,
    ),
    entity=Certificate, name=Facility.sort_key, since=Certificate.updated_at,
    until=Certificate.valid_until,
    finds=lambda text: [(Certificate, in_number(Certificate.number, text)), (Facility, in_maker(text))],
    states={**states_of(Certificate.check_state, CheckState, CheckState.CHECKED), **validities(Certificate)},
    facets=_places | {
        "kind": facets.of_words(N_("Kind"), Certificate.kind, CERTIFICATE_KINDS),
        "year": facets.of_year(N_("Year of issue"), Certificate.issued_on),
        "ends": facets.of_ends(Certificate.valid_until), "facility": _facility,
    },
)  # fmt: skip
TRADEMARKS = Kind(
    rows=_of(
        Trademark, Trademark.facility_id, Trademark.id, Trademark.name, Trademark.kind.label("sort"),
        Trademark.state, Trademark.registration_number, Trademark.application_number, Trademark.check_state,
        Trademark.registration_date, Trademark.valid_until, Trademark.updated_at.label("since"),
        Trademark.valid_until.label("until"), Trademark.is_demo,
    ),
    entity=Trademark, name=Trademark.sort_key, since=Trademark.updated_at,
    until=Trademark.valid_until,
    finds=lambda text: [
        (Trademark, or_(in_key(Trademark.name_key, text), in_number(Trademark.registration_number, text),
                        in_number(Trademark.application_number, text))),
        (Facility, in_maker(text)),
    ],
    states={**states_of(Trademark.check_state, CheckState, CheckState.CHECKED),
            **{f"mark-{state}": equal(Trademark.state, state) for state in TrademarkState},
            Validity.EXPIRING: mark_ends},
    facets=_places | {
        "kind": facets.of_words(N_("Kind"), Trademark.kind, TRADEMARK_KINDS),
        "stage": facets.of_words(N_("Stage"), Trademark.state, TRADEMARK_STATES),
        "year": facets.of_year(N_("Year of registration"), Trademark.registration_date),
        "filed": facets.of_year(N_("Year of application"), Trademark.application_date),
        "ends": facets.of_ends(Trademark.valid_until), "facility": _facility,
    },
)  # fmt: skip
LOTS = Kind(
    rows=_of(
        Lot,
        Lot.facility_id,
        Lot.id,
        func.coalesce(Product.name_vi, Lot.name).label("name"),
        _nothing.label("sort"),
        Lot.code.label("number"),
        Lot.state,
        Lot.created_at.label("since"),
        Lot.best_before.label("until"),
        Lot.is_demo,
    ).outerjoin(Product, Product.id == Lot.product_id),
    entity=Lot,
    name=Lot.code,
    since=Lot.created_at,
    until=Lot.best_before,
    finds=lambda text: [
        (Lot, in_number(Lot.code, text)),
        (Product, in_key(Product.name_key, text)),
        (Facility, in_maker(text)),
    ],
    states={state: equal(Lot.state, state) for state in LotState}
    | {"claims": lambda _day: has_waiting_claims()},
    facets=_places
    | {
        "state": facets.of_words(N_("State"), Lot.state, LOT_STATES),
        "group": facets.of_words(N_("Product group"), Product.group, PRODUCT_GROUPS),
        "year": facets.of_year(N_("Year of making"), Lot.made_on),
        "facility": _facility,
    },
)
SUPPORT = Kind(
    rows=_of(
        Beneficiary,
        Beneficiary.facility_id,
        Beneficiary.id,
        Activity.title.label("name"),
        ActivityKind.name_vi.label("sort"),
        ActivityKind.name_en.label("sort_en"),
        Activity.document.label("number"),
        Activity.state,
        Activity.starts_on.label("since"),
        Activity.ends_on.label("until"),
        Activity.is_demo,
        Activity.id.label("activity_id"),
    )
    .join(Activity, Activity.id == Beneficiary.activity_id)
    .join(ActivityKind, ActivityKind.id == Activity.kind_id),
    entity=Beneficiary,
    name=Activity.sort_key,
    since=Activity.starts_on,
    until=Activity.ends_on,
    finds=lambda text: [(None, or_(in_key(Activity.search_key, text), in_maker(text)))],
    states={state: equal(Activity.state, state) for state in ActivityState},
    facets=_places
    | {
        "kind": facets.of_named(N_("Kind"), ActivityKind.code, ActivityKind.name_vi, ActivityKind.name_en),
        "state": facets.of_words(N_("State"), Activity.state, ACTIVITY_STATES),
        "year": facets.of_year(N_("Year"), Activity.starts_on),
        "facility": _facility,
    },
)
VILLAGES = Kind(
    rows=select(
        CraftVillage.id, CraftVillage.name_vi.label("name"), CraftVillage.kind.label("sort"),
        CraftVillage.decision_number.label("number"), CraftVillage.decision_date.label("since"),
        CraftVillage.revoked_on, CraftVillage.withdrawn_at, CraftVillage.slug, CraftVillage.is_demo,
        _nothing.label("facility"), CraftVillage.commune, present.name_vi.label("unit_vi"),
        present.name_en.label("unit_en"),
    ).select_from(CraftVillage)
    .join(AdministrativeUnit, AdministrativeUnit.id == CraftVillage.unit_id)
    .join(present, present.id == func.coalesce(AdministrativeUnit.successor_id, AdministrativeUnit.id)),
    entity=CraftVillage, name=CraftVillage.sort_key, since=CraftVillage.decision_date,
    unit=CraftVillage.unit_id,
    finds=lambda text: [(CraftVillage, in_key(CraftVillage.search_key, text))],
    states={Validity.VALID: is_recognised_place, Validity.REVOKED: has_lost_recognition,
            "withdrawn": is_there(CraftVillage.withdrawn_at)},
    facets={
        "province": facets.of_province(present),
        "kind": facets.of_words(N_("Kind"), CraftVillage.kind, VILLAGE_KINDS),
        "year": facets.of_year(N_("Year of recognition"), CraftVillage.decision_date),
    },
)  # fmt: skip

KINDS: Mapping[str, Kind] = {
    "facilities": FACILITIES,
    "products": PRODUCTS,
    "recognitions": RECOGNITIONS,
    "papers": PAPERS,
    "trademarks": TRADEMARKS,
    "lots": LOTS,
    "support": SUPPORT,
    "villages": VILLAGES,
}
