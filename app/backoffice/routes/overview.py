"""The administrator's start, the register of acts, jobs and mails."""

import re

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.installation import account_setup
from app.backoffice.blueprint import bp
from app.backoffice.forms import AuditForm
from app.backoffice.labels import JOB_STATES
from app.backoffice.policies import can_see_job
from app.backoffice.queries import (
    PER_PAGE,
    AuditFilter,
    count_failing_mails,
    count_jobs,
    get_job,
    get_mail,
    list_audit,
    list_jobs,
    list_mails,
    list_users,
)
from app.backoffice.services import cancel_job, retry_job, send_again
from app.core.database.transaction import transaction
from app.core.policy import authorize
from app.core.work.jobs import JobState
from app.web.access import access, current_actor
from app.web.csv_files import csv_response
from app.web.filters import iso_datetime
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from app.web.pagination import Page, asked_page, same_question

MOST_CSV_ROWS = 50_000
SECRET_LINK = re.compile(r"(/(?:dat-lai-mat-khau|reset-password|xac-minh|verify|loi-moi|invitation)/)[\w-]+")
UNFINISHED = {JobState.QUEUED, JobState.RUNNING}


@localized(bp, "/quan-tri", "/admin")
@access("admin.manage")
def admin() -> str:
    """The administrator's start page."""
    acts, _ = list_audit(AuditFilter(), per_page=8)
    return render_template(
        "backoffice/admin.html",
        users=list_users()[1],
        jobs=count_jobs(),
        failing_mails=count_failing_mails(),
        acts=acts,
    )


@localized(bp, "/quan-tri/nhat-ky", "/admin/audit")
@access("admin.manage")
def audit() -> str | Response:
    """The register of acts, with filters in the address; `?format=csv` gives the filtered lines as a file."""
    form = AuditForm.asked()
    form.validate()
    wanted = AuditFilter(
        actor=form.actor.data or "",
        act=form.act.data or "",
        subject_kind=form.subject_kind.data or "",
        subject_id=form.subject_id.data or "",
        since=form.since.data,
        until=form.until.data,
    )
    if request.args.get("format") == "csv":
        return _audit_csv(wanted)
    rows, total = list_audit(wanted, page=asked_page())
    page = Page(rows, total, asked_page(), PER_PAGE)
    as_csv = same_question(format="csv", page=None)
    return render_template("backoffice/audit.html", form=form, page=page, as_csv=as_csv)


def _audit_csv(wanted: AuditFilter) -> Response:
    entries, _ = list_audit(wanted, per_page=MOST_CSV_ROWS)
    header = ("at", "user_id", "actor", "act", "subject_kind", "subject_id", "subject", "detail")
    rows = (
        (
            iso_datetime(e.at),
            e.user_id,
            e.actor_label,
            e.act,
            e.subject_kind,
            e.subject_id,
            e.subject_label,
            e.detail,
        )
        for e in entries
    )
    return csv_response("audit", header, rows)


@localized(bp, "/quan-tri/cong-viec", "/admin/jobs")
@access("admin.manage")
def jobs() -> str:
    """Background work."""
    state = request.args.get("state", "")
    state = state if state in set(JobState) else ""
    rows, total = list_jobs(state, page=asked_page())
    page = Page(rows, total, asked_page(), PER_PAGE)
    return render_template(
        "backoffice/jobs.html", page=page, state=state, counts=count_jobs(), states=JOB_STATES
    )


@localized(bp, "/cong-viec/<int:job_id>", "/jobs/<int:job_id>")
@access("member")
def job(job_id: int) -> str:
    """The progress of one's own job; the page refreshes every two seconds until it is finished."""
    found = get_job(job_id)
    authorize(current_actor(), can_see_job, found)
    return render_template(
        "backoffice/job.html", job=found, running=found.state in UNFINISHED, states=JOB_STATES
    )


@localized(bp, "/cong-viec/<int:job_id>/huy", "/jobs/<int:job_id>/cancel", methods=("POST",))
@access("member")
def stop_job(job_id: int) -> BaseResponse:
    with transaction():
        cancel_job(current_actor(), job_id)
    tell("success", translate("The job is cancelled."))
    return redirect(local_url("backoffice.job", job_id=job_id), 303)


@localized(
    bp, "/quan-tri/cong-viec/<int:job_id>/chay-lai", "/admin/jobs/<int:job_id>/retry", methods=("POST",)
)
@access("admin.manage")
def run_again(job_id: int) -> BaseResponse:
    with transaction():
        retry_job(current_actor(), job_id)
    tell("success", translate("The job is waiting to run again."))
    return redirect(local_url("backoffice.job", job_id=job_id), 303)


@localized(bp, "/quan-tri/thu", "/admin/mails")
@access("admin.manage")
def mails() -> str:
    """The outbox: what was sent, what waits and why."""
    unsent = request.args.get("state") == "unsent"
    rows, total = list_mails(only_unsent=unsent, page=asked_page())
    return render_template(
        "backoffice/mails.html", page=Page(rows, total, asked_page(), PER_PAGE), unsent=unsent
    )


@localized(bp, "/quan-tri/thu/<int:mail_id>", "/admin/mails/<int:mail_id>")
@access("admin.manage")
def mail(mail_id: int) -> str:
    """One mail. If mails are really sent, its secret links are only for the recipient; otherwise somebody
    must pass them on.
    """
    found = get_mail(mail_id)
    hide = account_setup().confirm_email_first
    body = SECRET_LINK.sub(r"\1…", found.body) if hide else found.body
    return render_template("backoffice/mail.html", mail=found, body=body)


@localized(bp, "/quan-tri/thu/<int:mail_id>/gui-lai", "/admin/mails/<int:mail_id>/send", methods=("POST",))
@access("admin.manage")
def send_mail_again(mail_id: int) -> BaseResponse:
    with transaction():
        send_again(current_actor(), mail_id)
    tell("success", translate("The mail will be sent again."))
    return redirect(local_url("backoffice.mail", mail_id=mail_id), 303)
