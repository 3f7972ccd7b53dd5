"""Articles are written by one officer and released by another, now or at a planned time."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor, Role
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, NotFound, RuleBroken, check_together
from app.core.policy import ALLOWED, Decision, Denied, authorize
from app.core.text import slugify
from app.site.portal.labels import CATEGORIES, KINDS, LAW
from app.site.portal.models import Article
from catalog.models import AdministrativeUnit

LIMITS = {
    "title_vi": 200,
    "title_en": 200,
    "summary_vi": 500,
    "summary_en": 500,
    "body_vi": 30_000,
    "body_en": 30_000,
}
FEED = "news"
_FREE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleData:
    """An article as typed. publish_at: None for at once. cover: files in the store, empty for none."""

    kind: str
    title_vi: str
    category: str = ""
    title_en: str = ""
    summary_vi: str = ""
    summary_en: str = ""
    body_vi: str = ""
    body_en: str = ""
    cover: Mapping[str, Any] | None = None
    cover_alt: str = ""
    unit_id: int | None = None
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    changed_by: str = ""
    certainty: str = ""
    source: str = ""
    publish_at: datetime | None = None


def can_edit(actor: Actor, article: Article | None, unit_id: int | None = None) -> Decision:
    """Officers of the area that it is of; what concerns the whole country is the national officers'."""
    unit_id = article.unit_id if article is not None else unit_id
    if actor.has(Role.OFFICER_NATIONAL) or (actor.is_anonymous and actor.has(Role.ADMIN)):
        return ALLOWED
    unit = db.session.get(AdministrativeUnit, unit_id) if unit_id is not None else None
    if unit is None:
        return Denied("article_national") if actor.is_officer else Denied()
    covered = (actor.has(Role.OFFICER_PROVINCE) and unit.id in actor.provinces) or (
        actor.has(Role.OFFICER_REGION) and unit.region in actor.regions
    )
    return ALLOWED if covered else Denied("out_of_scope")


def can_release(actor: Actor, article: Article) -> Decision:
    """Another officer of the area than the one who wrote it last."""
    decision = can_edit(actor, article)
    if not decision:
        return decision
    return Denied("second_person_needed") if actor.user_id == article.written_by else ALLOWED


def write_article(actor: Actor, data: ArticleData, *, is_demo: bool = False) -> Article:
    """A draft, seen by officers alone."""
    authorize(actor, can_edit, None, data.unit_id)
    _check(data)
    now = utc_now()
    row = Article(
        **_values(data),
        slug=_free_slug(data.title_vi),
        written_by=actor.user_id,
        is_demo=is_demo,
        created_at=now,
        updated_at=now,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "site.article.add", row)
    return row


def change_article(
    actor: Actor, article_id: int, data: ArticleData, *, version: int | None = None
) -> Article:
    """New values; those of a public article wait for the second officer while the page shows the old."""
    row = _found(article_id, version)
    authorize(actor, can_edit, row)
    authorize(actor, can_edit, None, data.unit_id)
    _check(data)
    values = _values(data)
    if data.cover is None:
        del values["cover"]
    if row.state == "published":
        del values["publish_at"]
        row.pending = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in values.items()
            if getattr(row, name) != value
        }
        if not row.pending:
            return row
    else:
        for name, value in values.items():
            setattr(row, name, value)
        row.state = "draft"
    row.written_by, row.updated_at = actor.user_id, utc_now()
    audit.record(actor, "site.article.change", row, changed=sorted(row.pending))
    return row


def submit_article(actor: Actor, article_id: int, *, version: int | None = None) -> Article:
    """Ask another officer to release it."""
    row = _found(article_id, version)
    authorize(actor, can_edit, row)
    if row.state not in {"draft", "withdrawn"}:
        raise Conflict("wrong_state")
    row.state, row.submitted_at, row.updated_at = "submitted", utc_now(), utc_now()
    audit.record(actor, "site.article.submit", row)
    return row


def release_article(actor: Actor, article_id: int, *, version: int | None = None) -> Article:
    """The second officer: public now, or from the planned time on; waiting changes of a public one take effect."""
    row = _found(article_id, version)
    authorize(actor, can_release, row)
    now = utc_now()
    if row.state == "published" and row.pending:
        for name, value in row.pending.items():
            setattr(row, name, _read(name, value))
        row.pending = {}
    elif row.state == "submitted":
        if row.publish_at is None or row.publish_at <= now:
            row.publish_at = row.publish_at or now
            row.state = "published"
        else:
            row.state = "approved"
    else:
        raise Conflict("wrong_state")
    row.approved_by, row.approved_at, row.updated_at = actor.user_id, now, now
    audit.record(actor, "site.article.publish", row)
    record_change("site", FEED)
    return row


def return_article(actor: Actor, article_id: int, *, version: int | None = None) -> Article:
    """Back to the writer: a draft again, or the waiting changes are dropped."""
    row = _found(article_id, version)
    authorize(actor, can_edit, row)
    if row.state in {"submitted", "approved"}:
        row.state = "draft"
    elif row.state == "published" and row.pending:
        row.pending = {}
    else:
        raise Conflict("wrong_state")
    row.updated_at = utc_now()
    audit.record(actor, "site.article.return", row)
    return row


def withdraw_article(actor: Actor, article_id: int, *, version: int | None = None) -> Article:
    """Take a public article off the site at once: one officer is enough."""
    row = _found(article_id, version)
    authorize(actor, can_edit, row)
    if row.state != "published":
        raise Conflict("wrong_state")
    row.state, row.pending, row.updated_at = "withdrawn", {}, utc_now()
    audit.record(actor, "site.article.withdraw", row)
    record_change("site", FEED)
    return row


def publish_due(now: datetime) -> int:
    """Let planned articles whose time has come be seen; inside a transaction. Returns how many."""
    due = (
        select(Article)
        .where(Article.state == "approved", Article.publish_at <= now)
        .with_for_update(of=Article)
    )
    rows = list(db.session.scalars(due))
    for row in rows:
        row.state = "published"
    if rows:
        record_change("site", FEED)
    return len(rows)


def _found(article_id: int, version: int | None) -> Article:
    row = db.session.get(Article, article_id, with_for_update=True)
    if row is None:
        raise NotFound("not_found")
    if version is not None and row.version != version:
        raise Conflict("stale")
    return row


def _check(data: ArticleData) -> None:
    rules = [lambda: _required(data, "title_vi"), lambda: _known(data)]
    if data.kind == LAW:
        rules += [lambda: _required(data, "number"), lambda: _required(data, "issuer"), lambda: _days(data),
                  lambda: _required(data, "source")]  # fmt: skip
    else:
        rules.append(lambda: _required(data, "body_vi"))
    rules += [lambda name=name: _short(data, name) for name in LIMITS]  # type: ignore[misc]
    check_together(*rules)


def _required(data: ArticleData, name: str) -> None:
    if not getattr(data, name):
        raise RuleBroken("required", name)


def _short(data: ArticleData, name: str) -> None:
    if len(getattr(data, name)) > LIMITS[name]:
        raise RuleBroken("too_long", name, limit=LIMITS[name])


def _known(data: ArticleData) -> None:
    if data.kind not in KINDS:
        raise RuleBroken("choice_unknown", "kind")
    if data.kind != LAW and data.category not in CATEGORIES:
        raise RuleBroken("choice_unknown", "category")


def _days(data: ArticleData) -> None:
    begins, until = data.in_force_from, data.in_force_until
    if begins is not None and until is not None and until < begins:
        raise RuleBroken("dates_in_order", "in_force_until")


def _values(data: ArticleData) -> dict[str, Any]:
    return asdict(data) | {"cover": dict(data.cover or {})}


def _read(name: str, value: Any) -> Any:
    if value is None or name not in {"issued_on", "in_force_from", "in_force_until", "publish_at"}:
        return value
    return datetime.fromisoformat(value) if name == "publish_at" else date.fromisoformat(value)


def _free_slug(title: str) -> str:
    base = slugify(title) or "bai-viet"
    taken = set(
        db.session.scalars(select(Article.slug).where(Article.slug.startswith(base, autoescape=True)))
    )
    names = (base, *(f"{base}-{number}" for number in range(2, len(taken) + _FREE)))
    return next(name for name in names if name not in taken)
