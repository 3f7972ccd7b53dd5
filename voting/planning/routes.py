"""The officer's pages: plan a round, seat council and juries, move it along until scoring opens."""

from collections.abc import Iterator

from flask import redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.accounts.models import Membership, User
from app.core.actor import Actor, Role
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.core.text import sort_key
from app.web.access import access, current_actor
from app.web.fields import local_moment, shown_moment, whole_number
from app.web.i18n import N_, current_locale, local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.enums import Level, ProductGroup, Region
from catalog.labels import PRODUCT_GROUPS as GROUPS
from catalog.labels import REGIONS
from catalog.models import AdministrativeUnit
from voting.blueprint import bp
from voting.complaints.queries import count_open_complaints
from voting.dossiers.entry_rules import list_obstructed
from voting.enums import RoundAct, RoundState
from voting.models import Juror, RuleSet, SelectionRound
from voting.planning.forms import CouncilForm, ExtensionForm, JuryForm, RoundForm
from voting.planning.next_steps import CONSEQUENCES
from voting.policies import can_manage_round, can_sign, council_role
from voting.rounds import services as rounds
from voting.rounds import transitions
from voting.rounds.labels import COUNCIL_ROLES, ROUND_ACTS, ROUND_STATES
from voting.rounds.queries import (
    get_work_round,
    list_dossiers,
    list_progress,
    list_recusals,
    list_work_rounds,
)
from voting.rounds.status import IN_SCORING, is_before_scoring
from voting.rule_sets.services import rules_of
from voting.scoring import second_pass
from voting.scoring import services as scoring_stage

FEW_SEATS = 3
"""A council of fewer is warned of."""
MOMENTS = ("entries_from", "entries_until", "scoring_from", "scoring_until")
Page = Response | str | tuple[str, int]


@localized(bp, "/can-bo/ky-binh-chon", "/officer/rounds")
@access("voting.run")
def rounds_admin() -> Page:
    """Rounds this person plans, runs or sits in the council of."""
    actor = current_actor()
    return render_template(
        "voting/planning/rounds_admin.html", rounds=list_work_rounds(actor), may_plan=bool(actor.is_officer)
    )


@localized(bp, "/can-bo/ky-binh-chon/moi", "/officer/rounds/new", methods=("GET", "POST"))
@access("voting.plan")
def new_round() -> Page:
    form = _round_form(current_actor(), year=today().year)
    if form.validate_on_submit():
        try:
            with transaction():
                round_ = rounds.plan_round(current_actor(), form.plan())
                slug = round_.slug
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The round is planned. Appoint its council and its juries next."))
            if form.year.data < today().year:
                tell("warning", translate("The year of this round has passed already. Check it."))
            return redirect(local_url("voting.work_round", slug=slug), 303)
    return render_template(
        "voting/planning/round_form.html", form=form, round=None
    ), 422 if form.is_submitted() else 200


@localized(bp, "/can-bo/ky-binh-chon/<slug>/sua", "/officer/rounds/<slug>/edit", methods=("GET", "POST"))
@access("voting.plan")
def edit_round(slug: str) -> Page:
    round_ = get_work_round(current_actor(), slug)
    form = _round_form(current_actor(), **_shown(round_))
    if form.validate_on_submit():
        try:
            with transaction():
                rounds.change_plan(
                    current_actor(), round_.id, form.plan(), version=whole_number(form.version.data)
                )
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The round is changed."))
            return redirect(local_url("voting.work_round", slug=slug), 303)
    return render_template(
        "voting/planning/round_form.html", form=form, round=round_
    ), 422 if form.is_submitted() else 200


@localized(bp, "/can-bo/ky-binh-chon/<slug>", "/officer/rounds/<slug>")
@access("voting.run")
def work_round(slug: str) -> Page:
    """Everything about a round for the people who run it: steps, people, dossiers, completeness."""
    actor = current_actor()
    round_ = get_work_round(actor, slug)
    return render_template(
        "voting/planning/work_round.html",
        round=round_,
        rules=rules_of(round_),
        progress=list_progress(actor, round_) if round_.scoring_opened_at else [],
        deadline={"receiving": round_.entries_until, "scoring": round_.scoring_until}.get(round_.state),
        recusals=list_recusals(actor, round_),
        dossiers=list_dossiers(actor, round_),
        acts=_acts(actor, round_),
        steps=_steps(round_),
        members=[
            {"key": translate(COUNCIL_ROLES[m.role]), "value": m.name, "note": m.title}
            for m in round_.members
        ],
        panels=[row for row in _panels(round_) if row["jurors"] or is_before_scoring(round_)],
        has_jurors=any(panel.jurors for panel in round_.panels),
        may_edit_seats=bool(can_manage_round(actor, round_)) and is_before_scoring(round_),
        groups=GROUPS,
        obstructed=[] if round_.published_at else list_obstructed(round_.nominations),
    )


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
                    rounds.seat_jury(current_actor(), round_.id, each, form.seats())
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The jury is appointed."))
            return redirect(local_url("voting.work_round", slug=slug), 303)
    label = GROUPS[ProductGroup(group)] if group in set(ProductGroup) else group
    page = render_template("voting/planning/seat_jury.html", form=form, round=round_, group=label)
    return page, 422 if form.is_submitted() else 200


@localized(
    bp, "/can-bo/ky-binh-chon/<slug>/gia-han", "/officer/rounds/<slug>/extend", methods=("GET", "POST")
)
@access("voting.plan")
def extend_entries(slug: str) -> Page:
    """Take entries longer, or again, with a reason."""
    round_ = get_work_round(current_actor(), slug)
    form = ExtensionForm()
    if form.validate_on_submit():
        until = local_moment(form.until.data)
        assert until is not None
        try:
            with transaction():
                rounds.extend_entries(current_actor(), round_.id, until, form.reason.data)
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Entries are accepted until the new deadline."))
            return redirect(local_url("voting.work_round", slug=slug), 303)
    page = render_template("voting/planning/extend.html", round=round_, form=form)
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/can-bo/ky-binh-chon/<slug>/buoc", "/officer/rounds/<slug>/step", methods=("POST",))
@access("voting.run")
def step_round(slug: str) -> Page:
    """Carry out one plain step of the round (announce, receive, check, open scoring)."""
    round_ = get_work_round(current_actor(), slug)
    act, round_id = request.form.get("act", ""), round_.id
    try:
        with transaction():
            if act == "open_scoring":
                scoring_stage.open_scoring(current_actor(), round_id)
            elif act == RoundAct.OPEN_SECOND_PASS:
                second_pass.open_second_pass(current_actor(), round_id)
            else:
                transitions.step(current_actor(), round_id, act)
    except DomainError as error:
        tell("danger", message_for(error))
    else:
        if act == RoundAct.ANNOUNCE and round_.entries_until is None:
            tell("warning", translate("The round is announced without a deadline for entries. Set one."))
        state = ROUND_STATES[get_work_round(current_actor(), slug).state]
        tell("success", translate("Done. The round is now: %(state)s.", state=translate(state)))
    return redirect(local_url("voting.work_round", slug=slug), 303)


def _acts(actor: Actor, round_: SelectionRound) -> list[dict[str, object]]:
    """The buttons of the round's page: plain steps are posted, weighty ones have a page of their own."""
    found: list[dict[str, object]] = []
    if can_manage_round(actor, round_):
        found += _managers_acts(round_)
    if can_sign(actor, round_) and round_.state in IN_SCORING:
        found.append(_page_of(round_, N_("Close scoring"), "voting.close_scoring"))
    if council_role(actor, round_):
        if count_open_complaints(round_.id):
            found.append(_page_of(round_, N_("Answer the complaints"), "voting.council_complaints"))
        if round_.scoring_closed_at:
            found.append(_page_of(round_, N_("Open the board"), "voting.board"))
    return found


def _managers_acts(round_: SelectionRound) -> Iterator[dict[str, object]]:
    if round_.state == RoundState.PLAN and not round_.members:
        yield _page_of(round_, N_("Appoint the council"), "voting.seat_council")
    yield from map(_step, transitions.plain_acts(round_))
    if is_before_scoring(round_):
        yield _page_of(round_, N_("Change the round"), "voting.edit_round")
    if round_.state in {RoundState.RECEIVING, RoundState.CHECKING}:
        yield _page_of(round_, N_("Extend the time for entries"), "voting.extend_entries")
    if transitions.is_act_open(round_, RoundAct.OPEN_SECOND_PASS):
        yield _step(RoundAct.OPEN_SECOND_PASS)
    if round_.published_at is not None:
        yield _page_of(round_, N_("Favourite of the public"), "voting.favourite")


def _page_of(round_: SelectionRound, text: str, endpoint: str) -> dict[str, object]:
    """A button that leads to a page of its own."""
    return {"text": text, "href": local_url(endpoint, slug=round_.slug)}


def _step(act: RoundAct) -> dict[str, object]:
    """A button with what it brings about."""
    return {"code": act, "text": ROUND_ACTS[act], "note": CONSEQUENCES[act]}


def _steps(round_: SelectionRound) -> list[dict[str, str]]:
    """The life of a round as a row of steps; none of an annulled one, which left its way."""
    if round_.state == RoundState.ANNULLED:
        return []
    states = transitions.path_of(round_)
    at = states.index(RoundState(round_.state))
    return [
        {
            "text": translate(ROUND_STATES[state]),
            "state": "done" if n < at else "current" if n == at else "todo",
        }
        for n, state in enumerate(states)
    ]


def _panels(round_: SelectionRound) -> list[dict[str, object]]:
    seated = {panel.group: panel for panel in round_.panels}
    return [
        {
            "group": group.value,
            "label": GROUPS[group],
            "jurors": [j for j in seated[group].jurors if not j.removed_at] if group in seated else [],
        }
        for group in ProductGroup
    ]


def _round_form(actor: Actor, **values: object) -> RoundForm:
    form = RoundForm(data=values)
    form.area.choices = _areas(actor)
    sets = db.session.scalars(select(RuleSet).order_by(RuleSet.code, RuleSet.version.desc()))
    name = "name_vi" if current_locale() == "vi" else "name_en"
    form.rule_set_id.choices = [(row.id, f"{getattr(row, name)} (v{row.version})") for row in sets]
    return form


def _areas(actor: Actor) -> list[tuple[str, str]]:
    """The areas this officer serves."""
    found: list[tuple[str, str]] = []
    if actor.provinces:
        units = db.session.scalars(
            select(AdministrativeUnit).where(AdministrativeUnit.id.in_(actor.provinces))
        )
        found += [(f"unit:{unit.id}", unit.name_in(current_locale())) for unit in units]
    found += [(f"region:{key}", translate(REGIONS[Region(key)])) for key in sorted(actor.regions)]
    if actor.has(Role.OFFICER_NATIONAL):
        found.append(("nation", translate("The whole country")))
    return found


def _shown(round_: SelectionRound) -> dict[str, object]:
    names = (
        "version",
        "title_vi",
        "title_en",
        "level",
        "year",
        "rule_set_id",
        "organiser",
        "notice_vi",
        "notice_en",
    )
    area = f"unit:{round_.unit_id}" if round_.level == Level.PROVINCE else f"region:{round_.region}"
    values: dict[str, object] = {name: getattr(round_, name) for name in names}
    return values | {"area": area} | {name: shown_moment(getattr(round_, name)) for name in MOMENTS}


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
    form = JuryForm(data={"jurors": list(emails), "titles": titles})
    form.jurors.choices = _accounts(Role.JUROR)[1:]
    form.groups.choices = [(each.value, translate(GROUPS[each])) for each in ProductGroup if each != group]
    return form


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
