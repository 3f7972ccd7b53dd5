"""The council's papers as downloads: private until publication, never kept by a cache."""

from collections.abc import Callable

from flask import render_template
from werkzeug.wrappers import Response

from app.core.documents.spreadsheets import MEDIA_TYPE
from app.core.errors import NotFound
from app.web.access import access, current_actor
from app.web.i18n import localized
from voting.blueprint import bp
from voting.council_papers.annex import Annex, annex_of_papers, annex_of_result, annex_pdf, annex_xlsx
from voting.council_papers.minutes import minutes_pdf
from voting.council_papers.queries import CouncilPapers, get_council_papers
from voting.council_papers.summary import summary_pdf, summary_xlsx
from voting.rounds.queries import get_work_round

TYPES = {"pdf": "application/pdf", "xlsx": MEDIA_TYPE}
MAKERS: dict[str, Callable[[CouncilPapers], bytes]] = {
    "bien-ban.pdf": minutes_pdf,
    "tong-hop-diem.pdf": summary_pdf,
    "tong-hop-diem.xlsx": summary_xlsx,
    "phu-luc.pdf": lambda papers: annex_pdf(_annex(papers)),
    "phu-luc.xlsx": lambda papers: annex_xlsx(_annex(papers)),
}


@localized(bp, "/hoi-dong/<slug>/van-ban", "/council/<slug>/papers")
@access("voting.run")
def papers(slug: str) -> str:
    """What can be printed: minutes, summary of scores, annex. NotFound before closing and outside the council."""
    found = get_council_papers(current_actor(), get_work_round(current_actor(), slug))
    return render_template("voting/council_papers/papers.html", round=found.round, papers=found)


@localized(bp, "/hoi-dong/<slug>/van-ban/<name>", "/council/<slug>/papers/<name>")
@access("voting.run")
def paper(slug: str, name: str) -> Response:
    """One of the papers, drawn now from the frozen count and the council's verdicts."""
    if name not in MAKERS:
        raise NotFound("not_found")
    found = get_council_papers(current_actor(), get_work_round(current_actor(), slug))
    response = Response(MAKERS[name](found), content_type=TYPES[name.rpartition(".")[2]])
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _annex(papers: CouncilPapers) -> Annex:
    """After publication what was frozen, before it what the council has decided so far."""
    frozen = papers.decision.frozen if papers.decision else None
    if papers.round.published_at is not None and frozen:
        return annex_of_result(papers.round, frozen)
    return annex_of_papers(papers)
