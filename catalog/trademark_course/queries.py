"""Reads of the course of a trademark."""

from sqlalchemy import select

from app.core.database.base import db
from catalog.models import TrademarkStep, TrademarkSupport


def list_steps(trademark_id: int) -> list[TrademarkStep]:
    """In the order in which they happened."""
    query = select(TrademarkStep).where(TrademarkStep.trademark_id == trademark_id)
    return list(db.session.scalars(query.order_by(TrademarkStep.happened_on, TrademarkStep.id)))


def list_support(trademark_id: int) -> list[TrademarkSupport]:
    """What was asked for, the latest first."""
    query = select(TrademarkSupport).where(TrademarkSupport.trademark_id == trademark_id)
    return list(db.session.scalars(query.order_by(TrademarkSupport.id.desc())))
