"""The blueprint of the back office; its views are in `routes`."""

from flask import Blueprint

from app.backoffice.act_words import act_text, detail_lines, subject_text
from app.backoffice.labels import JOB_STATES, job_kind_text
from app.core.work.jobs import JobState
from app.web.i18n import translate

bp = Blueprint("backoffice", __name__)


bp.add_app_template_global(act_text)
bp.add_app_template_global(detail_lines)
bp.add_app_template_global(subject_text)


@bp.app_template_filter("job_kind")
def job_kind(kind: str) -> str:
    return translate(job_kind_text(kind))


@bp.app_template_filter("job_state_text")
def job_state_text(state: str) -> str:
    return translate(JOB_STATES[JobState(state)])
