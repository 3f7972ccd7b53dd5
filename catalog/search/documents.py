"""What the search index keeps of a product, a facility and a trademark: only what the public may see."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.core.database.base import db
from app.core.search import SearchDocument, tokens
from catalog.enums import CheckState, FacilityState, ProductState, Recognition
from catalog.models import AdministrativeUnit, Facility, Product, Trademark
from catalog.names import number_key
from catalog.search.former import former_names
from catalog.search.recalled import recalled_among
from catalog.search.trade_words import trade_words
from catalog.search.villages import villages_of
from catalog.units.communes import commune_of
from catalog.units.places import former_province, place_key
from catalog.units.table import V2025
from catalog.validity import HOLDING, recognition_of

LAPSED = "het-han"
"""Value of the level facet for products whose recognition is no longer valid."""
RANKS = {Recognition.IN_FORCE: 0, Recognition.NONE: 1}
"""What comes first: what is in force, then what was never recognised; expired, suspended and revoked last."""
LAST = 2
"""Rank of those, and of what is being recalled, whatever its recognition."""
SHORTEST_NUMBER = 5
"""Letters and digits of a number that is a word of its own; shorter ones would be found by accident."""
LONGEST_JOINED = 4
INDEXED = ("product", "facility", "trademark")
_BATCH = 200
_SAMPLE = 32_000


def documents_of(kind: str, keys: Iterable[str], day: date) -> tuple[list[SearchDocument], list[str]]:
    """The documents of some things, and the ids of those the public does not see (any more)."""
    wanted = sorted({int(key) for key in keys if key.isdigit()})
    found = list(_documents(db.session(), kind, wanted, day))
    there = {document.id for document in found}
    return found, [name for key in wanted if (name := f"{kind}:{key}") not in there]


def all_documents(day: date) -> Iterator[SearchDocument]:
    """Every document, read in batches by a session of its own: a large catalogue must not stay in memory."""
    with Session(db.engine) as session:
        for kind, table in (("product", Product), ("facility", Facility), ("trademark", Trademark)):
            keys = iter(session.scalars(select(table.id).order_by(table.id)).all())
            while batch := list(islice(keys, _BATCH)):
                yield from _documents(session, kind, batch, day)
                session.expunge_all()


def sampled_order() -> Iterator[tuple[str, int]]:
    """`sort_name` and `newest` of every so-many-th public product, facility and trademark."""
    with Session(db.engine) as session:
        for table, name, newest in (
            (Product, Product.sort_key, Product.published_at),
            (Facility, Facility.sort_key, Facility.verified_at),
            (Trademark, Trademark.name, Trademark.created_at),
        ):
            last = session.scalar(select(func.max(table.id))) or 0
            query = select(name, newest).where(table.id % (last // _SAMPLE + 1) == 0)
            for text, at in session.execute(query):
                yield text, int(at.timestamp()) if at else 0


def _documents(session: Session, kind: str, ids: list[int], day: date) -> Iterator[SearchDocument]:
    if kind == "product":
        products = (
            select(Product)
            .join(Product.facility)
            .where(Product.id.in_(ids), Product.state == ProductState.PUBLISHED, _seen())
            .options(
                joinedload(Product.facility).joinedload(Facility.unit),
                joinedload(Product.trademark),
                selectinload(Product.certificates),
                selectinload(Product.awards),
            )
        )
        recalled, former = recalled_among(session, ids), former_names(session, "product", ids)
        rows = session.scalars(products).all()
        villages = villages_of(session, (product.facility_id for product in rows))
        yield from (
            product_document(
                product, day, recalled=product.id in recalled, former=former.get(product.id, ()),
                villages=villages.get(product.facility_id, ()),
            )
            for product in rows
        )  # fmt: skip
    elif kind == "facility":
        facilities = select(Facility).where(Facility.id.in_(ids), _seen()).options(joinedload(Facility.unit))
        former = former_names(session, "facility", ids)
        yield from (
            facility_document(facility, former.get(facility.id, ()))
            for facility in session.scalars(facilities)
        )
    else:
        marks = (
            select(Trademark)
            .join(Trademark.facility)
            .where(Trademark.id.in_(ids), Trademark.check_state != CheckState.REFUSED, _seen())
            .options(joinedload(Trademark.facility).joinedload(Facility.unit))
        )
        yield from map(trademark_document, session.scalars(marks))


def product_document(
    product: Product,
    day: date,
    *,
    recalled: bool = False,
    former: Iterable[str] = (),
    villages: Iterable[str] = (),
) -> SearchDocument:
    """Of a public product with facility, unit, trademark, certificates and awards loaded. former: names and codes of
    entries merged into it. villages: names of the craft villages of its maker.
    """
    facility = product.facility
    mark = product.trademark
    body = (
        product.name_en, facility.name, product.description_vi, product.description_en, product.materials,
        product.where_sold, product.standard, product.gtin or "",
        mark.name if mark is not None and mark.check_state != CheckState.REFUSED else "",
        *_place(facility.unit), facility.commune, *(award.unit_name for award in product.awards),
        *_joined(product.name_vi), *_joined(facility.name), *_stars(product), *former,
        *_numbers(product),
    )  # fmt: skip
    text = _text(body)
    standing = recognition_of(product.awards, day)
    return SearchDocument(
        id=f"product:{product.id}",
        kind="product",
        title=product.name_vi,
        body=_text((text, *trade_words(f"{product.name_vi}\n{text}", _tags(product)))),
        rank=LAST if recalled else RANKS.get(standing, LAST),
        sort_name=product.sort_key,
        newest=int(product.published_at.timestamp()) if product.published_at else 0,
        facets={
            "group": (product.group,),
            "province": (facility.unit.present.code,),
            "level": _levels(product, day),
            "certificate": _certificates(product, day),
            "facility": (facility.slug,),
            "year": tuple(sorted({str(award.year) for award in product.awards})),
            "recognition": (str(standing),),
            "place": _places(facility, (award.unit_name for award in product.awards)),
            "stars": _stars_checked(product, day),
            "mark": _mark_checked(product, day),
            "commune": _commune(facility),
            "village": tuple(villages),
        },
    )


def facility_document(facility: Facility, former: Iterable[str] = ()) -> SearchDocument:
    """Of a public facility with its unit loaded. former: names and numbers of entries merged into it."""
    return SearchDocument(
        id=f"facility:{facility.id}",
        kind="facility",
        title=facility.name,
        body=_text((facility.commune, facility.about_vi, facility.about_en, *_place(facility.unit), *former)),
        sort_name=facility.sort_key,
        newest=int((facility.verified_at or facility.created_at).timestamp()),
        facets={"province": (facility.unit.present.code,), "place": _places(facility, ())},
    )


def trademark_document(mark: Trademark) -> SearchDocument:
    """Of a public mark with facility and unit loaded."""
    facility = mark.facility
    return SearchDocument(
        id=f"trademark:{mark.id}",
        kind="trademark",
        title=mark.name,
        body=_text((mark.holder, facility.name, mark.registration_number, mark.application_number)),
        sort_name=mark.name,
        newest=int(mark.created_at.timestamp()),
        facets={"province": (facility.unit.present.code,), "facility": (facility.slug,)},
    )


def _seen() -> ColumnElement[bool]:
    return Facility.state == FacilityState.VERIFIED


def _levels(product: Product, day: date) -> tuple[str, ...]:
    standing = [award for award in product.awards if award.revoked_on is None or award.revoked_on > day]
    holding = sorted({award.level for award in standing if award.validity_on(day) in HOLDING})
    return tuple(holding) or ((LAPSED,) if standing else ())


def _stars(product: Product) -> list[str]:
    """How people name them: "OCOP 4 sao"."""
    papers = (paper for paper in product.certificates if paper.check_state != CheckState.REFUSED)
    return [f"{stars} sao" for stars in sorted({paper.stars for paper in papers if paper.stars})]


def _certificates(product: Product, day: date) -> tuple[str, ...]:
    """Kinds an officer has checked and that hold today."""
    papers = (paper for paper in product.certificates if paper.check_state == CheckState.CHECKED)
    return tuple(sorted({paper.kind for paper in papers if paper.validity_on(day) in HOLDING}))


def _stars_checked(product: Product, day: date) -> tuple[str, ...]:
    """Stars of OCOP that an officer has checked and that hold today."""
    papers = (
        paper for paper in product.certificates if paper.check_state == CheckState.CHECKED and paper.stars
    )
    return tuple(sorted({str(paper.stars) for paper in papers if paper.validity_on(day) in HOLDING}))


def _mark_checked(product: Product, day: date) -> tuple[str, ...]:
    """The kind of its trademark, where an officer has checked it and it is protected today."""
    mark = product.trademark
    holds = mark is not None and mark.check_state == CheckState.CHECKED and mark.validity_on(day) in HOLDING
    return (mark.kind,) if mark is not None and holds else ()


def _commune(facility: Facility) -> tuple[str, ...]:
    """The code of its commune of today, where that is known."""
    found = commune_of(facility.commune, facility.unit.present.code)
    return (found.code,) if found is not None else ()


def _place(unit: AdministrativeUnit) -> tuple[str, ...]:
    return tuple(dict.fromkeys((unit.name_vi, unit.present.name_vi, unit.present.name_en)))


def _places(facility: Facility, earlier: Iterable[str]) -> tuple[str, ...]:
    """Keys of the places it is in: province, commune, and the province of before the mergers where that is
    known.
    """
    unit = facility.unit.present
    keys = {
        place_key(unit.list_version, unit.code),
        place_key(facility.unit.list_version, facility.unit.code),
    }
    keys.update(key for name in earlier if (key := former_province(name, unit.code)) is not None)
    if (commune := commune_of(facility.commune, unit.code)) is not None:
        keys.add(place_key(V2025, commune.code))
    return tuple(sorted(keys))


def _joined(name: str) -> list[str]:
    """Syllables of a name written as one, as people type them: "caphe", "nuocmam"."""
    parts = [folded for folded, _ in tokens(name)]
    return [
        "".join(parts[start : start + count])
        for count in range(2, LONGEST_JOINED + 1)
        for start in range(len(parts) - count + 1)
    ]


def _numbers(product: Product) -> list[str]:
    """Numbers of its certificates and of their decisions, each as one word: "cnnt7520260001", "12qdsct"."""
    found = {
        number_key(text) for award in product.awards for text in (award.number or "", award.decision_number)
    }
    return sorted(key for key in found if len(key) >= SHORTEST_NUMBER)


def _tags(product: Product) -> frozenset[str]:
    papers = {paper.kind for paper in product.certificates if paper.check_state != CheckState.REFUSED}
    return frozenset({product.group, *papers})


def _text(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)
