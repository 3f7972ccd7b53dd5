"""The annex to the decision: the list of products recognised, as PDF and as a spreadsheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.platypus import Flowable

from app.core.documents import pages
from app.core.documents.dates import long_date
from app.core.documents.fonts import ITALIC
from app.core.documents.spreadsheets import Sheet, SheetColumn, workbook
from voting.council_papers import official_texts as texts
from voting.council_papers.queries import CouncilPapers
from voting.models import SelectionRound

COLUMNS = (
    pages.Column("TT", 6, "centre"),
    pages.Column("Tên sản phẩm, bộ sản phẩm", 40),
    pages.Column("Cơ sở sản xuất", 38),
    pages.Column("Số giấy chứng nhận", 22, "centre"),
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
    """decision: "số 44/QĐ-SCT ngày …", empty while there is none; is_draft: not published."""

    title: str
    subject: str
    decision: str
    authority: str
    rows: list[AnnexRow]
    is_draft: bool
    is_demo: bool


def annex_of_result(round_: SelectionRound, result: Mapping[str, Any]) -> Annex:
    """Of the frozen document of a decision, so that it never changes afterwards."""
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
    )


def annex_of_papers(papers: CouncilPapers) -> Annex:
    """As the council has decided so far: what the authority is given to sign."""
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
    )


def annex_pdf(annex: Annex) -> bytes:
    """An upright A4 list by groups."""
    body: list[list[str]] = []
    heads: set[int] = set()
    group = None
    for number, row in enumerate(annex.rows, start=1):
        if row.group != group:
            group = row.group
            heads.add(len(body))
            body.append([texts.group_name(group), "", "", ""])
        body.append([str(number), row.full_name, row.facility, row.certificate or texts.MISSING])
    under = (
        f"(Kèm theo Quyết định {annex.decision})"
        if annex.decision
        else "(Kèm theo Quyết định số ……… ngày ………)"
    )
    story: list[Flowable] = [
        *pages.title("PHỤ LỤC", f"Danh sách {annex.subject} được công nhận", annex.title),
        pages.paragraph(under, face=ITALIC, align="centre", after=10),
        pages.table(COLUMNS, body, groups=frozenset(heads)),
        pages.gap(3),
        pages.paragraph(f"Danh sách có {len(annex.rows)} sản phẩm, bộ sản phẩm."),
    ]
    return pages.build(
        pages.Document(
            f"Phụ lục danh sách công nhận - {annex.title}",
            annex.authority,
            story,
            annex.title,
            _banner(annex),
        )
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
