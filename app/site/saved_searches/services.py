"""Follow a search, stop following it, and tell people once a day what is new in theirs."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.notifications.kinds import Kind
from app.accounts.notifications.services import notify
from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import ALLOWED, Decision, Denied, authorize
from app.site.saved_searches.models import SavedSearch
from catalog.listings.cards import is_public
from catalog.models import Facility, Product

MOST = 30
NAME_LIMIT = 120
QUESTION_LIMIT = 600
TOLD = 10
"""Products named in one message; more are counted."""
Write = Callable[[SavedSearch, Sequence[Product], str], tuple[str, str]]
"""The subject and body of a message about new products, in a language."""


def can_save_searches(actor: Actor) -> Decision:
    return Denied() if actor.is_anonymous else ALLOWED


def save_search(actor: Actor, name: str, question: str) -> SavedSearch:
    """Follow a search from now on. Raises RuleBroken, Conflict."""
    authorize(actor, can_save_searches)
    assert actor.user_id is not None
    if not name:
        raise RuleBroken("required", "name")
    if len(name) > NAME_LIMIT:
        raise RuleBroken("too_long", "name", limit=NAME_LIMIT)
    if not question or len(question) > QUESTION_LIMIT:
        raise RuleBroken("search_empty", "question")
    mine = SavedSearch.user_id == actor.user_id
    if (db.session.scalar(select(func.count()).where(mine)) or 0) >= MOST:
        raise Conflict("too_many_searches", limit=MOST)
    if db.session.scalar(select(SavedSearch.id).where(mine, SavedSearch.question == question)) is not None:
        raise Conflict("search_saved_already")
    now = utc_now()
    row = SavedSearch(user_id=actor.user_id, name=name, question=question, created_at=now, seen_at=now)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "site.search.keep", row)
    return row


def forget_search(actor: Actor, search_id: int) -> None:
    """Stop following one of one's own. Raises NotFound."""
    authorize(actor, can_save_searches)
    row = db.session.get(SavedSearch, search_id)
    if row is None or row.user_id != actor.user_id:
        raise NotFound("not_found")
    audit.record(actor, "site.search.remove", row)
    db.session.delete(row)


def list_due(day: date, most: int) -> list[int]:
    """Searches that have not been looked at on a day."""
    due = or_(SavedSearch.checked_on.is_(None), SavedSearch.checked_on < day)
    return list(db.session.scalars(select(SavedSearch.id).where(due).order_by(SavedSearch.id).limit(most)))


def tell_what_is_new(search_id: int, found: Sequence[int], day: date, write: Write) -> int:
    """Tell its owner of the products that came since the last look; returns how many. found: ids that fit, the newest
    first. write: makes the text.
    """
    row = db.session.get(SavedSearch, search_id, with_for_update=True)
    if row is None or (row.checked_on is not None and row.checked_on >= day):
        return 0
    user = db.session.get_one(User, row.user_id)
    new = _published_after(row.seen_at, found)
    row.checked_on = day
    if not new:
        return 0
    row.seen_at = max(product.published_at or row.seen_at for product in new)
    if user.disabled_at is None:
        subject, body = write(row, new, user.locale)
        notify(user, Kind.SEARCHES, subject, body)
    return len(new)


def _published_after(moment: datetime, ids: Sequence[int]) -> list[Product]:
    query = (
        select(Product)
        .where(Product.id.in_(ids), is_public(), Product.published_at > moment)
        .options(joinedload(Product.facility).joinedload(Facility.unit))
        .order_by(Product.published_at.desc(), Product.id.desc())
    )
    return list(db.session.scalars(query))
