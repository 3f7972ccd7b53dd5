"""Tasks of a chair: sheets on paper that two clerks read differently."""

from app.core.actor import Actor
from app.web.i18n import local_url, translate
from app.web.tasks import TaskItem, register_task_source
from voting.paper_sheets.queries import list_settling_duties


def papers_to_settle(actor: Actor) -> list[TaskItem]:
    """One line per round."""
    return [
        TaskItem(
            f"{translate('Paper sheets to settle')}: {round_.title_vi}",
            local_url("voting.paper_sheets", slug=round_.slug),
            count,
        )
        for round_, count in list_settling_duties(actor)
    ]


register_task_source("voting.council", papers_to_settle)
