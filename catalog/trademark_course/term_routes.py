"""Officers of the ministry set the terms that the course of a trademark reckons with."""

from datetime import date
from typing import Any

from flask import redirect, render_template
from werkzeug.wrappers import Response as BaseResponse
from wtforms import DateField
from wtforms.validators import DataRequired, Optional

from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.fields import IntegerField
from app.web.i18n import N_, local_url, localized, translate
from app.web.notices import tell
from catalog.blueprint import bp
from catalog.forms import REQUIRED, ShortText, VersionedForm
from catalog.trademark_course.deadlines import TERM_CODES
from catalog.trademark_course.labels import DEADLINES
from catalog.trademark_course.terms import TermSet, add_terms, list_term_sets, set_terms

Answer = BaseResponse | tuple[str, int] | str


class TermsForm(VersionedForm):
    begins = DateField(N_("From the day"), [DataRequired(REQUIRED)])
    source = ShortText(N_("Where this is said"), [DataRequired(REQUIRED)])
    formal = IntegerField(DEADLINES["formal"], [Optional()])
    publication = IntegerField(DEADLINES["publication"], [Optional()])
    opposition = IntegerField(DEADLINES["opposition"], [Optional()])
    substance = IntegerField(DEADLINES["substance"], [Optional()])
    answer_opposition = IntegerField(DEADLINES["answer_opposition"], [Optional()])
    answer_objection = IntegerField(DEADLINES["answer_objection"], [Optional()])
    fee = IntegerField(DEADLINES["fee"], [Optional()])
    appeal = IntegerField(DEADLINES["appeal"], [Optional()])

    def __init__(self, terms: TermSet | None = None) -> None:
        shown: dict[str, Any] = {"version": "0"}
        if terms is not None:
            shown |= {"source": terms.source, "version": str(terms.version), **terms.months}
        super().__init__(data=shown)
        if terms is not None:
            del self.begins

    def terms(self, begins: date) -> TermSet:
        months = {code: self[code].data for code in TERM_CODES if self[code].data is not None}
        return TermSet(begins, self.source.data or "", months, self.asked_version())


@localized(bp, "/can-bo/thoi-han-nhan-hieu", "/officer/trademark-terms")
@access("catalog.settings")
def trademark_terms() -> str:
    """The terms by the day from which they hold."""
    sets = list(reversed(list_term_sets()))
    return render_template(
        "catalog/trademark_course/terms.html", sets=sets, codes=TERM_CODES, deadlines=DEADLINES
    )


@localized(bp, "/can-bo/thoi-han-nhan-hieu/moi", "/officer/trademark-terms/new", methods=("GET", "POST"))
@access("catalog.settings")
def trademark_terms_new() -> Answer:
    """Terms from another day on."""
    form = TermsForm()
    if form.validate_on_submit():
        try:
            with transaction():
                add_terms(current_actor(), form.terms(form.begins.data))
        except DomainError as error:
            form.take(error, None)
        else:
            return _saved()
    return _page(form, None)


@localized(bp, "/can-bo/thoi-han-nhan-hieu/<day>", "/officer/trademark-terms/<day>", methods=("GET", "POST"))
@access("catalog.settings")
def trademark_terms_edit(day: str) -> Answer:
    """Correct the terms of a day."""
    found = _of_day(day)
    form = TermsForm(found)
    if form.validate_on_submit():
        try:
            with transaction():
                set_terms(current_actor(), form.terms(found.begins))
        except DomainError as error:
            form.take(error, _of_day(day).version)
        else:
            return _saved()
    return _page(form, found.begins)


def _of_day(day: str) -> TermSet:
    found = next((each for each in list_term_sets() if each.begins.isoformat() == day), None)
    if found is None:
        raise NotFound("not_found")
    return found


def _page(form: TermsForm, begins: date | None) -> Answer:
    page = render_template(
        "catalog/trademark_course/terms_form.html", form=form, begins=begins, codes=TERM_CODES
    )
    return page, 422 if form.is_submitted() else 200


def _saved() -> BaseResponse:
    tell("success", translate("Saved."))
    return redirect(local_url("catalog.trademark_terms"), 303)
