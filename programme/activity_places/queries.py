"""Fairs, showrooms and print runs that an activity may be."""

from datetime import timedelta

from sqlalchemy import select

from app.core.database.base import db
from catalog.brochure.prints import list_prints_near
from catalog.models import BrochurePrint
from programme.models import Activity, Fair, Showroom

NEAR = timedelta(days=60)
MOST = 200


def list_fairs_near(activity: Activity) -> list[Fair]:
    """Fairs of the same weeks anywhere: a province takes part in those of others too."""
    query = select(Fair).where(
        Fair.withdrawn_at.is_(None),
        Fair.starts_on <= activity.ends_on + NEAR,
        Fair.ends_on >= activity.starts_on - NEAR,
    )
    return list(db.session.scalars(query.order_by(Fair.starts_on, Fair.id).limit(MOST)))


def list_showrooms_near(activity: Activity) -> list[Showroom]:
    """Showrooms of the activity's province of today that opened within a year of it."""
    year = timedelta(days=366)
    query = select(Showroom).where(
        Showroom.withdrawn_at.is_(None),
        Showroom.opened_on.between(activity.starts_on - year, activity.ends_on + year),
    )
    if activity.unit is not None:
        query = query.where(Showroom.unit_id == activity.unit.present.id)
    return list(db.session.scalars(query.order_by(Showroom.opened_on, Showroom.id).limit(MOST)))


def list_prints_like(activity: Activity) -> list[BrochurePrint]:
    """Print runs of the activity's province of today within a year of it."""
    return list_prints_near(activity.unit, activity.ends_on, 366)[:MOST]
