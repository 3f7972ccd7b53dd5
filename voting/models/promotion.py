"""Lists of recognised entries sent to the next level."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from voting.models.dossiers import Nomination
from voting.models.rounds import SelectionRound


class Promotion(HasId, Base):
    """A recognised entry that its council sends up. result: hash of the frozen result cited, once signed.

    promoted_id: the dossier made of it in the round above. removed_at: taken off the list before signing.
    """

    __tablename__ = "promotion"
    __table_args__ = (UniqueConstraint("promoted_id"), Index(None, "round_id", "to_round_id"))

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    to_round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"), index=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    promoted_at: Mapped[datetime | None] = mapped_column(default=None)
    promoted_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"), default=None)
    result: Mapped[str] = mapped_column(default="")

    round: Mapped[SelectionRound] = relationship(foreign_keys=[round_id])
    to_round: Mapped[SelectionRound] = relationship(foreign_keys=[to_round_id])
    nomination: Mapped[Nomination] = relationship(foreign_keys=[nomination_id])
    promoted: Mapped[Nomination | None] = relationship(foreign_keys=[promoted_id])
