"""Lists of recognised products to and from bodies that do not use this site."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from voting.models.rounds import SelectionRound


class OutsideList(HasId, Base):
    """A list upward as a signed file. direction: out, from a round of this site to a body above; in, from a body below.

    level: whose recognised products they are. body: the other side. content: as `voting.outside_lists.document` has it.
    file: the signed text, empty until both people have signed; key: whose signature it bears.
    """

    __tablename__ = "outside_list"

    direction: Mapped[str]
    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"), index=True)
    level: Mapped[str]
    body: Mapped[str]
    number: Mapped[str]
    dated: Mapped[date]
    content: Mapped[dict[str, Any]]
    file: Mapped[str] = mapped_column(default="")
    key: Mapped[str] = mapped_column(default="")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    signed_at: Mapped[datetime | None] = mapped_column(default=None)

    round: Mapped[SelectionRound] = relationship()

    @property
    def audit_label(self) -> str:
        return f"{self.number} {self.body}"
