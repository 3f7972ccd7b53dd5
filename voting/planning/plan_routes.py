"""The officer's pages before a round is public, and after: plan it, change it, extend the time for entries."""

from typing import TypeVar

from flask import redirect, render_template
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.core.actor import Actor, Role
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.fields import local_moment, shown_moment, whole_number
from app.web.i18n import current_locale, local_url, localized, translate
from app.web.notices import tell
from catalog.enums import Level, Region
from catalog.labels import REGIONS
from catalog.models import AdministrativeUnit
from catalog.units.communes import commune_title, communes_of
from voting.blueprint import bp
from voting.models import RuleSet, SelectionRound
from voting.planning.forms import ExtensionForm, NextRoundForm, RoundForm
from voting.planning.services import COUNCIL, JURIES, plan_next_round
from voting.planning.succession import move_years, title_of_year
from voting.policies import can_plan_round
from voting.rounds import services as rounds
from voting.rounds.queries import get_work_round, list_work_rounds

MOST_EARLIER = 5
MOMENTS = ("entries_from", "entries_until", "scoring_from", "scoring_until")
Page = Response | str | tuple[str, int]
AnyRoundForm = TypeVar("AnyRoundForm", bound=RoundForm)


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
    page = render_template(
        "voting/planning/round_form.html", form=form, round=None, earlier=_earlier(current_actor())
    )
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/can-bo/ky-binh-chon/<slug>/ky-sau", "/officer/rounds/<slug>/next", methods=("GET", "POST"))
@access("voting.plan")
def next_round(slug: str) -> Page:
    """Plan a round from an earlier one: rules, council and juries come along, with new dates."""
    source = get_work_round(current_actor(), slug)
    area = (source.level, source.unit_id, source.region, source.commune)
    authorize(current_actor(), can_plan_round, *area)
    form = _filled(NextRoundForm(data=_next_values(source)), current_actor())
    if form.validate_on_submit():
        try:
            with transaction():
                done = plan_next_round(current_actor(), source.id, form.plan(), form.take.data or ())
                new_slug, left_out = done.round.slug, done.left_out
        except DomainError as error:
            form.refuse(error)
        else:
            tell(
                "success", translate("The round is planned. Check its council and juries, then announce it.")
            )
            if left_out:
                tell("warning", translate("Cannot sit again: %(names)s.", names=", ".join(left_out)))
            return redirect(local_url("voting.work_round", slug=new_slug), 303)
    source = get_work_round(current_actor(), slug)
    page = render_template("voting/planning/round_form.html", form=form, round=None, source=source)
    return page, 422 if form.is_submitted() else 200


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


@localized(
    bp, "/can-bo/ky-binh-chon/<slug>/gia-han", "/officer/rounds/<slug>/extend", methods=("GET", "POST")
)
@access("voting.plan")
def extend_entries(slug: str) -> Page:
    """Accept entries longer, or again, with a reason."""
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


def _round_form(actor: Actor, **values: object) -> RoundForm:
    return _filled(RoundForm(data=values), actor)


def _filled(form: AnyRoundForm, actor: Actor) -> AnyRoundForm:
    """The form with the areas of the officer and the rule sets there are."""
    form.area.choices = _areas(actor)
    sets = db.session.scalars(select(RuleSet).order_by(RuleSet.code, RuleSet.version.desc()))
    name = "name_vi" if current_locale() == "vi" else "name_en"
    form.rule_set_id.choices = [(row.id, f"{getattr(row, name)} (v{row.version})") for row in sets]
    return form


def _next_values(source: SelectionRound) -> dict[str, object]:
    """The form of the round after `source`: its facts with another year, the newest version of its rules."""
    year = max(source.year + 1, today().year)
    newest = db.session.scalars(
        select(RuleSet.id).where(RuleSet.code == source.rule_set.code).order_by(RuleSet.version.desc())
    ).first()
    values = _shown(source) | {
        "version": None, "notice_vi": "", "notice_en": "", "year": year, "rule_set_id": newest,
        "title_vi": title_of_year(source.title_vi, source.year, year),
        "title_en": title_of_year(source.title_en, source.year, year),
        "take": [COUNCIL, JURIES],
    }  # fmt: skip
    moments = {name: move_years(shown_moment(getattr(source, name)), year - source.year) for name in MOMENTS}
    return values | moments


def _earlier(actor: Actor) -> list[SelectionRound]:
    """The last rounds that this officer might plan anew, newest first."""
    rounds_of = sorted(list_work_rounds(actor), key=lambda round_: (-round_.year, -round_.id))
    return [
        round_
        for round_ in rounds_of
        if can_plan_round(actor, round_.level, round_.unit_id, round_.region, round_.commune)
    ][:MOST_EARLIER]


def _areas(actor: Actor) -> list[tuple[str, str]]:
    """The areas this officer serves."""
    found: list[tuple[str, str]] = []
    if actor.provinces:
        units = db.session.scalars(
            select(AdministrativeUnit).where(AdministrativeUnit.id.in_(actor.provinces))
        )
        for unit in sorted(units, key=lambda unit: unit.code):
            found.append((f"unit:{unit.id}", unit.name_in(current_locale())))
            found += [
                (f"commune:{commune.key}", f"{commune.title}, {unit.name_in(current_locale())}")
                for commune in communes_of(unit.code)
            ]
    found += [(f"commune:{key}", commune_title(key)) for key in sorted(actor.communes)]
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
    area = {
        Level.COMMUNE: f"commune:{round_.commune}",
        Level.PROVINCE: f"unit:{round_.unit_id}",
    }.get(Level(round_.level), f"region:{round_.region}")
    values: dict[str, object] = {name: getattr(round_, name) for name in names}
    return values | {"area": area} | {name: shown_moment(getattr(round_, name)) for name in MOMENTS}
