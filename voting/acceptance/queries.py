"""The dossiers that wait for the secretary, each with what is still missing."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.database.base import db
from catalog.models import Facility, Product
from voting.dossiers.blinding import find_identifying
from voting.dossiers.contents import list_check_lists, list_naming_pictures, makers_of
from voting.dossiers.entry_rules import list_obstructed
from voting.enums import Ineligible, NominationState
from voting.models import Nomination, SelectionRound


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dossier handed in. lacking: codes of the check list; identifying: words of the description that name the maker,
    which the jury does not see; pictures: titles of photos that name it.
    """

    nomination: Nomination
    lacking: tuple[str, ...]
    obstacles: tuple[Ineligible, ...]
    identifying: tuple[str, ...]
    pictures: tuple[str, ...]

    @property
    def needs_a_look(self) -> bool:
        """Whether the secretary should look at it before accepting it."""
        return bool(self.identifying or self.pictures)

    @property
    def is_ready(self) -> bool:
        return not self.lacking and not self.obstacles


def list_waiting(round_: SelectionRound, *, lock: bool = False) -> list[Waiting]:
    """Every dossier of a round that is handed in and not answered, by the day it came; the number of statements does
    not grow with them. lock: nobody else changes one of them to the end of the transaction.
    """
    query = (
        select(Nomination)
        .options(
            joinedload(Nomination.product).selectinload(Product.awards),
            joinedload(Nomination.facility).joinedload(Facility.unit),
            selectinload(Nomination.documents),
            selectinload(Nomination.codes),
        )
        .where(Nomination.round_id == round_.id, Nomination.state == NominationState.SUBMITTED)
        .order_by(Nomination.submitted_at, Nomination.id)
    )
    found = list(db.session.scalars(query.with_for_update(of=Nomination) if lock else query))
    check_lists, makers = list_check_lists(found), makers_of(found)
    obstacles = {row.nomination.id: row.obstacles for row in list_obstructed(found)}
    return [
        Waiting(
            nomination,
            tuple(item.code for item in check_lists[nomination.id] if not item.is_complete),
            obstacles.get(nomination.id, ()),
            tuple(find_identifying(nomination.statement, makers[nomination.facility_id])),
            tuple(list_naming_pictures(nomination, makers[nomination.facility_id])),
        )
        for nomination in found
    ]
