"""Handing a dossier in: check the answers, then the receipt; the entry form and the receipt as PDF."""

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.errors import DomainError
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.file_names import disposition
from app.web.i18n import local_url, localized, translate
from catalog.labels import PRODUCT_GROUPS
from voting.blueprint import bp
from voting.dossiers import services as nominations
from voting.dossiers.contents import get_check_list
from voting.dossiers.labels import CHECK_ITEMS, DOCUMENT_KINDS
from voting.dossiers.queries import get_visible_nomination
from voting.filing.forms import HandInForm
from voting.filing.queries import answer_day, handed_in, receipt_number
from voting.models import Nomination
from voting.policies import can_edit_nomination
from voting.rounds.working_days.deadlines import deadline_transaction

Page = Response | str | tuple[str, int]


@localized(
    bp, "/co-so-cua-toi/ho-so/<int:nomination_id>/nop", "/my-facility/dossier/<int:nomination_id>/hand-in",
    methods=("GET", "POST"),
)  # fmt: skip
@access("voting.enter")
def hand_in(nomination_id: int) -> Page:
    """All answers once more, each with the way back to it, before the dossier leaves the facility's hands."""
    found = get_visible_nomination(current_actor(), nomination_id)
    authorize(current_actor(), can_edit_nomination, found)
    form = HandInForm()
    if form.validate_on_submit():
        try:
            with deadline_transaction(found.round_id):
                nominations.submit_nomination(current_actor(), nomination_id)
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(local_url("voting.receipt", nomination_id=nomination_id), 303)
    found = get_visible_nomination(current_actor(), nomination_id)
    lacking = [item for item in get_check_list(found) if not item.is_complete]
    page = render_template(
        "voting/filing/hand_in.html",
        nomination=found, form=form, groups=PRODUCT_GROUPS, counts=_counts(found),
        lacking=[translate(CHECK_ITEMS[item.code]) for item in lacking],
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@localized(
    bp,
    "/co-so-cua-toi/ho-so/<int:nomination_id>/giay-tiep-nhan",
    "/my-facility/dossier/<int:nomination_id>/receipt",
)
@access("member")
def receipt(nomination_id: int) -> str:
    """The number, the day, what comes next."""
    found = handed_in(get_visible_nomination(current_actor(), nomination_id))
    return render_template(
        "voting/filing/receipt.html",
        nomination=found, number=receipt_number(found), answer_day=answer_day(found), counts=_counts(found),
    )  # fmt: skip


@localized(
    bp, "/co-so-cua-toi/ho-so/<int:nomination_id>/giay-tiep-nhan.pdf",
    "/my-facility/dossier/<int:nomination_id>/receipt.pdf",
)  # fmt: skip
@access("member")
def receipt_file(nomination_id: int) -> Response:
    from voting.filing.papers import receipt_pdf  # noqa: PLC0415  # what draws is loaded when it is wanted

    found = handed_in(get_visible_nomination(current_actor(), nomination_id))
    return _pdf(receipt_pdf(found), f"giay-tiep-nhan-{receipt_number(found)}")


@localized(
    bp, "/co-so-cua-toi/ho-so/<int:nomination_id>/phieu-dang-ky.pdf",
    "/my-facility/dossier/<int:nomination_id>/entry-form.pdf",
)  # fmt: skip
@access("member")
def entry_form(nomination_id: int) -> Response:
    """The entry form, filled in with what the site knows: print, sign, add the scan."""
    from voting.filing.papers import entry_form_pdf  # noqa: PLC0415  # what draws is loaded when it is wanted

    return _pdf(
        entry_form_pdf(get_visible_nomination(current_actor(), nomination_id)),
        f"phieu-dang-ky-{nomination_id}",
    )


def _counts(found: Nomination) -> list[dict[str, object]]:
    """Each kind of paper in the dossier with how many there are."""
    kinds = [d.kind for d in found.documents if d.removed_at is None]
    return [
        {"key": translate(label), "value": kinds.count(kind)}
        for kind, label in DOCUMENT_KINDS.items()
        if kind in kinds
    ]


def _pdf(data: bytes, name: str) -> Response:
    response = Response(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = disposition(f"{name}.pdf")
    response.headers["Cache-Control"] = "no-store"
    return response
