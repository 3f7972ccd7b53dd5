"""Members of a facility: the list with invitations, one member, leaving; and the page that an invitation opens."""

from flask import redirect, render_template
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired

from app.accounts.forms import EmailField, InvitationForm
from app.accounts.models import Membership
from app.accounts.queries import get_user_by_email
from app.accounts.routes.login import device_name, welcome
from app.accounts.services import passwords
from app.accounts.sessions.actors import our_session
from app.accounts.sessions.store import start_session
from app.core.actor import Duty
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.fields import options
from app.web.forms import Form
from app.web.i18n import N_, current_locale, local_url, localized, translate
from app.web.mails import mail_travels
from app.web.messages import message_for
from app.web.notices import tell
from catalog.blueprint import bp
from catalog.listings.workspace import get_facility
from catalog.members.labels import DUTIES, DUTY_HINTS
from catalog.members.queries import invitation_of, list_memberships, list_open_invitations
from catalog.members.services import (
    change_duty,
    invite_member,
    join_as_new,
    join_with_account,
    remove_member,
    withdraw_invitation,
)
from catalog.policies import can_choose_members, can_see_facility

Answer = BaseResponse | tuple[str, int] | str
REQUIRED = N_("Fill in this field.")


class DutyForm(Form):
    duty = RadioField(N_("What this person does here"), [InputRequired(REQUIRED)], choices=options(DUTIES))


class InviteForm(DutyForm):
    email = EmailField(N_("E-mail address"), [DataRequired(REQUIRED)])


@localized(
    bp, "/co-so-cua-toi/<int:facility_id>/thanh-vien", "/my-facility/<int:facility_id>/members",
    methods=("GET", "POST"),
)  # fmt: skip
@access("catalog.manage")
def members(facility_id: int) -> Answer:
    """Who belongs to the facility; its owners invite others."""
    facility, actor = get_facility(facility_id), current_actor()
    authorize(actor, can_see_facility, facility)
    form = InviteForm(data={"duty": Duty.EDITOR})
    if form.validate_on_submit():
        try:
            with transaction():
                invite_member(
                    actor, facility_id, form.email.data or "", form.duty.data or "", locale=current_locale()
                )
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            form.refuse(error)
        else:
            if mail_travels():
                tell("success", translate("The invitation is sent."))
            else:
                tell(
                    "warning",
                    translate("This server sends no mail. The administrator passes the invitation on."),
                )
            return redirect(local_url("catalog.members", facility_id=facility_id), 303)
    page = render_template(
        "catalog/members/members.html",
        facility=facility,
        form=form,
        members=list_memberships(facility_id),
        invitations=list_open_invitations(facility_id),
        may_choose=bool(can_choose_members(actor, facility)),
        duties=DUTIES,
        hints=DUTY_HINTS,
    )
    return (page, 422) if form.errors or form.form_errors else page


@localized(
    bp, "/co-so-cua-toi/thanh-vien/<int:membership_id>", "/my-facility/members/<int:membership_id>",
    methods=("GET", "POST"),
)  # fmt: skip
@access("catalog.manage")
def member(membership_id: int) -> Answer:
    """Give a member another duty."""
    row = _member(membership_id)
    facility = get_facility(row.facility_id or 0)
    authorize(current_actor(), can_choose_members, facility)
    form = DutyForm(data={"duty": row.duty})
    if form.validate_on_submit():
        try:
            with transaction():
                change_duty(current_actor(), membership_id, form.duty.data or "")
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Saved."))
            return redirect(local_url("catalog.members", facility_id=facility.id), 303)
    page = render_template(
        "catalog/members/member.html",
        facility=facility,
        member=_member(membership_id),
        form=form,
        hints=DUTY_HINTS,
    )
    return (page, 422) if form.errors or form.form_errors else page


@localized(
    bp, "/co-so-cua-toi/thanh-vien/<int:membership_id>/roi", "/my-facility/members/<int:membership_id>/remove",
    methods=("GET", "POST"),
)  # fmt: skip
@access("catalog.manage")
def member_remove(membership_id: int) -> Answer:
    """Remove a member, or leave, after a confirmation page."""
    row, actor = _member(membership_id), current_actor()
    facility = get_facility(row.facility_id or 0)
    is_own = row.user_id == actor.user_id
    authorize(actor, can_see_facility if is_own else can_choose_members, facility)
    form = Form()
    if not form.validate_on_submit():
        return render_template("catalog/members/removal.html", facility=facility, member=row, is_own=is_own)
    try:
        with transaction():
            remove_member(actor, membership_id)
    except DomainError as error:
        tell("danger", message_for(error))
        return redirect(local_url("catalog.members", facility_id=facility.id), 303)
    tell(
        "success", translate("You have left the facility.") if is_own else translate("The member is removed.")
    )
    leads = ("backoffice.account", {}) if is_own else ("catalog.members", {"facility_id": facility.id})
    return redirect(local_url(leads[0], **leads[1]), 303)


@localized(
    bp, "/co-so-cua-toi/loi-moi/<int:invitation_id>/rut", "/my-facility/invitations/<int:invitation_id>/withdraw",
    methods=("POST",),
)  # fmt: skip
@access("catalog.manage")
def invitation_withdraw(invitation_id: int) -> BaseResponse:
    """Stop the link of an invitation."""
    with transaction():
        facility_id = withdraw_invitation(current_actor(), invitation_id).facility_id
    tell("success", translate("The invitation is withdrawn."))
    return redirect(local_url("catalog.members", facility_id=facility_id), 303)


@localized(bp, "/loi-moi-co-so/<key>", "/facility-invitation/<key>", methods=("GET", "POST"))
@access("anyone")
def join(key: str) -> Answer:
    """Take up an invitation: with the account of the address, or with a new one."""
    row, actor = invitation_of(key), current_actor()
    user = get_user_by_email(row.email)
    has_account = user is not None and bool(user.password_hash)
    form: Form = Form() if has_account else InvitationForm()
    page = {
        "invitation": row,
        "form": form,
        "duty": translate(DUTIES[row.duty]),
        "has_account": has_account,
        "is_invited": actor.email == row.email and not actor.is_anonymous,
        "key": key,
    }
    if not form.validate_on_submit():
        return render_template("catalog/members/join.html", **page), 422 if form.is_submitted() else 200
    try:
        if has_account:
            with transaction():
                facility_id = join_with_account(actor, key).id
            tell("success", translate("You now belong to the facility."))
            return redirect(local_url("catalog.members", facility_id=facility_id), 303)
        return _new_person(form, key, row.email)
    except DomainError as error:
        if error.status == 404:  # noqa: PLR2004  # the link died meanwhile
            raise
        form.refuse(error)
        return render_template("catalog/members/join.html", **page), 422


def _new_person(form: InvitationForm, key: str, email: str) -> BaseResponse:
    password_hash = passwords.new_hash(form.password.data, email=email, name=form.name.data)
    with transaction():
        person = join_as_new(key, form.name.data or "", password_hash, locale=current_locale())
        start_session(our_session(), person, device=device_name())
        user_id = person.id
    return welcome(user_id, email)


def _member(membership_id: int) -> Membership:
    row = db.session.get(Membership, membership_id)
    if row is None or row.facility_id is None:
        raise NotFound("not_found")
    return row
