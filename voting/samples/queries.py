"""The samples of a round, for those who handle them; jurors see labels alone."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from voting.dossiers.blinding import blind
from voting.dossiers.contents import maker_of
from voting.models import Nomination, Sample, SelectionRound
from voting.rounds.queries import get_work_round


def list_samples(round_: SelectionRound) -> list[Sample]:
    """In the order received. The round was judged before."""
    query = (
        select(Sample)
        .options(joinedload(Sample.nomination).joinedload(Nomination.product))
        .where(Sample.round_id == round_.id)
        .order_by(Sample.id)
    )
    return list(db.session.scalars(query))


def list_labels(round_id: int) -> list[str]:
    return list(db.session.scalars(select(Sample.label).where(Sample.round_id == round_id)))


def get_sample(actor: Actor, slug: str, sample_id: int) -> Sample:
    """Raises NotFound outside the secretariat."""
    round_ = get_work_round(actor, slug)
    sample = db.session.get(Sample, sample_id)
    if sample is None or sample.round_id != round_.id:
        raise NotFound("not_found")
    return sample


def list_entry_labels(nomination: Nomination) -> list[str]:
    """What a juror asks the keeper for: labels of samples that are there, with what came instead of the product; the
    maker is blanked there as in its description.
    """
    query = (
        select(Sample)
        .where(Sample.nomination_id == nomination.id, Sample.left_at.is_(None))
        .order_by(Sample.id)
    )
    maker = maker_of(nomination)
    return [
        f"{row.label} ({blind(row.instead, maker)})" if row.instead else row.label
        for row in db.session.scalars(query)
    ]
