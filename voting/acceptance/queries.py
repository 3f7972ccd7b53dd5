"""The dossiers that wait for the secretary, each with what is still missing."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from voting.dossiers.blinding import find_identifying
from voting.dossiers.entry_rules import list_obstructed
from voting.dossiers.services import get_check_list, maker_of
from voting.enums import Ineligible, NominationState
from voting.models import Nomination, SelectionRound


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dossier handed in. lacking: codes of the check list; identifying: words of the description that name the maker,
    which the jury does not see.
    """

    nomination: Nomination
    lacking: tuple[str, ...]
    obstacles: tuple[Ineligible, ...]
    identifying: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        return not self.lacking and not self.obstacles


def list_waiting(round_: SelectionRound) -> list[Waiting]:
    """Every dossier of a round that is handed in and not answered, by the day it came."""
    query = (
        select(Nomination)
        .options(joinedload(Nomination.product), joinedload(Nomination.facility))
        .where(Nomination.round_id == round_.id, Nomination.state == NominationState.SUBMITTED)
        .order_by(Nomination.submitted_at, Nomination.id)
    )
    found = list(db.session.scalars(query))
    obstacles = {row.nomination.id: row.obstacles for row in list_obstructed(found)}
    return [
        Waiting(
            nomination,
            tuple(item.code for item in get_check_list(nomination) if not item.is_complete),
            obstacles.get(nomination.id, ()),
            tuple(find_identifying(nomination.statement, maker_of(nomination))),
        )
        for nomination in found
    ]
