"""The tables of open data: what each holds, and its rows as the files give them. Only what is public."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.clock import today
from app.core.database.base import db
from app.site.bilingual import plain, producer_of
from app.site.queries import count_products_by_facility, list_newest_awards
from app.site.results.queries import ResultQuestion, list_recognitions, round_names
from app.web.addresses import absolute_url
from app.web.i18n import N_, current_locale
from catalog.enums import FacilityState, Validity
from catalog.listings.cards import ProductCard, is_public, list_cards
from catalog.models import AdministrativeUnit, Award, Facility, Product

BATCH = 200
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """title: an English message id. kind: the schema.org type of a row; name: the column that names it; key: the
    column that tells rows apart.
    """

    name: str
    title: str
    kind: str
    key: str
    label: str
    header: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]


PRODUCT_HEADER = (
    "slug", "name_vi", "name_en", "group", "facility", "facility_slug", "province_code", "province", "gtin",
    "level", "year", "certificate", "issued_on", "valid_until", "status", "demonstration", "url",
)  # fmt: skip
FACILITY_HEADER = (
    "slug", "name", "kind", "province_code", "province", "commune", "address", "website", "products", "source",
    "demonstration", "url",
)  # fmt: skip
CERTIFICATE_HEADER = (
    "number", "product", "producer", "level", "year", "province_then", "issuer", "decision_number", "decision_date",
    "issued_on", "valid_until", "status", "revoked_on", "source", "demonstration", "url",
)  # fmt: skip
RESULT_HEADER = (
    "level", "year", "province_then", "province_code", "group", "product", "producer", "certificate", "decision_number",
    "decision_date", "issued_on", "valid_until", "status", "round", "source", "demonstration", "url",
)  # fmt: skip
UNIT_HEADER = (
    "key", "list", "code", "name_vi", "name_en", "kind", "region", "valid_from", "valid_until", "became_code", "became",
)  # fmt: skip


def product_rows(cards: Sequence[ProductCard], day: date) -> Iterator[Row]:
    """As the list of products shows them on a day."""
    for card in cards:
        award, unit = card.award, card.unit.present
        state = award.validity_on(day) if award is not None else ""
        recognition = (
            (award.level, award.year, award.number, award.stated_on, award.valid_until, state)
            if award is not None and state != Validity.NOT_YET
            else ("",) * 6
        )
        yield (
            card.slug, card.name_vi, card.name_en, card.group, card.facility_name, card.facility_slug, unit.code,
            unit.name_in(current_locale()), card.gtin, *recognition, _flag(card.is_demo),
            absolute_url("site.product", slug=card.slug),
        )  # fmt: skip


def facility_rows(facilities: Sequence[Facility]) -> Iterator[Row]:
    """Verified ones, each with the number of its published products."""
    counts = count_products_by_facility(row.id for row in facilities)
    for row in facilities:
        unit = row.unit.present
        yield (
            row.slug, row.name, "" if row.source else row.kind, unit.code, unit.name_in(current_locale()), row.commune,
            row.address, row.website, counts.get(row.id, 0), row.source, _flag(row.is_demo),
            absolute_url("site.facility", slug=row.slug),
        )  # fmt: skip


def certificate_rows(awards: Sequence[Award], day: date) -> Iterator[Row]:
    """Numbered certificates with their state on a day."""
    for award in awards:
        yield (
            award.number, award.product_name, plain(producer_of(award)), award.level, award.year, award.unit_name,
            award.issuer, award.decision_number, award.decision_date, award.issued_on, award.valid_until,
            award.validity_on(day), award.revoked_on, award.source, _flag(award.is_demo),
            absolute_url("site.certificate", number=award.number),
        )  # fmt: skip


def result_rows(awards: Sequence[Award], day: date) -> Iterator[Row]:
    """Recognitions, with the round of this site that led to each."""
    rounds = round_names({award.round_id for award in awards if award.round_id is not None})
    for award in awards:
        product, round_ = award.product, rounds.get(award.round_id or 0)
        yield (
            award.level, award.year, award.unit_name, product.facility.unit.present.code, product.group,
            award.product_name, plain(producer_of(award)), award.number, award.decision_number, award.decision_date,
            award.stated_on, award.valid_until, award.validity_on(day), round_.slug if round_ else "", award.source,
            _flag(award.is_demo), absolute_url("site.certificate", number=award.number) if award.number else "",
        )  # fmt: skip


def _products() -> Iterator[Row]:
    day = today()
    query = select(Product.id).join(Product.facility).where(is_public()).order_by(Product.id)
    for ids in _batches(iter(db.session.scalars(query).all())):
        yield from product_rows(list_cards(ids, day), day)
        db.session.expunge_all()  # a large catalogue must not stay in memory


def _facilities() -> Iterator[Row]:
    query = select(Facility.id).where(Facility.state == FacilityState.VERIFIED).order_by(Facility.id)
    for ids in _batches(iter(db.session.scalars(query).all())):
        found = select(Facility).where(Facility.id.in_(ids)).options(joinedload(Facility.unit))
        yield from facility_rows(db.session.scalars(found.order_by(Facility.id)).all())
        db.session.expunge_all()


def _certificates() -> Iterator[Row]:
    yield from _paged(lambda offset: list_newest_awards(BATCH, offset), certificate_rows)


def _results() -> Iterator[Row]:
    day = today()
    yield from _paged(
        lambda offset: list_recognitions(ResultQuestion(), day, limit=BATCH, offset=offset), result_rows
    )


def _units() -> Iterator[Row]:
    """Provinces and cities of every list, with what those of before the mergers have become."""
    query = select(AdministrativeUnit).order_by(
        AdministrativeUnit.list_version.desc(), AdministrativeUnit.code
    )
    for unit in db.session.scalars(query):
        gone = unit.present is not unit
        yield (
            f"{unit.list_version}/{unit.code}", unit.list_version, unit.code, unit.name_vi, unit.name_en, unit.kind,
            unit.region, unit.valid_from, unit.valid_until, unit.present.code if gone else "",
            unit.present.name_vi if gone else "",
        )  # fmt: skip


def _paged(
    read: Callable[[int], Sequence[Award]], made: Callable[[Sequence[Award], date], Iterator[Row]]
) -> Iterator[Row]:
    day, offset = today(), 0
    while found := read(offset):
        yield from made(found, day)
        offset += len(found)
        db.session.expunge_all()


def _batches(keys: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(keys, BATCH)):
        yield batch


def _flag(value: object) -> str:
    return "1" if value else "0"


TABLES = (
    Table("products", N_("Products"), "Product", "slug", "name_vi", PRODUCT_HEADER, _products),
    Table("facilities", N_("Facilities"), "Organization", "slug", "name", FACILITY_HEADER, _facilities),
    Table(
        "certificates", N_("Certificates"), "Certification", "number", "number", CERTIFICATE_HEADER, _certificates
    ),
    Table("results", N_("Results of all rounds"), "CreativeWork", "", "product", RESULT_HEADER, _results),
    Table("units", N_("Provinces and cities"), "AdministrativeArea", "key", "name_vi", UNIT_HEADER, _units),
)  # fmt: skip
