"""The names of background work."""

from app.core.work.jobs import JobState
from app.web.i18n import N_

JOB_STATES = {
    JobState.QUEUED: N_("Waiting"),
    JobState.RUNNING: N_("Running"),
    JobState.DONE: N_("Done"),
    JobState.FAILED: N_("Failed"),
    JobState.CANCELLED: N_("Cancelled"),
}
_kinds: dict[str, str] = {
    "mail.send": N_("Send a mail"),
    "catalog.letter": N_("Letter to a facility"),
    "catalog.rebuild_index": N_("Search index rebuilt"),
    "certificates.papers": N_("Certificates to print and sign"),
    "site.open_data": N_("Files of open data"),
    "site.whole_files": N_("Sitemap and register as files"),
    "traceability.print": N_("Label sheets"),
    "traceability.epcis.capture": N_("EPCIS events received"),
}


def register_job_kind(kind: str, text: str) -> None:
    """Give the jobs of a kind a name that people understand. text: an English message id marked with N_."""
    _kinds[kind] = text


def job_kind_text(kind: str) -> str:
    """The message id of a kind; an unnamed one shows its code."""
    return _kinds.get(kind, kind)
