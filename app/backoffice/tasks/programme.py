"""Tasks of the programme: proposals that wait for a facility, an office or a council."""

from app.core.actor import Actor
from app.web.i18n import local_url, translate
from app.web.tasks import TaskItem, register_task_source
from programme.proposal_councils.queries import count_silent
from programme.proposals.policies import own_side
from programme.proposals.queries import count_waiting, list_own


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


register_task_source("catalog.manage", returned_proposals)
register_task_source("programme.proposals", waiting_proposals)
register_task_source("programme.appraise", silent_seats)
