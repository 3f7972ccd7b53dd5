"""Registers the views, refusals and jobs of the selection on its blueprint."""

from voting import messages
from voting.acceptance import routes as acceptance
from voting.agreement import routes as agreement
from voting.amendments import routes as amendments
from voting.blueprint import bp
from voting.complaints import routes as complaints
from voting.council import routes as council
from voting.council import session_routes as council_sessions
from voting.council_papers import routes as council_papers
from voting.dossiers import files as dossier_files
from voting.dossiers import obstacles as dossier_obstacles  # noqa: F401  # registers what keeps a product
from voting.dossiers import routes as dossiers
from voting.dossiers.labels import DOCUMENT_KINDS, NOMINATION_STATES
from voting.experts import routes as experts
from voting.favourite import routes as favourite
from voting.favourite import tasks as favourite_tasks
from voting.filing import routes as filing
from voting.jury import routes as jury
from voting.levels import routes as levels
from voting.obstacles import routes as obstacles
from voting.official_papers import routes as official_papers
from voting.outside_lists import routes as outside_lists
from voting.paper_dossiers import routes as paper_dossiers
from voting.paper_sheets import declaration_routes as paper_declarations
from voting.paper_sheets import routes as paper_sheets
from voting.planning import plan_routes, scan_routes, seat_routes
from voting.planning import routes as planning
from voting.planning.countdown import countdown_text, period_text, term_note
from voting.planning.next_steps import next_step
from voting.product_sets import routes as product_sets
from voting.product_sets.labels import SET_CASES
from voting.promotion import routes as promotion
from voting.reminders import tasks as reminder_tasks
from voting.reopening import routes as reopening
from voting.result_letters import routes as result_letters
from voting.results.labels import VERDICTS
from voting.rounds.labels import COUNCIL_ROLES, ROUND_LEVELS, ROUND_STATES
from voting.rule_sets import routes as rule_sets
from voting.samples import routes as samples
from voting.score_sheets import list_routes as score_sheet_list
from voting.score_sheets import practice
from voting.score_sheets import routes as score_sheets
from voting.score_sheets.labels import SHEET_STATES
from voting.score_sheets.phone import offline as score_sheets_offline
from voting.scoring import routes as scoring
from voting.site_visits import routes as site_visits
from voting.support_team import routes as support_team


@bp.context_processor
def words() -> dict[str, object]:
    """The labels that the templates of the selection look up."""
    return {
        "council_roles": COUNCIL_ROLES,
        "countdown": countdown_text,
        "next_step_of": next_step,
        "period": period_text,
        "document_kinds": DOCUMENT_KINDS,
        "nomination_states": NOMINATION_STATES,
        "round_levels": ROUND_LEVELS,
        "round_states": ROUND_STATES,
        "set_cases": SET_CASES,
        "term_note": term_note,
        "sheet_states": SHEET_STATES,
        "verdicts": VERDICTS,
    }


__all__ = [
    "acceptance",
    "agreement",
    "amendments",
    "bp",
    "complaints",
    "council",
    "council_papers",
    "council_sessions",
    "countdown_text",
    "dossier_files",
    "dossiers",
    "experts",
    "favourite",
    "favourite_tasks",
    "filing",
    "jury",
    "levels",
    "messages",
    "next_step",
    "obstacles",
    "official_papers",
    "outside_lists",
    "paper_declarations",
    "paper_dossiers",
    "paper_sheets",
    "period_text",
    "plan_routes",
    "planning",
    "practice",
    "product_sets",
    "promotion",
    "reminder_tasks",
    "reopening",
    "result_letters",
    "rule_sets",
    "samples",
    "scan_routes",
    "score_sheet_list",
    "score_sheets",
    "score_sheets_offline",
    "scoring",
    "seat_routes",
    "site_visits",
    "support_team",
    "term_note",
]
