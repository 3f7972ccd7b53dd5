"""Who may do what in the programme. Facts come with the objects; nothing is looked up here."""

from app.core.actor import Actor, Role
from app.core.policy import ALLOWED, Decision, Denied
from catalog.enums import Level
from catalog.models import AdministrativeUnit
from catalog.policies import is_system
from programme.models import Activity, Fact, PeriodReport, Programme


def can_edit_programme(actor: Actor, level: str, unit: AdministrativeUnit | None) -> Decision:
    """Load a programme, amend its targets: the officer of the nation, or of the province that it is of today."""
    if is_system(actor):
        return ALLOWED
    if level == Level.NATIONAL:
        return ALLOWED if actor.has(Role.OFFICER_NATIONAL) else Denied("not_your_programme")
    return ALLOWED if serves_unit(actor, unit) else Denied("not_your_programme")


def serves_unit(actor: Actor, unit: AdministrativeUnit | None) -> bool:
    """Whether an officer of the province serves what this unit is today."""
    return unit is not None and actor.has(Role.OFFICER_PROVINCE) and unit.present.id in actor.provinces


def serves_centre(actor: Actor, unit: AdministrativeUnit | None) -> bool:
    """Whether the person works for the centre of promotion of what this unit is today."""
    return unit is not None and actor.has(Role.PROGRAMME_EDITOR) and unit.present.id in actor.centres


def can_set_plan(actor: Actor) -> Decision:
    """The days of a plan's year, and what may be asked for in it."""
    return ALLOWED if is_system(actor) or actor.has(Role.OFFICER_NATIONAL) else Denied("not_your_programme")


def can_enter_fact(actor: Actor, programme: Programme, unit: AdministrativeUnit | None) -> Decision:
    """Enter and correct what counts: who edits the programme; for the nation's, the officer of its province too."""
    if can_edit_programme(actor, programme.level, programme.unit):
        return ALLOWED
    if programme.level == Level.NATIONAL and serves_unit(actor, unit):
        return ALLOWED
    return Denied("not_your_programme")


def can_confirm_fact(actor: Actor, fact: Fact) -> Decision:
    """The second person: who edits the programme, and does not answer for the fact as it stands."""
    if not can_edit_programme(actor, fact.target.programme.level, fact.target.programme.unit):
        return Denied("not_your_programme")
    return Denied("fact_second_person") if fact.answered_by == actor.user_id else ALLOWED


def can_run_activity(actor: Actor, unit: AdministrativeUnit | None) -> Decision:
    """Plan and hold an activity: officers and the centre of its province; the officer of the nation anywhere."""
    if _oversees(actor, unit) or serves_centre(actor, unit):
        return ALLOWED
    return Denied("not_your_programme")


def _oversees(actor: Actor, unit: AdministrativeUnit | None) -> bool:
    return is_system(actor) or actor.has(Role.OFFICER_NATIONAL) or serves_unit(actor, unit)


def can_change_settled(actor: Actor, unit: AdministrativeUnit | None) -> Decision:
    """Change what two people accepted, or what anyone sees of an activity: officers of the area; no centre alone."""
    return ALLOWED if _oversees(actor, unit) else Denied("activity_for_officers")


def can_accept_activity(actor: Actor, activity: Activity) -> Decision:
    """The second person: an officer of the same area who did not say that it was held; a centre accepts nothing."""
    if not _oversees(actor, activity.unit):
        return Denied("not_your_programme")
    return Denied("fact_second_person") if activity.held_by == actor.user_id else ALLOWED


def can_report(actor: Actor, programme: Programme, unit: AdministrativeUnit | None) -> Decision:
    """Prepare and sign a report: officers of the province that reports; of the nation for the whole."""
    if unit is None:
        return can_edit_programme(actor, programme.level, programme.unit)
    is_of_it = programme.unit is None or programme.unit.present.id == unit.id
    return ALLOWED if is_of_it and serves_unit(actor, unit) else Denied("not_your_programme")


def can_reopen_report(actor: Actor, report: PeriodReport) -> Decision:
    """The level above: the nation for a province; its own officers for the nation's, of whom nobody is above."""
    if not actor.has(Role.OFFICER_NATIONAL):
        return Denied("report_from_above")
    return Denied("report_from_above") if report.signed_by == actor.user_id else ALLOWED
