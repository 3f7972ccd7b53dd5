"""Settings of a level: what differs from office to office and is no law of this site."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database.base import Base, HasId


class LevelSetting(HasId, Base):
    """How rounds of one level are run where that differs from the defaults of `voting.levels.defaults`.

    is_procedure: its dossiers are handled as an administrative procedure. authority: who recognises, `{area}` stands
    for the commune or province. sign: what stands behind QĐ- in a decision's number.
    """

    __tablename__ = "level_setting"

    level: Mapped[str] = mapped_column(unique=True)
    is_procedure: Mapped[bool]
    authority: Mapped[str]
    signer_title: Mapped[str]
    sign: Mapped[str]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime]

    @property
    def audit_label(self) -> str:
        return self.level
