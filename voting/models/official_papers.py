"""How the office of a round writes its papers, and the numbers they were given."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint


class PaperOffice(HasId, Base):
    """What the heads and feet of a round's papers say. parent: the body above the organiser; council: its full name.

    *_sign: abbreviations in numbers (HĐBC, UBND); drafter: the mark after "VT". signer_*: who signs the body's own
    papers. numbering: `type` for a series a type of paper, `all` for one series of the council.
    """

    __tablename__ = "paper_office"
    __table_args__ = (UniqueConstraint("round_id"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    parent: Mapped[str] = mapped_column(default="")
    council: Mapped[str]
    council_sign: Mapped[str]
    body_sign: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    drafter: Mapped[str] = mapped_column(default="")
    signer_power: Mapped[str] = mapped_column(default="")
    signer_post: Mapped[str] = mapped_column(default="")
    signer_name: Mapped[str] = mapped_column(default="")
    numbering: Mapped[str] = mapped_column(default="type")
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime]


class PaperNumber(HasId, Base):
    """A number given to a paper: once in its series and year, one a paper. series: issuer and type as compared.

    kind: see voting.official_papers.series; subject: the facility of a notice, empty for the round's own papers.
    file, media_type: the scan of the signed plan, empty without one.
    """

    __tablename__ = "paper_number"
    __table_args__ = (
        UniqueConstraint("series", "year", "number"),
        UniqueConstraint("round_id", "kind", "subject"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    kind: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    series: Mapped[str]
    year: Mapped[int]
    number: Mapped[int]
    sign: Mapped[str]
    signed_on: Mapped[date]
    file: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(default="")
    given_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    given_at: Mapped[datetime]

    @property
    def audit_label(self) -> str:
        return f"{self.number:02}/{self.sign}"


name_constraint("uq_paper_number_series_year_number", "paper_number_taken", "number")
name_constraint("uq_paper_number_round_id_kind_subject", "paper_numbered")
