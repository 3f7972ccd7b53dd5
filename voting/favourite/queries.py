"""Reads of the public favourite: the vote of a round, its ballots, the report of anomalies."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select

from app.core.clock import today
from app.core.database.base import db
from app.core.errors import NotFound
from catalog.awards.queries import list_products_out_of_force
from catalog.models import Product
from voting.favourite.rules import CastVote, Cluster, find_anomalies
from voting.models import FavouriteBallot, FavouriteFinalist, FavouriteVoid, FavouriteVote, SelectionRound
from voting.publication.queries import get_public_round

STANDING = frozenset({"recognised", "awarded", "archived"})
"""States of a round whose published decision is valid."""


class Phase(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"


def find_favourite(round_id: int) -> FavouriteVote | None:
    return db.session.scalar(select(FavouriteVote).where(FavouriteVote.round_id == round_id))


def get_public_favourite(slug: str) -> tuple[SelectionRound, FavouriteVote]:
    """The vote of a published round that is valid. Raises NotFound where there is none."""
    round_ = get_public_round(slug).round
    vote = find_favourite(round_.id)
    if vote is None or round_.state not in STANDING:
        raise NotFound("not_found")
    return round_, vote


def list_out_slugs(round_id: int) -> frozenset[str]:
    """Products of a round whose certificate was taken back or is suspended: nobody votes for them any more."""
    ids = list_products_out_of_force(round_id, today())
    return frozenset(db.session.scalars(select(Product.slug).where(Product.id.in_(ids))))


def list_standing(vote: FavouriteVote) -> list[FavouriteFinalist]:
    """The finalists that may be voted for today."""
    out = list_out_slugs(vote.round_id)
    return [finalist for finalist in vote.finalists if finalist.product_slug not in out]


def get_finalist(vote: FavouriteVote, number: int) -> FavouriteFinalist:
    """One that may be voted for today. Raises NotFound."""
    found = next((finalist for finalist in list_standing(vote) if finalist.number == number), None)
    if found is None:
        raise NotFound("not_found")
    return found


def phase_of(vote: FavouriteVote, now: datetime) -> Phase:
    """The phase of the vote by the server's clock; the closing moment itself is too late."""
    if vote.published_at is not None:
        return Phase.PUBLISHED
    if now < vote.opens_at:
        return Phase.WAITING
    return Phase.OPEN if now < vote.closes_at else Phase.CLOSED


def list_votes(vote: FavouriteVote) -> list[CastVote]:
    """All confirmed votes, void ones too, in the order of their coming."""
    query = select(FavouriteBallot).where(FavouriteBallot.vote_id == vote.id).order_by(FavouriteBallot.id)
    return [
        CastVote(row.id, row.finalist_id, row.origin, row.domain, row.at) for row in db.session.scalars(query)
    ]


def list_void(vote: FavouriteVote) -> frozenset[int]:
    """Ballots that an act has voided."""
    query = (
        select(FavouriteVoid.ballot_id)
        .join(FavouriteBallot, FavouriteBallot.id == FavouriteVoid.ballot_id)
        .where(FavouriteBallot.vote_id == vote.id)
    )
    return frozenset(db.session.scalars(query))


def count_confirmed(vote: FavouriteVote) -> int:
    query = select(func.count(FavouriteBallot.id)).where(FavouriteBallot.vote_id == vote.id)
    return db.session.scalar(query) or 0


def list_anomalies(vote: FavouriteVote) -> list[Cluster]:
    """The report over all votes; those already void stay in it, so that the same cluster keeps its shape."""
    return find_anomalies(list_votes(vote))
