"""Rows as the database has them now."""

from app.core.database.base import db


def fresh_row(entity, key):
    """Read anew; of everything else the session forgets what it knew too."""
    db.session.expire_all()
    return db.session.get_one(entity, key)
