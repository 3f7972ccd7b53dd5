"""Tasks of a council after the count: complaints, and acts that the other person has signed."""

from app.core.actor import Actor
from app.core.clock import today
from app.web.filters import date_text
from app.web.i18n import local_url, translate
from app.web.tasks import TaskItem, register_task_source
from voting.duties.council import list_complaint_duties, list_promotion_duties, list_signature_duties
from voting.enums import RoundAct
from voting.planning.countdown import title_of
from voting.reopening.routes import ANNUL, REOPEN, RETURN

PAGES = {
    RoundAct.REOPEN_SCORING: (REOPEN.button, "voting.reopen_scoring"),
    RoundAct.RETURN_TO_COUNCIL: (RETURN.button, "voting.return_to_council"),
    RoundAct.ANNUL: (ANNUL.button, "voting.annul_round"),
}


def council_after_count(actor: Actor) -> list[TaskItem]:
    """Complaints to answer, the most urgent first; signatures that only this person can give."""
    items = [
        TaskItem(
            f"{translate('Complaints to answer')}: {title_of(duty.round)}",
            local_url("voting.council_complaints", slug=duty.round.slug),
            duty.count,
            "problem" if duty.due_on < today() else "todo",
            translate("Answer due by %(date)s", date=date_text(duty.due_on)),
            duty.due_on,
        )
        for duty in list_complaint_duties(actor)
    ]
    for round_, act in list_signature_duties(actor):
        text, page = PAGES[act]
        hint = translate("The other person has signed. Read the reason before you sign.")
        url = local_url(page, slug=round_.slug)
        items.append(TaskItem(f"{translate(text)}: {title_of(round_)}", url, hint=hint))
    for round_, above in list_promotion_duties(actor):
        hint = translate("The other person has signed.")
        url = local_url("voting.sign_promotion", slug=round_.slug, to_slug=above.slug)
        items.append(TaskItem(f"{translate('Sign the list upward')}: {title_of(round_)}", url, hint=hint))
    return items


register_task_source("voting.council", council_after_count)
