"""The head of a round's papers: issuer, number, place and day as the office has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from app.core.documents.official.paper import Annex, Block, Paper, Signer
from voting.models import PaperNumber, SelectionRound
from voting.official_papers.queries import Office, find_number, get_office
from voting.official_papers.series import PaperKind
from voting.official_papers.texts import DEMONSTRATION


@dataclass(frozen=True, slots=True)
class Frame:
    """number: None before the paper was given one."""

    round: SelectionRound
    kind: PaperKind
    office: Office
    number: PaperNumber | None

    def paper(
        self,
        title: str,
        about: str,
        blocks: Sequence[Block],
        signers: Sequence[Signer],
        *,
        recipients: Sequence[str] = (),
        to: Sequence[str] = (),
        annexes: Sequence[Annex] = (),
        banner: str = "",
    ) -> Paper:
        """The paper with its head. banner: joins that of a demonstration."""
        number = self.number
        return Paper(
            issuer=self.office.issuer(self.kind),
            parent=self.office.parent_of(self.kind),
            sign=number.sign if number else self.office.sign(self.kind),
            number=number.number if number else None,
            place=self.office.place,
            day=number.signed_on if number else None,
            title=title,
            about=about,
            blocks=blocks,
            signers=signers,
            to=to,
            recipients=[*recipients, self.kept],
            annexes=annexes,
            banner=banner_of(self.round, banner),
            made_at=datetime.combine(number.signed_on, time(), UTC) if number else self.round.created_at,
        )

    @property
    def number_text(self) -> str:
        """05/TTr-HĐBC, blank to fill in before a number is given."""
        return self.number.audit_label if self.number else f"……/{self.office.sign(self.kind)}"

    @property
    def kept(self) -> str:
        """The last line under "Nơi nhận": what stays, with the drafter's mark."""
        return ", ".join(part for part in ("Lưu: VT", self.office.drafter) if part)

    @property
    def chair(self) -> str:
        return seated(self.round, "chair")


def frame_of(round_: SelectionRound, kind: PaperKind, subject: str = "") -> Frame:
    return Frame(round_, kind, get_office(round_), find_number(round_.id, kind, subject))


def banner_of(round_: SelectionRound, *parts: str) -> str:
    """What stands on every page of what is no original."""
    return " · ".join(part for part in (*parts, DEMONSTRATION if round_.is_demo else "") if part)


def seated(round_: SelectionRound, role: str) -> str:
    """The holder of a seat of the council; empty if there is none."""
    return next((member.name for member in round_.members if member.role == role), "")


def council_signer(round_: SelectionRound) -> Signer:
    """The chair for the council."""
    return Signer("CHỦ TỊCH", seated(round_, "chair"), power="TM. HỘI ĐỒNG")


def body_signer(office: Office) -> Signer:
    """Who signs the body's own papers, blank to fill in while the office has not said it."""
    return Signer(office.signer_post.upper() or "……………………", office.signer_name, power=office.signer_power)
