"""Facilities and products that an officer names: by page address, number, GTIN or name."""

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from app.core.errors import RuleBroken, check_together
from app.core.text import fold_line, sort_key
from catalog.enums import FacilityState
from catalog.listings.cards import is_public
from catalog.models import Facility, Product

Row = TypeVar("Row", Facility, Product)
MOST_PRODUCTS = 200
AT_ONCE = 300


def find_facility(text: str, field: str = "facility") -> Facility:
    """The verified facility of that page address, registration number or name. Raises RuleBroken."""
    return _only(find_facilities([text])[text], "facility", text, field)


def find_facilities(texts: Collection[str]) -> dict[str, list[Facility]]:
    """Text -> the verified facilities of that page address, registration number or name."""
    names = {text: _named(text) for text in texts}
    wanted = sorted(set(names.values()))
    by_word: dict[str, dict[int, Facility]] = {}
    for start in range(0, len(wanted), AT_ONCE):
        for row in _facilities(wanted[start : start + AT_ONCE]):
            for word in filter(None, (row.slug, row.registration_number, row.sort_key)):
                by_word.setdefault(word, {})[row.id] = row
    found = {}
    for text, name in names.items():
        rows = {key: row for word in _words(name) for key, row in by_word.get(word, {}).items()}
        found[text] = [rows[key] for key in sorted(rows)]
    return found


def _facilities(names: Sequence[str]) -> Iterable[Facility]:
    query = select(Facility).where(
        Facility.state == FacilityState.VERIFIED,
        or_(
            Facility.slug.in_(names),
            Facility.registration_number.in_([name.upper() for name in names]),
            Facility.sort_key.in_([sort_key(name) for name in names]),
        ),
    )
    return db.session.scalars(query.options(joinedload(Facility.unit)))


def _words(name: str) -> tuple[str, str, str]:
    """What a name may be in the words of a facility."""
    return name, name.upper(), sort_key(name)


def find_facility_id(text: str) -> int | None:
    """As `find_facility`; None where nothing is named."""
    return find_facility(text).id if text else None


def find_product(text: str, field: str = "products", *, of: Facility | None = None) -> Product:
    """The public product of that page address, GTIN or name. Raises RuleBroken."""
    named = _named(text)
    query = (
        select(Product)
        .join(Product.facility)
        .where(
            is_public(),
            or_(
                Product.slug == named,
                Product.gtin == named.zfill(14),
                Product.sort_key == sort_key(named),
            ),
        )
    )
    if of is not None:
        query = query.where(Product.facility_id == of.id)
    return _only(list(db.session.scalars(query.order_by(Product.id).limit(3))), "product", text, field)


def find_products(lines: Iterable[str], field: str = "products") -> list[Product]:
    """The products of some lines, each once, in that order. Raises RuleBroken with one refusal a line."""
    wanted = [line.strip() for line in lines if line.strip()]
    if len(wanted) > MOST_PRODUCTS:
        raise RuleBroken("too_many_products", field, limit=MOST_PRODUCTS)
    found: dict[int, Product] = {}

    def take(line: str) -> None:
        product = find_product(line, field)
        found[product.id] = product

    check_together(*(lambda line=line: take(line) for line in wanted))
    return list(found.values())


def list_products_of(facility: Facility) -> list[Product]:
    """Its public products, by name."""
    query = select(Product).where(Product.facility_id == facility.id, is_public())
    return list(db.session.scalars(query.order_by(Product.sort_key, Product.id)))


def is_all(text: str) -> bool:
    """Whether a cell says "everything of this facility"."""
    return fold_line(text) in {"*", "tat ca", "all"}


def _named(text: str) -> str:
    """What a line names: the last part of an address, else the words themselves."""
    bare = " ".join(text.split())
    if "/" in bare and " " not in bare:
        return urlsplit(bare).path.rstrip("/").rsplit("/", 1)[-1]
    return bare


def _only(rows: Sequence[Row], kind: str, text: str, field: str) -> Row:
    if len(rows) == 1:
        return rows[0]
    shown = text[:80]
    if kind == "facility":
        raise RuleBroken("named_facility_ambiguous" if rows else "named_facility_unknown", field, text=shown)
    raise RuleBroken("named_product_ambiguous" if rows else "named_product_unknown", field, text=shown)
