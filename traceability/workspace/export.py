"""A lot's diary as an EPCIS 2.0 document."""

import json

from app.core.clock import utc_now
from traceability.epcis import parse, serialize
from traceability.models import Lot


def epcis_document(lot: Lot) -> str:
    """JSON text: every event of the lot, corrections too, in the order of recording."""
    rows = sorted(lot.events, key=lambda row: row.id)
    events = [parse(json.dumps(row.epcis, ensure_ascii=False)).events[0] for row in rows]
    return serialize.to_text(serialize.document(events, created=utc_now()))
