"""Programmes for tests."""

from datetime import date
from typing import Any

from app.core.clock import utc_now
from app.core.database.changes import record_change
from app.core.database.transaction import transaction
from programme.models import Programme


def programme(**values: Any) -> Programme:
    """A programme of the nation for 2021 to 2025 without targets, unless values say otherwise."""
    with transaction() as session:
        row = Programme(
            **{
                "slug": "khuyen-cong-quoc-gia-2021-2025",
                "title_vi": "Chương trình khuyến công quốc gia giai đoạn 2021–2025",
                "level": "quoc-gia",
                "starts_on": date(2021, 1, 1),
                "ends_on": date(2025, 12, 31),
                "created_at": utc_now(),
            }
            | values
        )
        session.add(row)
        record_change("programme", row.slug)
    return row
