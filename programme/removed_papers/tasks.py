"""Deletes files that were taken out so many days ago, unless anything else keeps the same file. The rows stay."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from app.core import audit
from app.core.actor import SYSTEM
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.file_names import names_kept
from app.core.database.transaction import transaction
from app.core.ports import ports
from app.core.work.periodic import every
from programme.models import ProposalPaper, TitlePaper

AT_ONCE = 200
Paper = ProposalPaper | TitlePaper
KINDS: dict[type[Paper], str] = {ProposalPaper: "proposal_paper", TitlePaper: "title_paper"}


@every(3600)
def delete_removed() -> int:
    """How many rows say from now on that their file is gone. The days are the setting REMOVED_PAPERS_DAYS."""
    before = utc_now() - timedelta(days=current_app.extensions["settings"].removed_papers_days)
    if not any(_due(model, before) for model in KINDS):
        return 0
    db.session.rollback()  # the write lock is taken for what is due alone
    with transaction():
        names, number = _mark(before)
        unused = names - names_kept(names)
    for name in sorted(unused):
        _delete(name)
    return number


def _mark(before: datetime) -> tuple[set[str], int]:
    """The names of the files, and how many rows they stood in."""
    names, number = set(), 0
    for model, kind in KINDS.items():
        for row in _due(model, before):
            row.deleted_at = utc_now()
            audit.record(SYSTEM, f"programme.{kind}.delete", row)
            names.add(row.file)
            number += 1
    db.session.flush()
    return names, number


def _delete(name: str) -> None:
    """Put back where somebody has sent the same file at this very moment."""
    files = ports().files
    data = files.get(name) if files.exists(name) else None
    files.delete(name)
    if data is not None and names_kept({name}):
        files.put(data, "." + name.rpartition(".")[2])


def _due(model: type[Paper], before: datetime) -> list[Paper]:
    query = select(model).where(model.removed_at < before, model.deleted_at.is_(None))
    return list(db.session.scalars(query.order_by(model.id).limit(AT_ONCE)))
