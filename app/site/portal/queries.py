"""What the public reads of the portal, and what officers of an area work on."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor, Role
from app.core.clock import today
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.text import fold
from app.site.portal.labels import LAW, SURE
from app.site.portal.models import Article, ArticleViews
from catalog.models import AdministrativeUnit

PER_PAGE = 12
RELATED = 3


@dataclass(frozen=True, slots=True)
class Views:
    """How often a page was opened. week, month: with today, the last 7 and 30 days."""

    today: int = 0
    yesterday: int = 0
    week: int = 0
    month: int = 0
    total: int = 0


def is_public() -> ColumnElement[bool]:
    return Article.state == "published"


def list_articles(
    *, category: str = "", page: int = 1, per_page: int = PER_PAGE
) -> tuple[list[Article], int]:
    """News and notices, the newest first, and how many: two statements."""
    query = select(Article).where(is_public(), Article.kind != LAW)
    if category:
        query = query.where(Article.category == category)
    return _paged(query.order_by(Article.publish_at.desc(), Article.id.desc()), page, per_page)


def list_laws(
    *, text: str = "", validity: str = "", page: int = 1, per_page: int = 30
) -> tuple[list[Article], int]:
    """Texts of law, the latest first. text: words of the number, title or issuer, with or without accents."""
    query, day = select(Article).where(is_public(), Article.kind == LAW), today()
    if text:
        query = query.where(Article.id.in_(_laws_with(fold(text).split())))
    rules = {
        "in-force": (Article.in_force_from <= day)
        & or_(Article.in_force_until.is_(None), Article.in_force_until >= day)
        & or_(Article.certainty == SURE, Article.changed_by == ""),
        "not-yet": Article.in_force_from > day,
        "over": Article.in_force_until < day,
    }  # fmt: skip
    if validity in rules:
        query = query.where(rules[validity])
    return _paged(query.order_by(Article.issued_on.desc(), Article.id.desc()), page, per_page)


def _laws_with(words: Collection[str]) -> list[int]:
    """Ids of the texts, some hundred in all, in which every folded word stands."""
    said = (Article.number, Article.title_vi, Article.title_en, Article.issuer)
    rows = db.session.execute(select(Article.id, *said).where(is_public(), Article.kind == LAW))
    return [row[0] for row in rows if all(word in fold(" ".join(row[1:])) for word in words)]


def get_public_article(slug: str, *, law: bool) -> Article:
    """Raises NotFound."""
    rule = Article.kind == LAW if law else Article.kind != LAW
    query = select(Article).where(Article.slug == slug, is_public(), rule).options(joinedload(Article.unit))
    row = db.session.scalar(query)
    if row is None:
        raise NotFound("not_found")
    return row


def list_related(article: Article) -> list[Article]:
    """The latest others of its category."""
    query = select(Article).where(
        is_public(), Article.kind != LAW, Article.category == article.category, Article.id != article.id
    )
    return list(
        db.session.scalars(query.order_by(Article.publish_at.desc(), Article.id.desc()).limit(RELATED))
    )


def get_views(ids: Iterable[int]) -> Mapping[int, Views]:
    """How often each was opened; those never opened are left out: one statement."""
    day = today()
    spans = {"today": day, "week": day - timedelta(days=6), "month": day - timedelta(days=29)}
    number = ArticleViews.number
    sums = [func.sum(number).filter(ArticleViews.day >= first) for first in spans.values()]
    yesterday = func.sum(number).filter(ArticleViews.day == day - timedelta(days=1))
    query = (
        select(ArticleViews.article_id, sums[0], yesterday, sums[1], sums[2], func.sum(number))
        .where(ArticleViews.article_id.in_(list(ids)))
        .group_by(ArticleViews.article_id)
    )
    return {row[0]: Views(*(int(part or 0) for part in row[1:])) for row in db.session.execute(query)}


def list_work(actor: Actor, *, state: str = "") -> list[Article]:
    """Everything of the officer's area, what waits first."""
    query = select(Article).options(joinedload(Article.unit)).where(in_area(actor))
    if state:
        query = query.where(Article.state == state)
    return list(db.session.scalars(query.order_by(Article.updated_at.desc(), Article.id.desc()).limit(200)))


def in_area(actor: Actor) -> ColumnElement[bool]:
    if actor.has(Role.OFFICER_NATIONAL):
        return Article.id.is_not(None)
    units = select(AdministrativeUnit.id).where(
        or_(AdministrativeUnit.id.in_(actor.provinces), AdministrativeUnit.region.in_(actor.regions))
    )
    return Article.unit_id.in_(units)


def get_article(article_id: int) -> Article:
    """In any state; the caller checks who asks. Raises NotFound."""
    row = db.session.get(Article, article_id)
    if row is None:
        raise NotFound("not_found")
    return row


def is_due(now: object) -> bool:
    """Whether a planned article waits for nothing but its time, which has come."""
    query = select(Article.id).where(Article.state == "approved", Article.publish_at <= now)
    return db.session.scalar(query.limit(1)) is not None


def _paged(query: Select[Any], page: int, per_page: int) -> tuple[list[Article], int]:
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    shown = query.options(joinedload(Article.unit)).limit(per_page).offset((page - 1) * per_page)
    return list(db.session.scalars(shown)), total
