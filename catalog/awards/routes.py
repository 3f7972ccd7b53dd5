"""Certificates after they were issued: an officer finds them and corrects one."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.core.text import nfc
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from app.web.paths import with_question
from app.web.templates.compiler import page_part
from catalog.awards.corrections.queries import get_award_to_change, list_awards_in_scope
from catalog.awards.corrections.services import correct_award
from catalog.awards.forms import CorrectionForm
from catalog.blueprint import bp
from catalog.labels import LEVELS
from catalog.register.queries import get_progress_of
from catalog.validity import state_of

Answer = tuple[str, int] | BaseResponse
QUERY_LIMIT = 60


@localized(bp, "/can-bo/giay-chung-nhan", "/officer/certificates")
@access("catalog.awards")
def review_awards() -> str:
    """Certificates of the officer's area; `q` is part of a number."""
    text = " ".join(nfc(request.args.get("q", "")).split())[:QUERY_LIMIT]
    back = "before" in request.args and "after" not in request.args
    place = request.args.get("before" if back else "after", "")
    found = list_awards_in_scope(current_actor(), text, place=place, back=back)
    day, awards, path = today(), found.rows, local_url("catalog.review_awards")
    return render_template(
        "catalog/awards/awards.html",
        awards=awards,
        award_rows=page_part("catalog/awards/_rows.html", "award_rows"),
        text=text,
        before_href=with_question(path, {"q": text or None, "before": found.before})
        if found.before
        else None,
        after_href=with_question(path, {"q": text or None, "after": found.after}) if found.after else None,
        papers=get_progress_of(award.id for award in awards),
        levels=LEVELS,
        states={award.id: state_of(award, day).value for award in awards},
    )


@localized(
    bp,
    "/can-bo/giay-chung-nhan/<number>/dinh-chinh",
    "/officer/certificates/<number>/correct",
    methods=("GET", "POST"),
)
@access("catalog.awards")
def correct_certificate(number: str) -> Answer:
    """A new certificate with the right names takes the place of this one."""
    award = get_award_to_change(current_actor(), number)
    names = ("product_name", "producer_name", "producer_address")
    form = CorrectionForm(data={name: getattr(award, name) for name in names})
    if form.validate_on_submit():
        try:
            with transaction():
                new_number = correct_award(
                    current_actor(), award.id, form.corrected(), form.reason.data or ""
                ).number
        except DomainError as error:
            form.refuse(error)
            award = get_award_to_change(current_actor(), number)
        else:
            tell("success", translate("The corrected certificate is issued; the old one points to it."))
            return redirect(local_url("catalog.review_award", number=new_number), 303)
    page = render_template("catalog/awards/correction.html", award=award, form=form)
    return page, 422 if form.is_submitted() else 200
