"""Background work: the index follows the change feed, validity changes at midnight."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from app.core.clock import VIETNAM, today
from app.core.database.base import db
from app.core.database.changes import Change, latest_change, list_changes, record_change
from app.core.database.transaction import transaction
from app.core.ports import ports
from app.core.search import IndexBroken, IndexBusy
from app.core.work.jobs import JobRun, task
from app.core.work.periodic import every
from catalog.models import Award, Certificate, ProductCertificate, Trademark
from catalog.search.documents import INDEXED, all_documents, documents_of, sampled_order
from catalog.validity import EXPIRY_NOTICE

BATCH = 500
VALIDITY = "validity"
"""Kind of the feed rows that note up to which day turns of validity have been fed."""


def catch_up_index() -> int:
    """Bring this node's search index to the end of the change feed; returns how many changes it read.

    An empty index with something to index, one too large for its engine, and a broken one is rebuilt. Cheap
    when there is nothing to do, so the runner may call it every second.
    """
    index = ports().search
    read = 0
    try:
        position, end = index.position(), latest_change()
        if (position == 0 and end > 0) or position > end:  # empty, or of a database that was put back
            return rebuild_index()
        while changes := list_changes(position, BATCH):
            position = changes[-1].id
            _take(changes, position)
            read += len(changes)
        if read and index.outgrown():
            return rebuild_index()
    except IndexBroken:
        return rebuild_index()
    except IndexBusy:
        return read  # another process of this node is writing the same index
    finally:
        db.session.rollback()
    return read


def rebuild_index() -> int:
    """Replace the whole index; visitors search the old one in the meantime. Returns how many documents it
    has.
    """
    index = ports().search
    position = latest_change()  # before reading: what changes meanwhile is read again afterwards
    index.rebuild(all_documents(today()), position=position, sample=sampled_order())
    return index.count()


def _take(changes: list[Change], position: int) -> None:
    """Apply one batch of the feed; the position moves only when all of it is in."""
    documents, gone = [], []
    for kind in INDEXED:
        keys = {change.key for change in changes if change.kind == kind}
        found, left = documents_of(kind, keys, today())
        documents += found
        gone += left
    index = ports().search
    index.delete(gone)
    index.upsert(documents, position=position)


def feed_validity_turns(day: date | None = None) -> int:
    """Feed what began, came within 90 days of its end, or ended since the day noted last; safe to run often.

    Pages and facets depend on the day, not on a write: without this a certificate that ended at midnight
    would stay in the index. Returns how many days were fed.
    """
    day = day or today()
    last = _last_fed()
    db.session.rollback()
    if last is not None and last >= day:
        return 0
    with transaction():
        last = _last_fed() or day - timedelta(days=1)
        if last >= day:
            return 0
        _feed_turns(last, day)
        record_change(VALIDITY, day.isoformat())
    return (day - last).days


def _last_fed() -> date | None:
    """The day noted last, else the day of the first change, from which on the index has been right."""
    noted = db.session.scalar(select(func.max(Change.key)).where(Change.kind == VALIDITY))
    if noted is not None:
        return date.fromisoformat(noted)
    first = db.session.scalar(select(func.min(Change.at)))
    return first.astimezone(VIETNAM).date() if first is not None else None


def _feed_turns(last: date, day: date) -> None:
    """Feed what turned in the days after `last` up to `day`."""
    awards = db.session.execute(
        select(Award.product_id, Award.number).where(
            _turns(Award.issued_on, Award.valid_until, last, day) | Award.revoked_on.between(_next(last), day)
        )
    ).all()
    products = {product_id for product_id, _ in awards}
    certificates = select(ProductCertificate.product_id).join(Certificate).where(
        _turns(Certificate.issued_on, Certificate.valid_until, last, day)
        | Certificate.revoked_on.between(_next(last), day)
    )  # fmt: skip
    products.update(db.session.scalars(certificates))
    marks = select(Trademark.id).where(_turns(Trademark.registration_date, Trademark.valid_until, last, day))
    for product_id in sorted(products):
        record_change("product", product_id)
    for number in sorted(number for _, number in awards if number is not None):
        record_change("certificate", number)
    for mark_id in db.session.scalars(marks).all():
        record_change("trademark", mark_id)


def _turns(begins: Any, ends: Any, last: date, day: date) -> ColumnElement[bool]:
    """First day of validity, first of the last 90 days, or first after the end, in the days fed."""
    notice = EXPIRY_NOTICE
    return or_(
        begins.between(_next(last), day),
        ends.between(_next(last) + notice, day + notice),
        ends.between(last, day - timedelta(days=1)),
    )


def _next(day: date) -> date:
    return day + timedelta(days=1)


@task("catalog.rebuild_index")
def rebuild_index_task(_run: JobRun) -> dict[str, Any]:
    return {"documents": rebuild_index()}


@every(1, node=True)
def follow_changes() -> int:
    """Run by the runner: this node's index is never more than about a second behind."""
    return catch_up_index()


@every(300)
def follow_the_day() -> int:
    """Run by the runner: changes at midnight are in the feed within minutes."""
    return feed_validity_turns()
