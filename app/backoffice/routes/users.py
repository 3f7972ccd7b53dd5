"""People: list, search, invite, roles, disable, sign out."""

from flask import redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.labels import ROLES
from app.accounts.queries import count_recovery_codes, list_sessions
from app.accounts.services import members
from app.backoffice.blueprint import bp
from app.backoffice.forms import InviteForm, RoleForm
from app.backoffice.queries import PER_PAGE, get_user, list_users
from app.core.actor import Role
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound, RuleBroken
from app.core.text import nfc
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.mails import mail_travels
from app.web.messages import message_for
from app.web.notices import tell
from app.web.pagination import Page, asked_page
from catalog.models import AdministrativeUnit, Facility
from catalog.units.communes import commune_title

Answer = BaseResponse | tuple[str, int] | str
ACTS = {
    "disable": members.disable,
    "enable": members.enable,
    "end-sessions": members.end_sessions,
    "reset-second-factor": members.reset_second_factor,
    "invite-again": members.invite_again,
}


@localized(bp, "/quan-tri/nguoi-dung", "/admin/users")
@access("admin.manage")
def users() -> str:
    """Everybody with an account."""
    text, role = nfc(request.args.get("q", ""))[:100], request.args.get("role", "")
    role = role if role in set(Role) else ""
    rows, total = list_users(text, role, page=asked_page())
    page = Page(rows, total, asked_page(), PER_PAGE)
    return render_template("backoffice/users.html", page=page, text=text, role=role, roles=ROLES)


@localized(bp, "/quan-tri/nguoi-dung/moi", "/admin/users/invite", methods=("GET", "POST"))
@access("admin.manage")
def invite() -> Answer:
    """Invite somebody to a role."""
    form = InviteForm()
    if form.validate_on_submit():
        try:
            scope = form.scope(_facility(form.facility.data))
            with transaction():
                user = members.invite(current_actor(), form.email.data, scope)
                user_id = user.id
        except DomainError as error:
            _refuse(form, error)
        else:
            _tell_of_link(translate("The invitation is being sent."))
            return redirect(local_url("backoffice.user", user_id=user_id), 303)
    return render_template("backoffice/invite.html", form=form), 422 if form.is_submitted() else 200


@localized(bp, "/quan-tri/nguoi-dung/<int:user_id>", "/admin/users/<int:user_id>")
@access("admin.manage")
def user(user_id: int) -> str:
    """One person: roles, sessions, what can be done."""
    return _user_page(user_id, RoleForm())


@localized(
    bp, "/quan-tri/nguoi-dung/<int:user_id>/vai-tro", "/admin/users/<int:user_id>/roles", methods=("POST",)
)
@access("admin.manage")
def give_role(user_id: int) -> Answer:
    form = RoleForm()
    if form.validate():
        try:
            scope = form.scope(_facility(form.facility.data))
            with transaction():
                members.give_role(current_actor(), user_id, scope)
        except DomainError as error:
            _refuse(form, error)
        else:
            tell("success", translate("The role is given."))
            return redirect(local_url("backoffice.user", user_id=user_id), 303)
    return _user_page(user_id, form), 422


@localized(
    bp,
    "/quan-tri/vai-tro/<int:membership_id>/go",
    "/admin/roles/<int:membership_id>/remove",
    methods=("POST",),
)
@access("admin.manage")
def take_role(membership_id: int) -> BaseResponse:
    try:
        with transaction():
            members.take_role(current_actor(), membership_id)
    except RuleBroken as error:
        tell("danger", message_for(error))
    else:
        tell("success", translate("The role is taken away, and the person's sessions are ended."))
    return redirect(local_url("backoffice.users"), 303)


@localized(
    bp, "/quan-tri/nguoi-dung/<int:user_id>/<act>", "/admin/users/<int:user_id>/<act>", methods=("POST",)
)
@access("admin.manage")
def act_on_user(user_id: int, act: str) -> BaseResponse:
    """Disable, enable, sign out everywhere, reset the second factor, invite again."""
    if act not in ACTS:
        raise NotFound("not_found")
    try:
        with transaction():
            ACTS[act](current_actor(), user_id)
    except RuleBroken as error:
        tell("danger", message_for(error))
    else:
        _tell_of_link(translate("Done.")) if act == "invite-again" else tell("success", translate("Done."))
    return redirect(local_url("backoffice.user", user_id=user_id), 303)


def _tell_of_link(text: str) -> None:
    """text: what to say if mails are really sent; otherwise the administrator passes the link on."""
    if mail_travels():
        tell("success", text)
    else:
        tell(
            "warning",
            translate("This server sends no mail at present: pass on the link shown under Mails."),
        )


def _user_page(user_id: int, form: RoleForm) -> str:
    person = get_user(user_id)
    units = {m.unit_id for m in person.memberships if m.unit_id}
    facilities = {m.facility_id for m in person.memberships if m.facility_id}
    return render_template(
        "backoffice/user.html",
        person=person,
        sessions=list_sessions(user_id),
        codes_left=count_recovery_codes(user_id),
        units={
            u.id: u
            for u in db.session.scalars(select(AdministrativeUnit).where(AdministrativeUnit.id.in_(units)))
        },
        communes={m.commune: commune_title(m.commune) for m in person.memberships if m.commune},
        facilities={f.id: f for f in db.session.scalars(select(Facility).where(Facility.id.in_(facilities)))},
        form=form,
    )


def _facility(slug: str | None) -> Facility | None:
    if not slug:
        return None
    found = db.session.scalar(select(Facility).where(Facility.slug == slug.rstrip("/").rpartition("/")[2]))
    if found is None:
        raise RuleBroken("facility_unknown", "facility")
    return found


def _refuse(form: RoleForm, error: DomainError) -> None:
    error.field = "unit" if error.field == "unit_id" else error.field
    form.refuse(error)
