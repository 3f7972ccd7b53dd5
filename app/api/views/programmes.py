"""`/programmes`: programmes, their targets, and what counts towards each."""

from typing import Any

from flask import Response
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.api import parameters, shapes, walks
from app.api.blueprint import answer, bp
from app.core.clock import today
from app.core.database.base import db
from app.web.access import access
from catalog.facilities.consent import may_be_named
from programme.counts.queries import Counted, count_targets
from programme.facts.queries import list_facts
from programme.models import Fact, Programme, Target
from programme.targets.queries import find_target, get_programme, list_programmes

PER_PAGE = 24


@bp.get("/programmes")
@access("public")
def programmes() -> Response:
    """All programmes, the newest first."""
    walk, page = walks.asked_walk(), parameters.asked_page()
    if walk is not None:
        stage = walks.stage_of("programme", Programme.id, select(Programme.id), walk)
        wanted = select(Programme).where(Programme.id.in_(stage.ids)).options(joinedload(Programme.unit))
        return answer(
            walks.walked([_item(row) for row in db.session.scalars(wanted.order_by(Programme.id))], stage)
        )
    rows = list_programmes()
    shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    return answer(shapes.paged([_item(row) for row in shown], len(rows), page, PER_PAGE))


@bp.get("/programmes/<slug>")
@access("public")
def programme(slug: str) -> Response:
    """One programme with its targets; `counted` leaves out what is only declared."""
    row = get_programme(slug)
    counts = count_targets(row)
    body = _item(row) | {
        "targets": [_target(target, counts.get(target.id, Counted())) for target in row.targets]
    }
    return answer(body)


@bp.get("/programmes/<slug>/targets/<code>/facts")
@access("public")
def programme_facts(slug: str, code: str) -> Response:
    """What counts towards one target, the newest day first."""
    target = find_target(get_programme(slug), code)
    walk, page = walks.asked_walk(), parameters.asked_page()
    if walk is not None:
        stage = walks.stage_of(
            "programme_fact", Fact.id, select(Fact.id).where(Fact.target_id == target.id), walk
        )
        both = joinedload(Fact.unit), joinedload(Fact.facility)
        wanted = select(Fact).where(Fact.id.in_(stage.ids)).options(*both).order_by(Fact.id)
        return answer(walks.walked([_fact(row) for row in db.session.scalars(wanted)], stage))
    facts, total = list_facts(target, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return answer(shapes.paged([_fact(row) for row in facts], total, page, PER_PAGE))


def _item(row: Programme) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "title_vi": row.title_vi,
        "title_en": row.title_en or None,
        "level": row.level,
        "province": row.unit.name_on(row.starts_on) if row.unit else None,
        "from": row.starts_on.isoformat(),
        "until": row.ends_on.isoformat(),
        "decision": row.decision_number or None,
        "demo": row.is_demo,
    }


def _target(target: Target, counted: Counted) -> dict[str, Any]:
    version = target.version_on(today())
    return {
        "code": target.code,
        "wording_vi": version.wording_vi,
        "wording_en": version.wording_en or None,
        "measure": target.measure.code,
        "number": version.number,
        "approximate": version.is_approximate,
        "counted": counted.number,
        "accepted": counted.accepted,
        "declared": counted.declared,
        "decision": version.decision or None,
    }


def _fact(row: Fact) -> dict[str, Any]:
    maker = row.facility
    named = maker is None or may_be_named(maker.kind, maker.consent_at, maker.state)
    return {
        "id": row.id,
        "title": row.title if named else None,
        "number": 0 if row.withdrawn_at else row.number,
        "day": row.day.isoformat(),
        "province": row.unit.code if row.unit else None,
        "facility": maker.slug if maker is not None and named else None,
        "evidence": row.evidence,
        "document": (row.document or None) if named else None,
        "source": (row.origin or None) if named else None,
        "source_kind": row.source_kind,
        "confirmed": row.confirmed_at is not None,
        "withdrawn": row.withdrawn_at is not None,
        "demo": row.is_demo,
    }
