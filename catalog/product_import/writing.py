"""The judged rows become drafts: all of them in one transaction, by a few statements."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, insert, select

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.text import fold_line, sort_key
from catalog.acts import free_slugs
from catalog.enums import ProductState
from catalog.models import ImportedProduct, Product, ProductCertificate, ProductImport, ProductPicture
from catalog.product_import.judging import JudgedRow, gtins_there, names_there
from catalog.products.pictures import StoredPicture

CHUNK = 500
_PRODUCT: Table = Product.__table__  # type: ignore[assignment]
_FALLBACK = "san-pham"


def write_products(
    made: ProductImport, rows: Sequence[JudgedRow], kept: Mapping[str, StoredPicture], keys: Mapping[int, str]
) -> int:
    """Inside the transaction that ends the job. What came into the catalogue since the rows were judged is left out.

    kept: pictures by the name in the table; keys: line -> sort key, made before the lock is held.
    """
    rows = _still_new(made.facility_id, rows)
    slugs = free_slugs(Product, [row.name for row in rows], _FALLBACK)
    now = utc_now()
    shared = {
        "facility_id": made.facility_id,
        "state": ProductState.DRAFT,
        "is_demo": made.facility.is_demo,
        "created_at": now,
        "updated_at": now,
    }
    values = [
        {**(row.values or {}), **shared, "slug": slug, "sort_key": keys[row.line]}
        for row, slug in zip(rows, slugs, strict=True)
    ]
    for start in range(0, len(values), CHUNK):
        db.session.execute(insert(_PRODUCT), values[start : start + CHUNK])
    ids = _ids(slugs)
    pairs = [(ids[slug], row) for slug, row in zip(slugs, rows, strict=True)]
    _insert(
        ImportedProduct, [{"product_id": key, "import_id": made.id, "line": row.line} for key, row in pairs]
    )
    _insert(
        ProductCertificate,
        [{"product_id": key, "certificate_id": paper} for key, row in pairs for paper in row.certificate_ids],
    )
    _insert(ProductPicture, [values for key, row in pairs for values in _pictures(key, row, kept)])
    return len(rows)


def order_keys(rows: Sequence[JudgedRow]) -> dict[int, str]:
    """Line -> sort key of the name."""
    return {row.line: sort_key(row.name) for row in rows}


def _still_new(facility_id: int, rows: Sequence[JudgedRow]) -> list[JudgedRow]:
    names = names_there(facility_id)
    gtins = gtins_there(row.values["gtin"] for row in rows if row.values and row.values["gtin"])
    return [
        row
        for row in rows
        if fold_line(row.name) not in names and row.values and row.values["gtin"] not in gtins
    ]


def _ids(slugs: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(slugs), CHUNK):
        query = select(Product.slug, Product.id).where(Product.slug.in_(slugs[start : start + CHUNK]))
        found.update((slug, key) for slug, key in db.session.execute(query))
    return found


def _insert(model: Any, values: list[dict[str, Any]]) -> None:
    for start in range(0, len(values), CHUNK):
        db.session.execute(insert(model.__table__), values[start : start + CHUNK])


def _pictures(product_id: int, row: JudgedRow, kept: Mapping[str, StoredPicture]) -> list[dict[str, Any]]:
    """The pictures that could be read, each once, with the texts that stand at the same places."""
    found: dict[str, dict[str, Any]] = {}
    for name, text in zip(row.pictures, row.texts, strict=True):
        if (picture := kept.get(name)) is not None:
            found.setdefault(
                picture.files["share"],
                {
                    "product_id": product_id, "position": len(found), "alt_vi": text, "width": picture.width,
                    "height": picture.height, "colour": picture.colour, "files": dict(picture.files),
                    "created_at": utc_now(),
                },
            )  # fmt: skip
    return list(found.values())
