"""Registers the views, refusals and recurring work of the programme, and what follows changes of facts."""

from programme import messages
from programme.activities import entry_routes as activity_entry
from programme.activities import routes as activities
from programme.activity_files import routes as activity_files
from programme.activity_places import routes as activity_places
from programme.artisans import routes as artisans
from programme.blueprint import bp
from programme.counts import services as counts
from programme.exhibits import messages as exhibit_messages
from programme.facts import brochures
from programme.facts import routes as facts
from programme.facts import tasks as fact_tasks
from programme.fairs import routes as fairs
from programme.period_reports import routes as period_reports
from programme.plan_years import routes as plan_years
from programme.proposal_councils import routes as proposal_councils
from programme.proposal_papers import routes as proposal_papers
from programme.proposal_review import routes as proposal_review
from programme.proposals import messages as proposal_messages
from programme.proposals import routes as proposals
from programme.proposals import tasks as proposal_tasks
from programme.removed_papers import tasks as removed_papers
from programme.showrooms import routes as showrooms
from programme.support import routes as support
from programme.targets import routes as targets
from programme.title_candidates import own_routes as title_candidates_own
from programme.title_candidates import routes as title_candidates
from programme.title_rounds import messages as title_messages
from programme.title_rounds import routes as title_rounds
from programme.villages import routes as villages

__all__ = [
    "activities",
    "activity_entry",
    "activity_files",
    "activity_places",
    "artisans",
    "bp",
    "brochures",
    "counts",
    "exhibit_messages",
    "fact_tasks",
    "facts",
    "fairs",
    "messages",
    "period_reports",
    "plan_years",
    "proposal_councils",
    "proposal_messages",
    "proposal_papers",
    "proposal_review",
    "proposal_tasks",
    "proposals",
    "removed_papers",
    "showrooms",
    "support",
    "targets",
    "title_candidates",
    "title_candidates_own",
    "title_messages",
    "title_rounds",
    "villages",
]
