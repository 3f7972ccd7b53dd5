"""Reads that only public pages need, or that join domains."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, exists, false, func, select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from app.core.database.reading import Prepared, PreparedMany, reading
from app.core.search import MAX_PAGE, Match
from app.core.text import fold
from catalog.enums import CheckState, FacilityState, ProductState
from catalog.models import Award, AwardNumberPart, Facility, Product, Trademark
from catalog.names import number_key
from catalog.search.queries import CatalogueSearch, search_products
from catalog.tallies.cells import CERTIFICATE
from catalog.tallies.queries import read_numbers
from voting.models import RecognitionDecision

LOOKUP_LIMIT = 20
ROWS = 5_000


def list_trademarks(limit: int, offset: int) -> tuple[list[Trademark], int]:
    """Marks of verified facilities that no officer refused, by name, and how many there are."""
    state = func.coalesce(Facility.state, "")  # no index of it is taken: marks are walked in their order
    seen = (Trademark.check_state != CheckState.REFUSED) & (state == FacilityState.VERIFIED)
    query = select(Trademark).join(Trademark.facility).where(seen).options(joinedload(Trademark.facility))
    total = db.session.scalar(
        select(func.count()).select_from(Trademark).join(Trademark.facility).where(seen)
    )
    rows = db.session.scalars(query.order_by(Trademark.sort_key, Trademark.id).limit(limit).offset(offset))
    return list(rows), total or 0


def find_certificates_like(text: str) -> Sequence[Any]:
    """Certificates whose number holds what was typed, whatever its case, marks, blanks and dashes, as columns: those
    that begin with it first, then those of which a group of letters or digits does (`catalog.names.number_parts`).
    At most three prepared statements; all find their rows by their place in an index.
    """
    wanted = number_key(text)
    if not wanted:
        return []
    with reading() as source:
        asked = {"wanted": wanted, "end": wanted + _LAST}
        found = _BEGINNING.all(source, most=LOOKUP_LIMIT, **asked)
        same = [row.id for row in found if row.number_key == wanted]
        ids = same if len(same) == 1 else [row.id for row in found]
        if len(same) != 1 and len(ids) < LOOKUP_LIMIT:
            parts = _WITH_PART.all(source, most=2 * LOOKUP_LIMIT, **asked)  # some may begin with it, too
            ids = list(dict.fromkeys([*ids, *(row.award_id for row in parts)]))[:LOOKUP_LIMIT]
        rows = {row.id: row for row in _CERTIFICATES.all(source, ids)}
    return [rows[key] for key in ids if key in rows]


def find_same_number(text: str) -> str | None:
    """The number of the one certificate that differs from the text in case, marks, blanks and dashes alone."""
    same = [row.number for row in find_certificates_like(text) if row.number_key == number_key(text)]
    return str(same[0]) if len(same) == 1 else None


def find_certificates_of(text: str) -> Sequence[Any]:
    """Certificates whose decision has the number that was typed, else those of products that the words name, as
    columns; similar words name none.
    """
    wanted = number_key(text)
    of_decision = [row for row in _of_products(wanted) if number_key(row.decision_number) == wanted]
    return (of_decision or _of_products(text))[:LOOKUP_LIMIT] if wanted else []


def _of_products(text: str) -> Sequence[Any]:
    """Certificates of the products that the index finds, those that bear the words in their names alone where there
    are any: in its order, the newest of each first.
    """
    found = search_products(CatalogueSearch(text=text, per_page=MAX_PAGE))
    if found.degraded or found.match is not Match.WORDS:
        return []
    words = fold(text).split()
    named = [
        card for card in found.cards if all(word in fold(f"{card.name_vi} {card.name_en}") for word in words)
    ]
    place = {card.id: number for number, card in enumerate(named or found.cards)}
    with reading() as source:
        rows = list(_OF_PRODUCTS.all(source, list(place)))
    return sorted(rows, key=lambda row: (place[row.product_id], -row.issued_on.toordinal(), row.id))


def is_shown(product: Product) -> bool:
    """Whether a loaded product has a public page."""
    return product.state == ProductState.PUBLISHED and product.facility.state == FacilityState.VERIFIED


def list_newest_certificates(limit: int, offset: int = 0) -> tuple[list[Any], int]:
    """Numbered certificates of public products as columns, the newest first, and how many there are: three prepared
    statements. The page is found in an index alone, so that what lies before it is not read.
    """
    with reading() as source:
        ids = [row.id for row in _NEWEST.all(source, most=limit, before=offset)]
        rows = {row.id: row for row in _CERTIFICATES.all(source, ids)}
        total = read_numbers(source, CERTIFICATE)[CERTIFICATE].get("", 0)
    return [rows[key] for key in ids if key in rows], total


_award = cast("Table", Award.__table__)
_NEWEST = Prepared(
    select(_award.c.id)
    .where(_award.c.is_listed.is_(True))
    .order_by(_award.c.issued_on.desc(), _award.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("before"))
)
_LAST = "\U0010ffff"
"""Comes after every letter."""
_BEGINNING = Prepared(
    select(_award.c.id, _award.c.number_key)
    .where(_award.c.number_key >= bindparam("wanted"), _award.c.number_key < bindparam("end"))
    .order_by(_award.c.number_key, _award.c.id)
    .limit(bindparam("most"))
)
_part = cast("Table", AwardNumberPart.__table__)
_before = _part.alias("before")
_WITH_PART = Prepared(
    select(_part.c.award_id)
    .where(
        _part.c.part >= bindparam("wanted"),
        _part.c.part < bindparam("end"),
        # Each certificate once, by the first of its parts that fit.
        ~exists().where(
            _before.c.award_id == _part.c.award_id,
            _before.c.part >= bindparam("wanted"),
            _before.c.part < _part.c.part,
        ),
    )
    .order_by(_part.c.part, _part.c.award_id)
    .limit(bindparam("most"))
)
_CARD = (
    "id", "number", "number_key", "product_name", "level", "year", "issued_on", "valid_until", "suspended_on",
    "revoked_on",
)  # fmt: skip
_CERTIFICATES = PreparedMany(
    lambda keys: select(*(_award.c[name] for name in _CARD)).where(_award.c.id.in_(keys))
)


_OF_PRODUCTS = PreparedMany(
    lambda keys: select(*(_award.c[name] for name in (*_CARD, "product_id", "decision_number"))).where(
        _award.c.product_id.in_(keys), _award.c.is_listed.is_(True)
    )
)


def iter_slugs() -> Iterator[tuple[str, str, datetime]]:
    """(kind, slug, updated_at) of every public product and facility, for the sitemap."""
    for kind, table in (("product", Product), ("facility", Facility)):
        query = select(table.id, table.slug, table.updated_at).where(table.counted_as != "")
        for _key, slug, at in _by_key(query, table.id):
            yield kind, slug, at


def iter_certificate_numbers() -> Iterator[str]:
    """Numbers of all certificates, for the sitemap."""
    # An expression that no index has: one by it would give all of them to be sorted anew for each part.
    listed = func.coalesce(Award.is_listed, false())
    for _key, number in _by_key(select(Award.id, Award.number).where(listed), Award.id):
        yield number


def _by_key(query: Any, key: Any) -> Iterator[Any]:
    """The rows of a statement, whose first column is the key, some thousand at a time."""
    last = 0
    while rows := db.session.execute(query.where(key > last).order_by(key).limit(ROWS)).all():
        yield from rows
        last = rows[-1][0]


def find_signer_title(award: Award) -> str | None:
    """The office of the person who signed the decision, where a round on this site led to the award."""
    query = select(RecognitionDecision.signer_title).where(RecognitionDecision.round_id == award.round_id)
    return db.session.scalar(query)
