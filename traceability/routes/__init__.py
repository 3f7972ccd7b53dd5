"""Pages of origin."""

from flask import Blueprint

bp = Blueprint("traceability", __name__)
resolver_bp = Blueprint("resolver", __name__)

from traceability import digital_link_messages, messages, tasks, tasks_scans  # noqa: E402, F401  # register words and work
from traceability.routes import (  # noqa: E402, F401  # register views
    codes,
    diary,
    diary_import,
    diary_offline,
    diary_plan,
    label_runs,
    labels,
    links,
    lots,
    passport,
    photos,
    portals,
    recall_reports,
    recalls,
    reports,
    resolve,
    scan,
    signals,
    supply,
)
