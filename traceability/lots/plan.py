"""The diary plan that a lot follows."""

from sqlalchemy import select

from app.core.database.base import db
from traceability.models import DiaryStep


def list_steps(product_id: int | None) -> list[DiaryStep]:
    """The plan of a product in its order; nothing for raw material."""
    if product_id is None:
        return []
    query = select(DiaryStep).where(DiaryStep.product_id == product_id)
    return list(db.session.scalars(query.order_by(DiaryStep.position, DiaryStep.id)))


def list_expected_kinds(product_id: int) -> list[str]:
    """The acts required for every lot of a product, in order."""
    return [step.kind for step in list_steps(product_id) if step.is_expected]
