"""How a round's office writes, and which numbers its papers have."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core.database.base import db
from app.core.text import fold
from catalog.enums import Level
from voting.levels.queries import area_name, authority_of, get_level_rules
from voting.models import PaperNumber, PaperOffice, RecognitionDecision, SelectionRound
from voting.official_papers.series import (
    TYPES,
    Numbering,
    PaperKind,
    next_number,
    series_of,
    sign_of,
)

COUNCIL, COUNCIL_SIGN = "Hội đồng bình chọn", "HĐBC"


@dataclass(frozen=True, slots=True)
class Office:
    """What heads and feet say. body: who holds the round; saved: whether somebody has confirmed it."""

    body: str
    parent: str
    council: str
    council_sign: str
    body_sign: str
    place: str
    drafter: str
    signer_power: str
    signer_post: str
    signer_name: str
    numbering: str
    saved: bool

    def issuer(self, kind: PaperKind) -> str:
        return self.council if TYPES[kind].own else self.body

    def parent_of(self, kind: PaperKind) -> str:
        """The council is listed under the body that holds the round, that body under its own superior."""
        return self.body if TYPES[kind].own else self.parent

    def sign(self, kind: PaperKind) -> str:
        return sign_of(kind, council_sign=self.council_sign, body_sign=self.body_sign)

    def series(self, kind: PaperKind) -> str:
        own = f"{self.body} {self.council}" if TYPES[kind].own else self.body
        return series_of(kind, fold(own), self.numbering)


def get_office(round_: SelectionRound) -> Office:
    """As saved for the round, else as the last round of the same body has it, else by the level."""
    row = db.session.scalar(select(PaperOffice).where(PaperOffice.round_id == round_.id))
    is_own = row is not None
    if row is None:
        row = _last_office(round_)
    body = round_.organiser or authority_of(round_)
    if row is None:
        return Office(
            body, "", COUNCIL, COUNCIL_SIGN, get_level_rules(round_.level).sign, _place(round_), "", "", "", "",
            Numbering.BY_TYPE, saved=False,
        )  # fmt: skip
    return Office(
        body, row.parent, row.council, row.council_sign, row.body_sign, row.place, row.drafter,
        row.signer_power, row.signer_post, row.signer_name, row.numbering, saved=is_own,
    )  # fmt: skip


def get_office_of_decision(round_: SelectionRound, decision: RecognitionDecision | None) -> Office:
    """As it was on the day of the publication; a decision that is not public, or was frozen without it, has today's."""
    frozen = (decision.frozen or {}).get("office") if decision and round_.published_at is not None else None
    return Office(**frozen) if frozen else get_office(round_)


def _last_office(round_: SelectionRound) -> PaperOffice | None:
    query = (
        select(PaperOffice)
        .join(SelectionRound, SelectionRound.id == PaperOffice.round_id)
        .where(
            SelectionRound.level == round_.level,
            SelectionRound.unit_id.is_not_distinct_from(round_.unit_id),
            SelectionRound.region == round_.region,
            SelectionRound.commune == round_.commune,
            SelectionRound.organiser == round_.organiser,
        )
        .order_by(PaperOffice.id.desc())
    )
    return db.session.scalars(query).first()


def _place(round_: SelectionRound) -> str:
    """The unit without its kind; a central body writes the province where it sits, which nothing here knows."""
    words = area_name(round_).split()
    kinds = {"tỉnh", "xã", "phường"}
    if words and words[0].lower() in kinds:
        return " ".join(words[1:])
    if [word.lower() for word in words[:2]] in (["thành", "phố"], ["đặc", "khu"]):
        return " ".join(words[2:])
    return area_name(round_) if round_.level in {Level.COMMUNE, Level.PROVINCE} else ""


def find_number(round_id: int, kind: PaperKind, subject: str = "") -> PaperNumber | None:
    """The number that a paper was given, None before."""
    return db.session.scalar(
        select(PaperNumber).where(
            PaperNumber.round_id == round_id, PaperNumber.kind == kind, PaperNumber.subject == subject
        )
    )


def list_numbers(round_id: int) -> dict[tuple[str, str], PaperNumber]:
    """All numbers given in a round, by kind and subject."""
    query = select(PaperNumber).where(PaperNumber.round_id == round_id)
    return {(row.kind, row.subject): row for row in db.session.scalars(query)}


def propose_number(round_: SelectionRound, kind: PaperKind, day: date) -> int:
    """The next number of the paper's series in the year of that day."""
    return next_number(
        db.session.scalars(
            select(PaperNumber.number).where(
                PaperNumber.series == get_office(round_).series(kind), PaperNumber.year == day.year
            )
        )
    )
