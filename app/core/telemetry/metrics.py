"""The metrics by name. Processes count in files of one folder; `app.ops.metrics_server` adds them up.

Where no folder is named (METRICS_PORT is not set) each process counts for itself and nobody reads it.
"""

from prometheus_client import Counter, Gauge, Histogram

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The library's own variable; it must be set before this module is imported."""
BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
MOST_SERIES = 2_000
OTHER = "(other)"

REQUESTS = Counter(
    "tieubieu_http_requests", "Answers by route template, method and status.", ["route", "method", "status"]
)
SECONDS = Histogram(
    "tieubieu_http_request_duration_seconds",
    "From the head of a request to its whole answer, by route template.",
    ["route"],
    buckets=BUCKETS,
)
SLOW_STATEMENTS = Counter("tieubieu_slow_statements", "Statements slower than SLOW_STATEMENT_MS.")
SCANS = Counter("tieubieu_scans", "Scans of trace codes that were counted.")
JOBS = Counter("tieubieu_jobs", "Jobs that ended, by kind and outcome.", ["kind", "outcome"])


def _gauge(name: str, text: str) -> Gauge:
    """Of the machine, not of a process: the value that was set last."""
    return Gauge(name, text, multiprocess_mode="mostrecent")


JOB_QUEUE_AGE = _gauge("tieubieu_job_queue_age_seconds", "Since when the job that is due longest has waited.")
JOBS_DUE = _gauge("tieubieu_jobs_due", "Jobs that are due and not done.")
JOBS_FAILED = _gauge("tieubieu_jobs_failed", "Jobs given up in the last day.")
FEED_LAG = _gauge("tieubieu_feed_lag_changes", "Changes that this machine's search index has not followed.")
FEED_LAG_SECONDS = _gauge("tieubieu_feed_lag_seconds", "Age of the oldest of them.")
MAIL_AGE = _gauge("tieubieu_mail_age_seconds", "Since when the oldest unsent mail has waited.")
LAST_LOOK = _gauge("tieubieu_last_look_timestamp_seconds", "When queue, feed and mail were last looked at.")

_known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    """One answer. Only on the event loop's thread: what is known of a route is stored without a lock."""
    method = method if method in METHODS else OTHER
    found = _known.get((route, method, status))
    if found is None:
        found = REQUESTS.labels(route, method, str(status)), SECONDS.labels(route)
        if len(_known) < MOST_SERIES:
            _known[route, method, status] = found
    found[0].inc()
    found[1].observe(seconds)
