"""The annex to the decision: the list of products recognised, as PDF and as a spreadsheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.documents.dates import long_date
from app.core.documents.official import paper as official
from app.core.documents.official.media import paper_pdf
from app.core.documents.spreadsheets import Sheet, SheetColumn, workbook
from voting.council_papers.queries import CouncilPapers
from voting.models import SelectionRound
from voting.official_papers import texts

COLUMNS = (
    official.Column("TT", 6, "centre"),
    official.Column("Tên sản phẩm, bộ sản phẩm", 40),
    official.Column("Cơ sở sản xuất", 38),
    official.Column("Số giấy chứng nhận", 22, "centre"),
)


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """certificate: empty before publication gives it its number."""

    group: str
    product: str
    facility: str
    certificate: str = ""
    members: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.product} (gồm: {'; '.join(self.members)})" if self.members else self.product


@dataclass(frozen=True, slots=True)
class Annex:
    """decision: "số 44/QĐ-SCT ngày …", empty while there is none; is_draft: not published. made_at: of what it
    shows.
    """

    title: str
    subject: str
    decision: str
    authority: str
    rows: list[AnnexRow]
    is_draft: bool
    is_demo: bool
    made_at: datetime


def annex_of_result(round_: SelectionRound, result: Mapping[str, Any]) -> Annex:
    """From the frozen document of a decision, so that it never changes afterwards."""
    decision = result["decision"]
    rows = [
        AnnexRow(
            row["group"],
            row["product"],
            row["facility"],
            row["certificate"] or "",
            tuple(member["product"] for member in row["set"]["members"]) if row["set"] else (),
        )
        for row in result["recognised"]
    ]
    signed = long_date(date.fromisoformat(decision["signed_on"]))
    return Annex(
        result["title_vi"],
        texts.subject(round_),
        f"số {decision['number']} {signed} của {decision['authority']}",
        decision["authority"],
        rows,
        is_draft=False,
        is_demo=round_.is_demo,
        made_at=round_.published_at or round_.created_at,
    )


def annex_of_papers(papers: CouncilPapers) -> Annex:
    """As the council has decided so far: the document for the authority to sign."""
    found = papers.decision
    rows = [
        AnnexRow(
            row.board.nomination.group,
            row.name,
            row.board.nomination.facility.name,
            "",
            row.items,
        )
        for row in papers.recognised
    ]
    decision = f"số {found.number} {long_date(found.signed_on)} của {found.authority}" if found else ""
    return Annex(
        papers.round.title_vi,
        texts.subject(papers.round),
        decision,
        found.authority if found else papers.round.organiser,
        rows,
        is_draft=True,
        is_demo=papers.round.is_demo,
        made_at=papers.round.created_at,
    )


def annex_of(papers: CouncilPapers) -> Annex:
    """After publication the frozen result, before it the decisions so far."""
    frozen = papers.decision.frozen if papers.decision else None
    if papers.round.published_at is not None and frozen:
        return annex_of_result(papers.round, frozen)
    return annex_of_papers(papers)


def annex_block(annex: Annex, reference: str) -> official.Annex:
    """The list by groups, for a paper that it goes with."""
    body: list[list[str]] = []
    heads: set[int] = set()
    group = None
    for number, row in enumerate(annex.rows, start=1):
        if row.group != group:
            group = row.group
            heads.add(len(body))
            body.append([texts.group_name(group), "", "", ""])
        body.append([str(number), row.full_name, row.facility, row.certificate or texts.MISSING])
    blocks: list[official.Block] = [
        official.Text(annex.title, style="centre"),
        official.Grid(COLUMNS, body, frozenset(heads)),
        official.Text(f"Danh sách có {len(annex.rows)} sản phẩm, bộ sản phẩm.", style="plain"),
    ]
    return official.Annex(f"Danh sách {annex.subject} được công nhận", reference, blocks)


def annex_pdf(annex: Annex) -> bytes:
    """The list alone, as PDF/A."""
    return paper_pdf(annex_paper(annex))


def annex_paper(annex: Annex) -> official.Paper:
    """The list as a file of its own: no head, its title and the paper it goes with."""
    under = (
        f"(Kèm theo Quyết định {annex.decision})"
        if annex.decision
        else "(Kèm theo Quyết định số ……… ngày ………)"
    )
    return official.Paper(
        issuer=annex.authority,
        sign="",
        title="",
        about="",
        blocks=(),
        signers=(),
        annexes=[annex_block(annex, under)],
        banner=_banner(annex),
        made_at=annex.made_at,
    )


def annex_xlsx(annex: Annex) -> bytes:
    columns = [
        SheetColumn("TT", 6),
        SheetColumn("Nhóm sản phẩm", 28),
        SheetColumn("Tên sản phẩm, bộ sản phẩm", 48),
        SheetColumn("Cơ sở sản xuất", 42),
        SheetColumn("Số giấy chứng nhận", 24),
    ]
    rows = [
        (number, texts.group_name(row.group), row.full_name, row.facility, row.certificate or None)
        for number, row in enumerate(annex.rows, start=1)
    ]
    heading = [f"Danh sách {annex.subject} được công nhận", annex.title]
    heading += [f"Kèm theo Quyết định {annex.decision}"] if annex.decision else []
    heading += [banner] if (banner := _banner(annex)) else []
    return workbook(
        [Sheet("Danh sách công nhận", heading, columns, rows)], title=annex.title, author=annex.authority
    )


def _banner(annex: Annex) -> str:
    draft = "DỰ THẢO – CHƯA CÔNG BỐ" if annex.is_draft else ""
    return " · ".join(part for part in (draft, texts.DEMONSTRATION if annex.is_demo else "") if part)
