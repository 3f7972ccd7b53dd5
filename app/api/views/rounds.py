"""`/rounds`: announced selection rounds; results once they are published, never before."""

from typing import Any

from flask import Response
from sqlalchemy import select

from app.api import parameters, shapes, walks
from app.api.blueprint import answer, bp
from app.core.clock import today
from app.core.database.base import db
from app.web.access import access
from app.web.addresses import absolute_url
from app.web.cache import public
from catalog.awards.queries import list_out_of_force
from catalog.enums import Level
from catalog.labels import LEVELS
from voting.models import SelectionRound
from voting.publication.queries import get_public_round, list_public_rounds
from voting.rounds.labels import ROUND_STATES
from voting.verification.queries import get_bundle_file

PER_PAGE = 24


@bp.get("/rounds")
@access("public")
def rounds() -> Response:
    """Filters: level; page. The newest first."""
    walk, page = walks.asked_walk(), parameters.asked_page()
    level = next(iter(parameters.asked_codes("level", list(Level))), "")
    if walk is not None:
        announced = select(SelectionRound.id).where(SelectionRound.announced_at.is_not(None))
        stage = walks.stage_of("round", SelectionRound.id, announced, walk)
        wanted = select(SelectionRound).where(SelectionRound.id.in_(stage.ids)).order_by(SelectionRound.id)
        return answer(walks.walked([round_item(row) for row in db.session.scalars(wanted)], stage))
    rows, total = list_public_rounds(level=level, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return answer(shapes.paged([round_item(row) for row in rows], total, page, PER_PAGE))


@bp.get("/rounds/<slug>")
@access("public")
def round(slug: str) -> Response:  # noqa: A001  # one name a noun
    """One round. `provisional` and `result` are null until the council publishes them."""
    found = get_public_round(slug)
    row = found.round
    body: dict[str, Any] = round_item(row) | {
        "notice": row.notice_vi or None,
        "notice_en": row.notice_en or None,
        "rules": row.rule_set.body,
        "provisional": found.provisional,
        "result": found.result,
        "out_of_force": {number: str(state) for number, state in list_out_of_force(row.id, today()).items()},
    }
    return answer(body)


@bp.get("/rounds/<slug>/bundle")
@access("public")
def round_bundle(slug: str) -> Response:
    """The bytes of the round's file, as its verifiers need them. NotFound before publication."""
    return public(Response(get_bundle_file(slug), content_type="application/json"))


def round_item(row: SelectionRound) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "title": row.title_vi,
        "title_en": row.title_en or None,
        **shapes.coded("level", LEVELS, row.level),
        "province": row.unit.code if row.unit else None,
        "region": row.region or None,
        "area": row.unit_name or None,
        "year": row.year,
        **shapes.coded("state", ROUND_STATES, row.state),
        "organiser": row.organiser or None,
        "entries_from": shapes.iso_at(row.entries_from),
        "entries_until": shapes.iso_at(row.entries_until),
        "scoring_from": shapes.iso_at(row.scoring_from),
        "scoring_until": shapes.iso_at(row.scoring_until),
        "announced_at": shapes.iso_at(row.announced_at),
        "complaints_until": shapes.iso(row.complaints_until),
        "published_at": shapes.iso_at(row.published_at),
        "demonstration": row.is_demo,
        "url": absolute_url("site.round", slug=row.slug),
    }
