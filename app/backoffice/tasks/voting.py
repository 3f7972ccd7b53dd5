"""Tasks of the selection: for facilities, jurors, chairs and secretaries."""

from datetime import date, datetime

from app.core.actor import Actor
from app.core.clock import local_day
from app.web.filters import date_text, datetime_text
from app.web.i18n import local_url, translate
from app.web.tasks import TaskItem, TaskState, register_task_source
from catalog.enums import ProductGroup
from catalog.labels import PRODUCT_GROUPS
from voting.complaints.queries import accepts_complaints
from voting.dossiers.queries import list_in_hand, list_open_rounds
from voting.duties.duties import CouncilDuty, list_council_duties, list_juror_duties, list_officer_duties
from voting.enums import NominationState, RoundState
from voting.models import SelectionRound
from voting.planning.countdown import title_of
from voting.rounds.labels import ROUND_ACTS
from voting.rounds.queries import count_open_complaints
from voting.rounds.status import IN_SCORING


def own_dossiers(actor: Actor) -> list[TaskItem]:
    """Returned dossiers, started dossiers, rounds open for entries."""
    in_hand = list_in_hand(actor)
    items = [
        TaskItem(
            translate("%(name)s was sent back: correct it", name=dossier.product.name_vi),
            local_url("voting.nomination", nomination_id=dossier.id),
            state="problem",
            hint=dossier.return_reason,
        )
        for dossier in in_hand
        if dossier.state == NominationState.RETURNED
    ]
    if drafts := sum(dossier.state == NominationState.DRAFT for dossier in in_hand):
        items.append(TaskItem(translate("Dossiers to hand in"), local_url("voting.entries"), drafts))
    if rounds := list_open_rounds(actor):
        hint = _until(translate("Entries until %(at)s"), rounds[0].entries_until)
        items.append(
            TaskItem(
                translate("Rounds open for entries"),
                local_url("voting.entries"),
                len(rounds),
                hint=hint,
                until=_day(rounds[0].entries_until),
            )
        )
    return items


def own_sheets(actor: Actor) -> list[TaskItem]:
    """Declarations to make, sheets to submit."""
    items = []
    for duty in list_juror_duties(actor):
        scoring = _until(translate("Scoring until %(at)s"), duty.round.scoring_until)
        hint = " · ".join(part for part in (title_of(duty.round), scoring) if part)
        group = translate(PRODUCT_GROUPS[ProductGroup(duty.seat.panel.group)])
        if duty.must_declare:
            url = local_url("voting.declare", juror_id=duty.seat.id)
            title = f"{translate('Declare connections')}: {group}"
            items.append(TaskItem(title, url, hint=hint, until=_day(duty.round.scoring_until)))
        else:
            state: TaskState = "todo" if duty.left else "done"
            title = f"{translate('Sheets to submit')}: {group}"
            url = local_url("voting.jury", _anchor=f"panel-{duty.seat.id}")
            until = _day(duty.round.scoring_until) if duty.left else None
            items.append(TaskItem(title, url, duty.left, state, hint, until))
    return items


def council_work(actor: Actor) -> list[TaskItem]:
    """Dossiers to check, conflicts to judge, entries to decide on, signatures to give."""
    return [item for duty in list_council_duties(actor) for item in _of_round(duty)]


def _of_round(duty: CouncilDuty) -> list[TaskItem]:
    round_, items = duty.round, []
    work = local_url("voting.work_round", slug=round_.slug)
    if duty.dossiers:
        items.append(TaskItem(_of(translate("Dossiers to check"), round_), work, duty.dossiers))
    if duty.conflicts:
        items.append(TaskItem(_of(translate("Conflicts to decide"), round_), work, duty.conflicts, "problem"))
    state: TaskState = "locked" if duty.has_signed else "todo"
    hint = translate("You have signed. The other person signs next.") if duty.has_signed else ""
    if round_.state in IN_SCORING:
        url = local_url("voting.close_scoring", slug=round_.slug)
        hint = hint or _until(translate("Scoring until %(at)s"), round_.scoring_until)
        until = _day(round_.scoring_until)
        items.append(TaskItem(_of(translate("Close scoring"), round_), url, None, state, hint, until))
    board = local_url("voting.board", slug=round_.slug)
    if round_.state == RoundState.COUNCIL and duty.undecided:
        items.append(TaskItem(_of(translate("Entries to decide on"), round_), board, duty.undecided))
    elif round_.state == RoundState.COUNCIL:
        items.append(TaskItem(_of(translate("Sign the provisional list"), round_), board, None, state, hint))
    elif round_.state == RoundState.COMPLAINTS and not count_open_complaints(round_.id):
        items.append(_decision(duty, state, hint))
    return items


def _decision(duty: CouncilDuty, state: TaskState, hint: str) -> TaskItem:
    """What is left once every complaint is answered: the decision, recorded and then published."""
    round_ = duty.round
    if accepts_complaints(round_):
        until = date_text(round_.complaints_until)
        state, hint = "locked", translate("Complaints until the end of %(date)s", date=until)
    if not duty.has_decision:
        url = local_url("voting.decision", slug=round_.slug)
        return TaskItem(_of(translate("Enter the decision"), round_), url, None, state, hint)
    url = local_url("voting.publish", slug=round_.slug)
    return TaskItem(_of(translate("Publish the decision"), round_), url, None, state, hint)


def officer_steps(actor: Actor) -> list[TaskItem]:
    """Rounds whose next step is one button of the officer."""
    return [
        TaskItem(
            _of(translate(ROUND_ACTS[duty.act]), duty.round),
            local_url("voting.work_round", slug=duty.round.slug),
        )
        for duty in list_officer_duties(actor)
    ]


def _of(text: str, round_: SelectionRound) -> str:
    return f"{text}: {title_of(round_)}"


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None


def _until(text: str, moment: datetime | None) -> str:
    return text % {"at": datetime_text(moment)} if moment else ""


register_task_source("voting.enter", own_dossiers)
register_task_source("voting.score", own_sheets)
register_task_source("voting.council", council_work)
register_task_source("voting.plan", officer_steps)
