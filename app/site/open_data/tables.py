"""The tables of open data: what each holds, and its rows as the files give them. Only what is public."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.core.clock import today
from app.core.database.base import db
from app.site.bilingual import plain, recognised_producer
from app.site.open_data import reads
from app.site.open_data.reads import Part
from app.web.addresses import base_url
from app.web.i18n import N_, current_locale
from app.web.paths import path_to
from catalog.enums import Validity
from catalog.facilities.consent import may_be_named
from catalog.listings.cards import ProductCard, iter_cards
from catalog.models import AdministrativeUnit
from catalog.validity import state_of

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
            base_url() + path_to("product", card.slug),
        )  # fmt: skip


def facility_rows(part: Part) -> Iterator[Row]:
    """Verified ones, each with the number of its published products."""
    for row in part.rows:
        unit = part.units[row.unit_id]
        yield (
            row.slug, row.name, "" if row.source else row.kind, unit.code, unit.name_in(current_locale()), row.commune,
            row.address, row.website, part.products.get(row.id, 0), row.source, _flag(row.is_demo),
            base_url() + path_to("facility", row.slug),
        )  # fmt: skip


def certificate_rows(part: Part, day: date) -> Iterator[Row]:
    """Numbered certificates with their state on a day."""
    for award in part.rows:
        yield (
            award.number, award.product_name, _producer(award, part), award.level, award.year, award.unit_name,
            award.issuer, award.decision_number, award.decision_date, award.issued_on, award.valid_until,
            state_of(award, day), award.revoked_on, award.source, _flag(award.is_demo),
            base_url() + path_to("certificate", award.number),
        )  # fmt: skip


def result_rows(part: Part, day: date) -> Iterator[Row]:
    """Recognitions, with the round of this site that led to each."""
    for award in part.rows:
        yield (
            award.level, award.year, award.unit_name, part.units[award.facility_unit_id].code, award.group,
            award.product_name, _producer(award, part), award.number, award.decision_number, award.decision_date,
            award.issued_on if award.number else None, award.valid_until, state_of(award, day), award.round_slug or "",
            award.source, _flag(award.is_demo),
            base_url() + path_to("certificate", award.number) if award.number else "",
        )  # fmt: skip


def _producer(award: Any, part: Part) -> str:
    """The producer as recognised; a person who withdrew their consent is named by kind and province only."""
    named = may_be_named(award.facility_kind, award.facility_consent_at, award.facility_state)
    unit = part.units[award.facility_unit_id]
    return plain(
        recognised_producer(
            award.producer_name, award.number, named=named, kind=award.facility_kind, unit=unit
        )
    )


def _products() -> Iterator[Row]:
    day = today()
    for cards in iter_cards(day, reads.BATCH):
        yield from product_rows(cards, day)


def _facilities() -> Iterator[Row]:
    for part in reads.iter_facilities(today()):
        yield from facility_rows(part)


def _certificates() -> Iterator[Row]:
    day = today()
    for part in reads.iter_certificates(day):
        yield from certificate_rows(part, day)


def _results() -> Iterator[Row]:
    day = today()
    for part in reads.iter_recognitions(day):
        yield from result_rows(part, day)


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
