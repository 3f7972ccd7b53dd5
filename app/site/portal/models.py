"""News, notices and texts of law, with how often each page was opened."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.models import AdministrativeUnit


class Article(HasId, Base):
    """kind: `news`, `notice` or `law`. state: draft, submitted, approved (public from publish_at on), published,
    withdrawn. unit_id: whose area it is of, None for the whole country. pending: new values of a public one that wait
    for the second person. The law's columns are empty for news: number, issuer, its days, what replaced it, source and
    how certain the facts are (V: read in a text that states them, V2: second-hand).
    """

    __tablename__ = "article"
    __table_args__ = (Index(None, "state", "kind", "publish_at"), Index(None, "kind", "issued_on"))

    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    category: Mapped[str] = mapped_column(default="")
    title_vi: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    summary_vi: Mapped[str] = mapped_column(default="")
    summary_en: Mapped[str] = mapped_column(default="")
    body_vi: Mapped[str] = mapped_column(default="")
    body_en: Mapped[str] = mapped_column(default="")
    cover: Mapped[dict[str, Any]] = mapped_column(default=dict)
    cover_alt: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("administrative_unit.id"), index=True, default=None
    )
    number: Mapped[str] = mapped_column(default="")
    issuer: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None] = mapped_column(default=None)
    in_force_from: Mapped[date | None] = mapped_column(default=None)
    in_force_until: Mapped[date | None] = mapped_column(default=None)
    changed_by: Mapped[str] = mapped_column(default="")
    certainty: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="draft")
    publish_at: Mapped[datetime | None] = mapped_column(default=None)
    pending: Mapped[dict[str, Any]] = mapped_column(default=dict)
    written_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[AdministrativeUnit | None] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.title_vi


class ArticleViews(Base):
    """How often the page of an article was opened on a day in Việt Nam. Nothing of who opened it is kept."""

    __tablename__ = "article_views"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    number: Mapped[int]


name_constraint("uq_article_slug", "slug_taken", "title_vi")
