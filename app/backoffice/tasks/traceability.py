"""Tasks of traceability: for facilities, and for officers."""

from app.core.actor import Actor
from app.web.i18n import local_url, translate
from app.web.paths import with_question
from app.web.tasks import TaskItem, register_task_source
from traceability.code_reports.queries import count_open_reports
from traceability.diary_claims.queries import count_lots_with_claims
from traceability.labels.queries import list_asked_runs
from traceability.lots.queries import count_lots_without_diary
from traceability.recalls.queries import list_recalls_in_scope
from traceability.signals.queries import count_own_signals, list_signals_in_scope


def own_lots(actor: Actor) -> list[TaskItem]:
    """Reports from people who scanned, and lots with an empty diary."""
    url = local_url("traceability.lots")
    found = []
    if reports := count_open_reports(actor.facilities):
        found.append(TaskItem(translate("Reports on your labels"), url, reports, "problem"))
    if odd := count_own_signals(actor):
        found.append(
            TaskItem(translate("Labels to check"), local_url("traceability.own_signals"), odd, "problem")
        )
    if silent := count_lots_without_diary(actor.facilities):
        found.append(TaskItem(translate("Lots whose diary is empty"), url, silent))
    return found


def recalls_in_force(actor: Actor) -> list[TaskItem]:
    """Recalls in an officer's area."""
    active = sum(recall.undone_at is None for recall in list_recalls_in_scope(actor))
    url = local_url("traceability.recalls")
    return [TaskItem(translate("Recalls in force in your area"), url, active)] if active else []


def runs_to_approve(actor: Actor) -> list[TaskItem]:
    """Label runs beyond a quota."""
    asked = len(list_asked_runs(actor))
    url = local_url("traceability.asked_runs")
    return [TaskItem(translate("Label runs to approve"), url, asked)] if asked else []


def odd_labels(actor: Actor) -> list[TaskItem]:
    """Item codes in an officer's area whose scans should be checked."""
    odd = len(list_signals_in_scope(actor))
    return [TaskItem(translate("Labels to check"), local_url("traceability.signals"), odd)] if odd else []


def words_to_judge(actor: Actor) -> list[TaskItem]:
    """Lots whose diaries make claims."""
    waiting = count_lots_with_claims(actor)
    url = with_question(local_url("backoffice.list_lots"), {"state": "claims"})
    return [TaskItem(translate("Diaries that make claims"), url, waiting)] if waiting else []


register_task_source("trace.manage", own_lots)
register_task_source("trace.oversee", recalls_in_force)
register_task_source("trace.oversee", odd_labels)
register_task_source("trace.oversee", words_to_judge)
register_task_source("trace.oversee", runs_to_approve)
