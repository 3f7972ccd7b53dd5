"""The page on which the support team is named, and the one from which its work starts."""

from flask import redirect, render_template
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.accounts.models import Membership, User
from app.core.actor import Role
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.core.text import sort_key
from app.web.access import access, current_actor
from app.web.fields import CheckboxesField
from app.web.forms import Form
from app.web.i18n import N_, local_url, localized, translate
from app.web.notices import tell
from voting.blueprint import bp
from voting.rounds.queries import get_work_round, list_office_rounds
from voting.support_team.services import seat_support

Page = Response | str | tuple[str, int]


class SupportForm(Form):
    members = CheckboxesField(N_("Members of the support team"), validate_choice=False)


@localized(bp, "/hoi-dong/mau-va-khao-sat", "/council/samples-and-visits")
@access("voting.support")
def support_rounds() -> Page:
    """The rounds of whose support team or council the person is, with the way to samples and visits."""
    return render_template("voting/support_team/rounds.html", rounds=list_office_rounds(current_actor()))


@localized(bp, "/hoi-dong/<slug>/to-giup-viec", "/council/<slug>/support-team", methods=("GET", "POST"))
@access("voting.run")
def support_team(slug: str) -> Page:
    """Name the support team: accounts with that role, none of them a juror of the round."""
    round_ = get_work_round(current_actor(), slug)
    emails = db.session.execute(
        select(User.email, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.role == Role.SUPPORT, User.disabled_at.is_(None))
    ).all()
    by_name = sorted(emails, key=lambda row: (sort_key(row.name), row.email))
    seated = {member.user_id for member in round_.supporters}
    chosen = list(db.session.scalars(select(User.email).where(User.id.in_(seated))))
    form = SupportForm(data={"members": chosen})
    form.members.choices = [(email, f"{name} ({email})" if name else email) for email, name in by_name]
    if form.validate_on_submit():
        try:
            with transaction():
                seat_support(current_actor(), round_.id, form.members.data or [])
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The support team is seated."))
            return redirect(local_url("voting.support_team", slug=slug), 303)
    page = render_template(
        "voting/support_team/team.html",
        round=get_work_round(current_actor(), slug),
        form=form,
        anybody=bool(emails),
    )
    return page, 422 if form.is_submitted() else 200
