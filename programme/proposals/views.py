"""What the pages of a proposal show, for who asks and for the offices alike."""

from typing import Any

from app.core.clock import local_day, today
from app.web.i18n import current_locale, translate
from catalog.enums import Level
from catalog.labels import LEVELS
from programme.activities.labels import SUMS, kind_name
from programme.models import PlanPaper, Proposal, ProposalPaper
from programme.proposals.labels import ACTS, SIDES, STATES, STEPS, TONES
from programme.proposals.priority import Priority
from programme.proposals.queries import asked_papers, priority_of, side_of
from programme.proposals.states import ENDS, Side, bar_of

ACT_OF = {"register": "register", "receive": "receive", "appraise": "appraise", "approve": "approve",
          "carry_out": "done", "accept": "settle"}  # fmt: skip
"""The act that ends each step of the bar."""


def line_of(row: Proposal) -> dict[str, Any]:
    """A proposal in a list."""
    side = side_of(row)
    return {
        "id": row.id,
        "title": row.title,
        "kind": kind_name(row.kind),
        "who": row.facility.name if row.facility is not None else translate("Centre of the province"),
        "unit": row.unit.present.name_vi,
        "year": row.plan_year.year,
        "state": translate(STATES[row.state]),
        "tone": TONES.get(row.state, "info"),
        "waits": translate(SIDES[side]) if side is not Side.NOBODY else "",
        "days": (today() - local_day(row.changed_at)).days,
        "is_demo": row.is_demo,
    }


def page_of(row: Proposal) -> dict[str, Any]:
    """Everything that a page of one proposal draws."""
    return {
        "proposal": row,
        "line": line_of(row),
        "kind": kind_name(row.kind),
        "bar": bar(row),
        "is_over": row.state in ENDS,
        "ended": translate(STATES[row.state]) if row.state in ENDS and row.state != "settled" else "",
        "end_reason": row.acts[-1].reason if row.acts else "",
        "sums": sum_rows(row),
        "priority": priority_view(priority_of(row)),
        "papers": paper_rows(row),
        "history": history(row),
    }


def bar(row: Proposal) -> list[dict[str, Any]]:
    """Steps for the macro `steps`, each with its day."""
    days = {act.act: act.done_at for act in row.acts}
    opened = [act.state for act in row.acts if act.state not in ENDS]
    marks = bar_of(row.state, opened[-1] if opened else row.state)
    return [
        {
            "text": translate(STEPS[name]),
            "state": mark,
            "day": days.get(ACT_OF[name]) if mark == "done" else None,
        }
        for name, mark in marks
    ]


def sum_rows(row: Proposal) -> list[dict[str, Any]]:
    """Asked, approved and used by source of money; approved and used are None before there are any."""
    is_approved = bool(row.decision)
    return [
        {
            "name": translate(text),
            "asked": getattr(row, f"asked_{key}"),
            "approved": getattr(row, f"approved_{key}") if is_approved else None,
            "used": getattr(row.activity, f"used_{key}") if row.activity is not None else None,
        }
        for key, text in SUMS.items()
    ]


def priority_view(found: Priority) -> dict[str, Any]:
    """A priority with its reasons in words."""
    return {
        "is_given": bool(found),
        "day": found.day,
        "is_final": found.is_final,
        "reasons": [
            {"product": reason.product, "level": translate(LEVELS[Level(reason.level)]), "number": reason.number,
             "until": reason.until, "revoked_on": reason.revoked_on}
            for reason in found.reasons
        ],
    }  # fmt: skip


def history(row: Proposal) -> list[dict[str, Any]]:
    """For the macro `timeline`, the newest first; who did it is not told to who asks."""
    return [
        {
            "title": translate(ACTS[act.act]),
            "at": act.done_at,
            "text": " – ".join(text for text in (act.decision, act.reason) if text),
            "tone": "danger" if act.act in {"refuse", "stop", "redo"} else "success",
            "icon": "alert" if act.act in {"refuse", "stop", "return", "redo"} else "check",
        }
        for act in reversed(row.acts)
    ]


def paper_rows(row: Proposal) -> list[dict[str, Any]]:
    """What the dossier has to hold and holds, each with its files; other papers come last."""
    asked = asked_papers(row)
    by_paper: dict[int | None, list[ProposalPaper]] = {paper.id: [] for paper in asked}
    others: list[ProposalPaper] = []
    for given in row.papers:
        by_paper.get(given.plan_paper_id, others).append(given)
    rows: list[dict[str, Any]] = [
        {
            "name": paper_name(paper),
            "about": paper.about,
            "is_needed": paper.is_needed,
            "files": by_paper[paper.id],
        }
        for paper in asked
    ]
    if others:
        rows.append({"name": translate("Other papers"), "about": "", "is_needed": False, "files": others})
    return rows


def paper_name(paper: PlanPaper) -> str:
    """In the reader's language, else in Vietnamese."""
    return (paper.name_en if current_locale() == "en" else "") or paper.name_vi
