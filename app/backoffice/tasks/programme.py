"""Tasks of the programme: proposals and candidates for titles that wait for a facility, an office or a council."""

from app.core.actor import Actor
from app.web.i18n import local_url, translate
from app.web.tasks import TaskItem, register_task_source
from programme.proposal_councils.queries import count_silent
from programme.proposals.policies import own_side
from programme.proposals.queries import count_waiting, list_own
from programme.title_candidates.queries import list_handed_in
from programme.title_rounds.queries import list_kept_rounds
from programme.title_rounds.rules import CandidateState, RoundState


def returned_proposals(actor: Actor) -> list[TaskItem]:
    """A facility puts right what was returned."""
    return [
        TaskItem(
            translate("%(name)s was returned: put it right", name=row.title),
            local_url("programme.my_proposal", proposal_id=row.id),
            state="problem",
        )
        for row in list_own(actor)
        if row.state == "returned"
    ]


def waiting_proposals(actor: Actor) -> list[TaskItem]:
    """An office answers what waits for it."""
    count = count_waiting(actor, own_side(actor))
    title, url = translate("Proposals that wait for an answer"), local_url("programme.proposals")
    return [TaskItem(title, url, count)] if count else []


def silent_seats(actor: Actor) -> list[TaskItem]:
    """A member of a council says what they find."""
    count = count_silent(actor)
    title, url = translate("Proposals to appraise or accept"), local_url("programme.my_councils")
    return [TaskItem(title, url, count)] if count else []


def returned_candidates(actor: Actor) -> list[TaskItem]:
    """A facility puts right what was returned while the round takes candidates."""
    return [
        TaskItem(
            translate("A candidate for a title was returned: put it right"),
            local_url("programme.title_candidate", candidate_id=row.id),
            state="problem", until=row.round.last_day,
        )
        for row in list_handed_in(actor)
        if row.state == CandidateState.RETURNED and row.round.state == RoundState.OPEN
    ]  # fmt: skip


def waiting_titles(actor: Actor) -> list[TaskItem]:
    """An office receives candidates, and publishes what another person prepared."""
    found = []
    for row in list_kept_rounds(actor):
        url = local_url("programme.title_round", slug=row.slug)
        handed_in = sum(each.state == CandidateState.HANDED_IN for each in row.candidates)
        if row.state == RoundState.OPEN and handed_in:
            text = translate("Candidates to receive: %(name)s", name=row.name_vi)
            found.append(TaskItem(text, url, handed_in))
        elif row.state == RoundState.PREPARED and row.prepared_by != actor.user_id:
            found.append(TaskItem(translate("Decision to publish: %(name)s", name=row.name_vi), url))
    return found


register_task_source("catalog.manage", returned_proposals)
register_task_source("catalog.manage", returned_candidates)
register_task_source("programme.manage", waiting_titles)
register_task_source("programme.proposals", waiting_proposals)
register_task_source("programme.appraise", silent_seats)
