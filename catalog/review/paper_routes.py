"""Trademarks and certificates that wait for an officer's check."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from app.web.pagination import Page, asked_page
from catalog import labels
from catalog.blueprint import bp
from catalog.credentials.checks import check_paper, refuse_paper, revoke_certificate
from catalog.credentials.files import PAPER_KINDS
from catalog.credentials.forms import paper_name
from catalog.credentials.queries import find_duplicates, get_paper, list_products_with
from catalog.forms import DecisionForm
from catalog.listings.workspace import count_waiting, list_waiting_certificates, list_waiting_trademarks
from catalog.models import Certificate, Trademark
from catalog.policies import can_check_paper
from catalog.review.area import AGES, asked_age, asked_unit, served_units
from catalog.review.routes import Answer, asked_act, asked_offset
from catalog.schemes.queries import find_scheme

Paper = Trademark | Certificate


@localized(bp, "/can-bo/giay-to", "/officer/papers")
@access("catalog.review")
def review_papers() -> str:
    """Papers nobody checked yet; `kind` chooses trademarks or certificates."""
    kind = "trademark" if request.args.get("kind") == "trademark" else "certificate"
    list_waiting = list_waiting_trademarks if kind == "trademark" else list_waiting_certificates
    rows, total = list_waiting(current_actor(), unit_id=asked_unit(), age=asked_age(), offset=asked_offset())
    return render_template(
        "catalog/review/papers.html",
        page=Page(rows, total, asked_page()),
        kind=kind,
        waiting=count_waiting(current_actor()),
        units=served_units(),
        province=request.args.get("province", ""),
        ages=AGES,
        age=asked_age(),
        labels=labels,
        paper_name=paper_name,
    )


@localized(
    bp,
    "/can-bo/giay-to/<kind>/<int:paper_id>",
    "/officer/papers/<kind>/<int:paper_id>",
    methods=("GET", "POST"),
)
@access("catalog.review")
def review_paper(kind: str, paper_id: int) -> Answer:
    """One paper beside its scan, papers that repeat its number, and the officer's decision."""
    if kind not in PAPER_KINDS:
        raise NotFound("not_found")
    paper = get_paper(PAPER_KINDS[kind], paper_id)
    authorize(current_actor(), can_check_paper, paper)
    form = DecisionForm(version=paper.version)
    if form.validate_on_submit():
        try:
            with transaction():
                _decide(kind, paper_id, form)
        except DomainError as error:
            form.take(error, get_paper(PAPER_KINDS[kind], paper_id).version)
        else:
            return _decided(kind)
    return _page(kind, get_paper(PAPER_KINDS[kind], paper_id), form, today())


def _page(kind: str, paper: Paper, form: DecisionForm, day: date) -> tuple[str, int]:
    page = render_template(
        "catalog/review/paper.html",
        kind=kind,
        paper=paper,
        form=form,
        duplicates=find_duplicates(paper),
        products=list_products_with(paper),
        validity=paper.validity_on(day),
        renewed=_renewed(paper),
        by_list=_by_the_list(paper),
        labels=labels,
    )
    return page, 422 if form.is_submitted() else 200


def _renewed(paper: Paper) -> Certificate | None:
    """The certificate whose place this one takes."""
    if not isinstance(paper, Certificate) or paper.replaces_id is None:
        return None
    return get_paper(Certificate, paper.replaces_id)


def _by_the_list(paper: Paper) -> dict[str, Any] | None:
    """What the list of schemes says of a certificate, and whether the paper differs; None where it says nothing."""
    if not isinstance(paper, Certificate):
        return None
    scheme = find_scheme(paper.scheme or paper.kind)
    if scheme is None or not (scheme.issuers or scheme.months):
        return None
    return {
        "issuers": [issuer.name for issuer in scheme.issuers_on(paper.issued_on, paper.stars)],
        "has_issuers": bool(scheme.issuers),
        "months": scheme.months,
        "usual_end": scheme.usual_end(paper.issued_on),
        "runs_long": scheme.runs_long(paper.issued_on, paper.valid_until),
        "source": scheme.source,
    }


def _decide(kind: str, paper_id: int, form: DecisionForm) -> None:
    actor, version, note = current_actor(), form.asked_version(), form.reason.data or ""
    acts: dict[str, Callable[[], Paper]] = {
        "check": lambda: check_paper(actor, PAPER_KINDS[kind], paper_id, note, version=version),
        "refuse": lambda: refuse_paper(actor, PAPER_KINDS[kind], paper_id, note, version=version),
    }
    if kind == "certificate":
        acts["revoke"] = lambda: revoke_certificate(actor, paper_id, note, version=version)
    asked_act(acts)()


def _decided(kind: str) -> BaseResponse:
    tell("success", translate("Your decision is recorded."))
    return redirect(local_url("catalog.review_papers", kind=kind), 303)
