"""The officer's pages for people: seat the council and the juries."""

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
from app.web.i18n import local_url, localized, translate, translate_plural
from app.web.notices import tell
from catalog.enums import ProductGroup
from catalog.labels import PRODUCT_GROUPS as GROUPS
from voting.blueprint import bp
from voting.experts.queries import PoolRow, list_pool, scoring_days
from voting.models import Juror, SelectionRound
from voting.planning.forms import CouncilForm, JuryForm
from voting.rounds import services as rounds
from voting.rounds.queries import get_work_round

FEW_SEATS = 3
"""A council of fewer is warned of."""
Page = Response | str | tuple[str, int]


@localized(
    bp, "/can-bo/ky-binh-chon/<slug>/hoi-dong", "/officer/rounds/<slug>/council", methods=("GET", "POST")
)
@access("voting.plan")
def seat_council(slug: str) -> Page:
    round_ = get_work_round(current_actor(), slug)
    form = CouncilForm(data=_council_data(round_))
    form.chair.choices, form.secretary.choices = _accounts(Role.CHAIR), _accounts(Role.SECRETARY)
    if form.validate_on_submit():
        try:
            with transaction():
                rounds.seat_council(current_actor(), round_.id, form.seats())
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The council is appointed."))
            seats = len(form.seats())
            if seats < FEW_SEATS or seats % 2 == 0:
                text = translate("A council of %(seats)s can tie: an odd number is usual.", seats=seats)
                tell("warning", text)
            return redirect(local_url("voting.work_round", slug=slug), 303)
    return render_template(
        "voting/planning/seat_council.html", form=form, round=round_
    ), 422 if form.is_submitted() else 200


@localized(
    bp,
    "/can-bo/ky-binh-chon/<slug>/giam-khao/<group>",
    "/officer/rounds/<slug>/jury/<group>",
    methods=("GET", "POST"),
)
@access("voting.plan")
def seat_jury(slug: str, group: str) -> Page:
    round_ = get_work_round(current_actor(), slug)
    form = _jury_form(round_, group)
    if form.validate_on_submit():
        try:
            with transaction():
                for each in (group, *(form.groups.data or ())):
                    rounds.seat_jury(
                        current_actor(), round_.id, each, form.seats(), per_entry=form.per_entry.data or 0
                    )
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The jury is appointed."))
            return redirect(local_url("voting.work_round", slug=slug), 303)
    label = GROUPS[ProductGroup(group)] if group in set(ProductGroup) else group
    page = render_template("voting/planning/seat_jury.html", form=form, round=round_, group=label)
    return page, 422 if form.is_submitted() else 200


def _accounts(role: Role) -> list[tuple[str, str]]:
    """Active accounts that hold a role, as (e-mail, name), with an empty choice in front."""
    query = (
        select(User.email, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.role == role, User.disabled_at.is_(None))
        .distinct()
    )
    found = sorted(db.session.execute(query), key=lambda row: (sort_key(row[1]), row[0]))
    people = [(email, f"{name} ({email})" if name else email) for email, name in found]
    return [("", translate("Choose")), *people]


def _jury_form(round_: SelectionRound, group: str) -> JuryForm:
    """The form of a group's jury with who sits in it now."""
    panel = next((panel for panel in round_.panels if panel.group == group), None)
    seated = [juror.user_id for juror in panel.jurors] if panel else []
    emails = db.session.scalars(select(User.email).where(User.id.in_(seated))).all()
    titles = "\n".join(_title_lines(panel.jurors)) if panel else ""
    shared = panel.per_entry or None if panel else None
    form = JuryForm(data={"jurors": list(emails), "titles": titles, "per_entry": shared})
    form.jurors.choices = [(row.user.email, _known(row, round_, group)) for row in list_pool(but=round_.id)]
    form.groups.choices = [(each.value, translate(GROUPS[each])) for each in ProductGroup if each != group]
    return form


def _known(row: PoolRow, round_: SelectionRound, group: str) -> str:
    """A person of the pool in a line: name, title, and what speaks against their sitting in this jury."""
    parts = [f"{row.name} ({row.user.email})", row.expert.title if row.expert else ""]
    if row.groups and group not in row.groups:
        parts.append(translate("Another product group"))
    if row.is_away(*scoring_days(round_)):
        parts.append(translate("Away while scoring runs"))
    if row.rounds:
        parts.append(translate_plural("In one other round", "In %(num)s other rounds", row.rounds))
    return " · ".join(part for part in parts if part)


def _title_lines(jurors: list[Juror]) -> list[str]:
    """The titles of a jury as they are typed: `e-mail; title`."""
    ids = {juror.user_id: juror.title for juror in jurors if juror.title}
    rows = db.session.execute(select(User.id, User.email).where(User.id.in_(ids)))
    return [f"{email}; {ids[user_id]}" for user_id, email in rows]


def _council_data(round_: SelectionRound) -> dict[str, str]:
    ids = {member.role: member.user_id for member in round_.members if member.user_id}
    emails = dict(db.session.execute(select(User.id, User.email).where(User.id.in_(ids.values()))).all())
    others = [f"{m.name}; {m.title}".rstrip("; ") for m in round_.members if m.user_id is None]
    titles = {member.role: member.title for member in round_.members}
    return {
        "chair_title": titles.get("chair", ""),
        "secretary_title": titles.get("secretary", ""),
        "chair": emails.get(ids.get("chair", 0), ""),
        "secretary": emails.get(ids.get("secretary", 0), ""),
        "members": "\n".join(others),
    }
