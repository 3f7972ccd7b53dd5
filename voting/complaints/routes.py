"""Complaints: the facility files and reads answers, the council answers."""

from datetime import timedelta

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from voting.blueprint import bp
from voting.complaints import services as service
from voting.complaints.forms import AnswerForm, ComplaintForm
from voting.complaints.policies import can_complain
from voting.complaints.queries import (
    accepts_complaints,
    get_complaint,
    list_complaints,
    list_entry_complaints,
)
from voting.models import Nomination
from voting.rounds.pages import get_council_round
from voting.rounds.working_days.steps import SOON

Page = Response | str | tuple[str, int]


@localized(
    bp,
    "/co-so-cua-toi/ho-so/<int:nomination_id>/khieu-nai",
    "/my-facility/dossier/<int:nomination_id>/complaint",
    methods=("GET", "POST"),
)
@access("voting.enter")
def entry_complaint(nomination_id: int) -> Page:
    """The facility's complaints about one of its entries, and a new one until the deadline."""
    nomination = db.session.get(Nomination, nomination_id)
    if nomination is None:
        raise NotFound("not_found")
    authorize(current_actor(), can_complain, nomination)
    form = ComplaintForm()
    if form.validate_on_submit():
        try:
            with transaction():
                code = service.file_complaint(current_actor(), nomination_id, form.text.data or "").code
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The council has received complaint %(code)s.", code=code))
            return redirect(local_url("voting.entry_complaint", nomination_id=nomination_id), 303)
    nomination = db.session.get_one(Nomination, nomination_id)
    filed = list_entry_complaints(nomination_id)
    page = render_template(
        "voting/complaints/entry_complaint.html",
        nomination=nomination,
        round=nomination.round,
        complaints=filed,
        form=form,
        is_open=accepts_complaints(nomination.round) and all(row.answer is not None for row in filed),
    )
    return page, 422 if form.is_submitted() else 200


@localized(
    bp,
    "/co-so-cua-toi/khieu-nai/<int:complaint_id>/rut",
    "/my-facility/complaints/<int:complaint_id>/withdraw",
    methods=("POST",),
)
@access("voting.enter")
def withdraw_complaint(complaint_id: int) -> Page:
    nomination_id = get_complaint(current_actor(), complaint_id).nomination_id
    try:
        with transaction():
            service.withdraw_complaint(current_actor(), complaint_id)
    except DomainError as error:
        tell("danger", message_for(error))
    else:
        tell("success", translate("The complaint is withdrawn."))
    return redirect(local_url("voting.entry_complaint", nomination_id=nomination_id), 303)


@localized(bp, "/hoi-dong/<slug>/khieu-nai", "/council/<slug>/complaints")
@access("voting.council")
def council_complaints(slug: str) -> Page:
    """All complaints of a round, open ones first."""
    round_ = get_council_round(slug)
    return render_template(
        "voting/complaints/complaints.html",
        round=round_,
        complaints=list_complaints(round_.id),
        today=today(),
        soon=today() + timedelta(days=SOON),
    )


@localized(
    bp, "/hoi-dong/<slug>/khieu-nai/<code>", "/council/<slug>/complaints/<code>", methods=("GET", "POST")
)
@access("voting.council")
def answer_complaint(slug: str, code: str) -> Page:
    """One complaint with the entry it is about; the answer is recorded once."""
    round_ = get_council_round(slug)
    found = next((row for row in list_complaints(round_.id) if row.code == code), None)
    if found is None:
        raise NotFound("not_found")
    complaint_id = get_complaint(current_actor(), found.id).id
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            with transaction():
                service.answer_complaint(
                    current_actor(), complaint_id, form.outcome.data or "", form.text.data or ""
                )
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The answer is recorded and sent."))
            return redirect(local_url("voting.council_complaints", slug=slug), 303)
    complaint = get_complaint(current_actor(), complaint_id)
    page = render_template(
        "voting/complaints/answer_complaint.html",
        round=complaint.round,
        complaint=complaint,
        form=form,
        today=today(),
    )
    return page, 422 if form.is_submitted() else 200
