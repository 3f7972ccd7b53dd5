"""Named queries of a facility."""

from typing import Any

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import RuleBroken
from app.core.policy import authorize
from catalog.acts import load
from catalog.models import Facility
from catalog.policies import can_manage_facility
from traceability.epcis_repository.queries import count_named_queries
from traceability.models import EpcisQuery

MOST_QUERIES = 200


def create_query(actor: Actor, facility_id: int, name: str, query: dict[str, Any]) -> EpcisQuery:
    """Keep a query that has been read already; inside a transaction. A taken name is Conflict query_name_taken."""
    authorize(actor, can_manage_facility, load(Facility, facility_id))
    if count_named_queries(facility_id) >= MOST_QUERIES:
        raise RuleBroken("too_many_queries", limit=MOST_QUERIES)
    row = EpcisQuery(
        facility_id=facility_id, name=name, query=query, created_by=actor.user_id, created_at=utc_now()
    )
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "traceability.epcis.create_query", row, label=name, facility_id=facility_id)
    return row


def delete_query(actor: Actor, query_id: int) -> None:
    """Forget a named query; inside a transaction."""
    row = load(EpcisQuery, query_id)
    authorize(actor, can_manage_facility, load(Facility, row.facility_id))
    audit.record(actor, "traceability.epcis.delete_query", row, label=row.name, facility_id=row.facility_id)
    db.session.delete(row)
