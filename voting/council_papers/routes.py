"""The council's papers as downloads: private until publication, never kept by a cache."""

from collections.abc import Callable

from flask import render_template
from werkzeug.wrappers import Response

from app.core.documents.official.media import DOCX, paper_docx, paper_pdf
from app.core.documents.official.paper import Paper
from app.core.documents.spreadsheets import MEDIA_TYPE as XLSX
from app.core.errors import NotFound
from app.web.access import access, current_actor
from app.web.i18n import localized
from voting.blueprint import bp
from voting.council_papers.annex import annex_of, annex_paper, annex_xlsx
from voting.council_papers.minutes import minutes_paper
from voting.council_papers.proposals import decision_paper, submission_paper
from voting.council_papers.queries import CouncilPapers, get_council_papers
from voting.council_papers.summary import summary_paper, summary_xlsx
from voting.rounds.queries import get_work_round

TYPES = {"pdf": "application/pdf", "docx": DOCX, "xlsx": XLSX}
PAPERS: dict[str, Callable[[CouncilPapers], Paper]] = {
    "bien-ban": minutes_paper,
    "to-trinh": submission_paper,
    "quyet-dinh": decision_paper,
    "tong-hop-diem": summary_paper,
    "phu-luc": lambda papers: annex_paper(annex_of(papers)),
}
SHEETS: dict[str, Callable[[CouncilPapers], bytes]] = {
    "tong-hop-diem": summary_xlsx,
    "phu-luc": lambda papers: annex_xlsx(annex_of(papers)),
}
WRITERS: dict[str, Callable[[Paper], bytes]] = {"pdf": paper_pdf, "docx": paper_docx}


@localized(bp, "/hoi-dong/<slug>/van-ban", "/council/<slug>/papers")
@access("voting.run")
def papers(slug: str) -> str:
    """What can be printed: minutes, submission, draft decision, summary of scores, annex.

    NotFound before closing and outside the council.
    """
    found = get_council_papers(current_actor(), get_work_round(current_actor(), slug))
    return render_template("voting/council_papers/papers.html", round=found.round, papers=found)


@localized(bp, "/hoi-dong/<slug>/van-ban/<name>", "/council/<slug>/papers/<name>")
@access("voting.run")
def paper(slug: str, name: str) -> Response:
    """One of the documents, drawn now from the frozen count and the council's verdicts."""
    stem, _dot, ending = name.rpartition(".")
    is_known = stem in (SHEETS if ending == "xlsx" else PAPERS) and ending in TYPES
    if not is_known:
        raise NotFound("not_found")
    found = get_council_papers(current_actor(), get_work_round(current_actor(), slug))
    data = SHEETS[stem](found) if ending == "xlsx" else WRITERS[ending](PAPERS[stem](found))
    response = Response(data, content_type=TYPES[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
