"""Shared by the use cases: loading rows to change, versions, slugs, transitions, letters."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import select

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.text import slugify
from app.core.work.jobs import enqueue
from catalog.enums import ProductState
from catalog.models import Facility, Product

Row = TypeVar("Row")
Held = TypeVar("Held", Facility, Product)
State = TypeVar("State", bound=StrEnum)
Act = TypeVar("Act", bound=StrEnum)
MAX_REASON = 2000
_CHUNK = 500


def load(model: type[Row], row_id: int) -> Row:
    """The row with that id, inside a transaction. Raises NotFound."""
    row = db.session.get(model, row_id)
    if row is None:
        raise NotFound("not_found")
    return row


def lock(model: type[Held], row_id: int) -> Held:
    """The row as it is now; others that lock it wait to the end of the transaction, new rows that only point at it do
    not. Raises NotFound. SQLite has one writer at a time anyway.
    """
    query = select(model).where(model.id == row_id).with_for_update(key_share=True, of=model)
    row = db.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("not_found")
    return row


def check_version(row: Facility | Product, version: int | None) -> None:
    """Refuse a change based on an outdated state. version: None skips it (jobs, imports)."""
    if version is not None and row.version != version:
        raise Conflict("stale")


def move(find: Callable[[State, Act], State | None], state: State, act: Act) -> State:
    """The next state, or Conflict where the act cannot be done (any more)."""
    following = find(state, act)
    if following is None:
        raise Conflict("wrong_state", state=state.value, act=act.value)
    return following


def free_slug(model: type[Facility | Product], name: str, fallback: str, own_id: int | None = None) -> str:
    """A slug of the name that no other row has: `nuoc-mam`, `nuoc-mam-2`."""
    return free_slugs(model, [name], fallback, own_id)[0]


def free_slugs(
    model: type[Facility | Product], names: Sequence[str], fallback: str, own_id: int | None = None
) -> list[str]:
    """One for each name, in their order. Asks only for those that they may get."""
    bases = [slugify(name) or fallback for name in names]
    asked = {
        _numbered(base, number) for base, times in Counter(bases).items() for number in range(1, times + 3)
    }
    taken = _taken(model, asked, own_id)
    last: Counter[str] = Counter()
    slugs = []
    for base in bases:
        number = last[base] + 1
        while (slug := _numbered(base, number)) in taken or slug not in asked:
            if slug not in asked:
                further = {_numbered(base, each) for each in range(number, 2 * number)} - asked
                asked |= further
                taken |= _taken(model, further, own_id)
            else:
                number += 1
        last[base] = number
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"


def _taken(model: type[Facility | Product], slugs: Iterable[str], own_id: int | None) -> set[str]:
    found: set[str] = set()
    wanted = sorted(slugs)
    for start in range(0, len(wanted), _CHUNK):
        part = model.slug.in_(wanted[start : start + _CHUNK])
        found.update(db.session.scalars(select(model.slug).where(part, model.id != (own_id or 0))))
    return found


def reasons_given(reasons: Iterable[StrEnum], text: str, *, other: str = "other") -> list[str]:
    """The chosen reasons as stored. At least one, or words; "other" needs words."""
    codes = sorted({reason.value for reason in reasons})
    if not codes and not text:
        raise RuleBroken("reason_required", "reasons")
    if other in codes and not text:
        raise RuleBroken("reason_text_required", "reason")
    if len(text) > MAX_REASON:
        raise RuleBroken("too_long", "reason", limit=MAX_REASON)
    return codes


def propose(row: Facility | Product, values: dict[str, Any]) -> None:
    """Let new values of reviewed facts wait for an officer; no values end the waiting."""
    if row.proposed != values:
        row.proposed, row.proposed_at = values, utc_now() if values or _pictures_wait(row) else None
    elif not values and not _pictures_wait(row):
        row.proposed_at = None


def _pictures_wait(row: Facility | Product) -> bool:
    return isinstance(row, Product) and bool(row.waiting_pictures)


def product_changed(product: Product, *, was_public: bool = False) -> None:
    """Record the change in the feed if the public sees, or saw, the product."""
    if was_public or product.state == ProductState.PUBLISHED:
        record_change("product", product.id)


def facility_changed(facility: Facility) -> None:
    """Record a change in the feed that shows on the pages of the facility, its products and marks."""
    record_change("facility", facility.id)
    for product in facility.products:
        product_changed(product)
    for trademark in facility.trademarks:
        record_change("trademark", trademark.id)


def send_letter(
    letter: str,
    facility: Facility,
    *,
    product_id: int | None = None,
    reasons: Iterable[str] = (),
    text: str = "",
) -> None:
    """Inform the facility's members by mail; text and language are chosen when it is written."""
    enqueue(
        "catalog.letter",
        letter=letter, facility_id=facility.id, product_id=product_id, reasons=list(reasons), text=text,
    )  # fmt: skip
