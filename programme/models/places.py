"""What fairs, showrooms, craft villages and artisans have in common: a page of their own and a place."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from catalog.models import AdministrativeUnit


class Place:
    """unit_id: a province or city of today, None for what is abroad and kept by the ministry. position: latitude and
    longitude as `10.9510,106.8440`, empty where unknown. withdrawn_at: since when it is off the site.
    """

    KIND: ClassVar[str]
    """Its name in the change feed and in addresses."""

    slug: Mapped[str] = mapped_column(unique=True)
    name_vi: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    about_vi: Mapped[str] = mapped_column(default="")
    about_en: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"), index=True)
    commune: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    position: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    @declared_attr
    def unit(cls) -> Mapped[AdministrativeUnit | None]:  # noqa: N805  # SQLAlchemy calls it with the class
        return relationship(AdministrativeUnit)

    @property
    def audit_label(self) -> str:
        return self.name_vi
