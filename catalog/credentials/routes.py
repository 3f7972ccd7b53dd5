"""A facility's trademarks and certificates, with their scans."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.audit import has_done
from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import Conflict, DomainError, NotFound
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog import labels
from catalog.blueprint import bp
from catalog.credentials.files import PAPER_KINDS
from catalog.credentials.forms import CertificateForm, TrademarkForm
from catalog.credentials.queries import get_paper
from catalog.credentials.services import (
    add_certificate,
    add_trademark,
    edit_certificate,
    edit_trademark,
    remove_paper,
)
from catalog.credentials.uploads import keep_scan
from catalog.listings.workspace import get_own_facility, list_facilities_of
from catalog.models import Certificate, Facility, Trademark
from catalog.policies import can_manage_paper
from catalog.schemes.chain import chains

Answer = BaseResponse | tuple[str, int] | str


@localized(bp, "/co-so-cua-toi/giay-to", "/my-facility/papers")
@access("catalog.manage")
def papers() -> str:
    """Every paper of the person's facilities, with the officer's decision on it."""
    facilities = list_facilities_of(current_actor())
    return render_template(
        "catalog/credentials/credentials.html",
        facilities=facilities,
        chains={facility.id: chains(facility.certificates, pending=True) for facility in facilities},
        labels=labels,
        today=today(),
    )


@localized(
    bp, "/co-so-cua-toi/<int:facility_id>/nhan-hieu/moi", "/my-facility/<int:facility_id>/trademarks/new",
    methods=("GET", "POST"),
)  # fmt: skip
@access("catalog.manage")
def trademark_new(facility_id: int) -> Answer:
    facility = get_own_facility(current_actor(), facility_id)
    form = TrademarkForm()
    if form.validate_on_submit():
        try:
            scan, logo = keep_scan(form.scan.data), form.logo_files()
            with transaction():
                add_trademark(current_actor(), facility_id, form.trademark_data(), scan, logo)
        except DomainError as error:
            form.take(error, None)
        else:
            return _added()
    return _page("catalog/credentials/trademark_form.html", form, facility=facility, paper=None)


@localized(
    bp,
    "/co-so-cua-toi/nhan-hieu/<int:paper_id>",
    "/my-facility/trademarks/<int:paper_id>",
    methods=("GET", "POST"),
)
@access("catalog.manage")
def trademark_edit(paper_id: int) -> Answer:
    paper = get_paper(Trademark, paper_id)
    authorize(current_actor(), can_manage_paper, paper)
    form = TrademarkForm(paper)
    if form.validate_on_submit():
        try:
            scan, logo = keep_scan(form.scan.data), form.logo_files()
            with transaction():
                edit_trademark(
                    current_actor(),
                    paper_id,
                    form.trademark_data(),
                    scan,
                    logo,
                    version=form.asked_version(),
                )
        except DomainError as error:
            form.take(error, get_paper(Trademark, paper_id).version)
        else:
            return _saved()
    paper = get_paper(Trademark, paper_id)
    return _page("catalog/credentials/trademark_form.html", form, facility=paper.facility, paper=paper)


@localized(
    bp, "/co-so-cua-toi/<int:facility_id>/giay-to/moi", "/my-facility/<int:facility_id>/papers/new",
    methods=("GET", "POST"),
)  # fmt: skip
@access("catalog.manage")
def certificate_new(facility_id: int) -> Answer:
    return _added_certificate(get_own_facility(current_actor(), facility_id))


@localized(
    bp, "/co-so-cua-toi/giay-to/<int:paper_id>/gia-han", "/my-facility/papers/<int:paper_id>/renew",
    methods=("GET", "POST"),
)  # fmt: skip
@access("catalog.manage")
def certificate_renew(paper_id: int) -> Answer:
    """Enter the paper that takes the place of this one; the old one stays in the history."""
    old = get_paper(Certificate, paper_id)
    authorize(current_actor(), can_manage_paper, old)
    return _added_certificate(old.facility, old)


def _added_certificate(facility: Facility, renewed: Certificate | None = None) -> Answer:
    """The form of a new paper, or of the one that takes the place of an old one."""
    form = CertificateForm(facility, renewed=renewed)
    replaces = renewed.id if renewed is not None else None
    if form.validate_on_submit():
        try:
            scan = keep_scan(form.scan.data)
            with transaction():
                add_certificate(current_actor(), facility.id, form.certificate_data(replaces), scan)
        except DomainError as error:
            form.take(error, None)
        else:
            return _added()
    return _page(
        "catalog/credentials/certificate_form.html",
        form,
        facility=facility,
        paper=None,
        renewed=renewed,
        issuers=form.issuers,
    )


@localized(
    bp, "/co-so-cua-toi/giay-to/<int:paper_id>", "/my-facility/papers/<int:paper_id>", methods=("GET", "POST")
)
@access("catalog.manage")
def certificate_edit(paper_id: int) -> Answer:
    paper = get_paper(Certificate, paper_id)
    authorize(current_actor(), can_manage_paper, paper)
    form = CertificateForm(paper.facility, paper)
    if form.validate_on_submit():
        try:
            scan = keep_scan(form.scan.data)
            with transaction():
                edit_certificate(
                    current_actor(), paper_id, form.certificate_data(), scan, version=form.asked_version()
                )
        except DomainError as error:
            form.take(error, get_paper(Certificate, paper_id).version)
        else:
            return _saved()
    paper = get_paper(Certificate, paper_id)
    return _page(
        "catalog/credentials/certificate_form.html",
        form,
        facility=paper.facility,
        paper=paper,
        issuers=form.issuers,
    )


@localized(
    bp, "/co-so-cua-toi/giay-to/<kind>/<int:paper_id>/xoa", "/my-facility/papers/<kind>/<int:paper_id>/remove",
    methods=("GET", "POST"),
)  # fmt: skip
@access("catalog.manage")
def paper_remove(kind: str, paper_id: int) -> Answer:
    """Delete a document, after a confirmation page."""
    if kind not in PAPER_KINDS:
        raise NotFound("not_found")
    try:
        paper = get_paper(PAPER_KINDS[kind], paper_id)
    except NotFound:
        if not has_done(current_actor(), f"catalog.{kind}.remove", (kind, paper_id)):
            raise
        tell("info", message_for(Conflict("already_removed")))
        return redirect(local_url("catalog.papers"), 303)
    authorize(current_actor(), can_manage_paper, paper)
    if request.method == "GET":
        return render_template("catalog/credentials/removal.html", paper=paper, kind=kind)
    try:
        with transaction():
            remove_paper(current_actor(), PAPER_KINDS[kind], paper_id)
    except DomainError as error:
        if error.status in {403, 404}:
            raise
        tell("danger", message_for(error))
    else:
        tell("success", translate("The paper is removed."))
    return redirect(local_url("catalog.papers"), 303)


def _added() -> BaseResponse:
    tell("success", translate("Saved. Until an officer has checked the paper, pages say: not yet verified."))
    return redirect(local_url("catalog.papers"), 303)


def _saved() -> BaseResponse:
    tell("success", translate("Saved."))
    return redirect(local_url("catalog.papers"), 303)


def _page(template: str, form: TrademarkForm | CertificateForm, **values: object) -> tuple[str, int]:
    return render_template(template, form=form, **values), 422 if form.is_submitted() else 200
