"""Registers the views, refusals and jobs of origin on its blueprints."""

from traceability import messages
from traceability.blueprint import bp, resolver_bp
from traceability.code_reports import routes as reports
from traceability.codes import routes as codes
from traceability.diary import offline as diary_offline
from traceability.diary import routes as diary
from traceability.diary.photos import routes as diary_photos
from traceability.diary_claims import routes as diary_claims
from traceability.diary_import import messages as diary_import_messages
from traceability.diary_import import routes as diary_import
from traceability.diary_plan import routes as diary_plan
from traceability.labels import routes as labels
from traceability.labels import run_routes as label_runs
from traceability.labels import tasks as label_tasks
from traceability.links import routes as links
from traceability.passport import routes as passport
from traceability.portals import routes as portals
from traceability.recall_reports import routes as recall_reports
from traceability.recalls import routes as recalls
from traceability.resolver import messages as resolver_messages
from traceability.resolver import routes as resolver
from traceability.scan_page import routes as scan_page
from traceability.scan_page import tasks as scan_tasks
from traceability.signals import routes as signals
from traceability.supply import routes as supply
from traceability.workspace import code_report_answers as workspace_reports
from traceability.workspace import oversight
from traceability.workspace import routes as workspace

__all__ = [
    "bp",
    "codes",
    "diary",
    "diary_claims",
    "diary_import",
    "diary_import_messages",
    "diary_offline",
    "diary_photos",
    "diary_plan",
    "label_runs",
    "label_tasks",
    "labels",
    "links",
    "messages",
    "oversight",
    "passport",
    "portals",
    "recall_reports",
    "recalls",
    "reports",
    "resolver",
    "resolver_bp",
    "resolver_messages",
    "scan_page",
    "scan_tasks",
    "signals",
    "supply",
    "workspace",
    "workspace_reports",
]
