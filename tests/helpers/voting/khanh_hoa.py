"""Whole scoring of many entries in few transactions, through the same use cases as ever."""

import uuid
from types import SimpleNamespace

from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.factories import accounts
from tests.helpers.voting.acts import act, close
from voting.jury import services as jury
from voting.models import ScoreSheet
from voting.rounds import transitions
from voting.score_sheets import services as score_sheets
from voting.score_sheets.queries import list_seats
from voting.scoring import services as scoring_stage


def score_all(people: SimpleNamespace, scores: dict[int, dict[str, str]]) -> None:
    """Close entries, open scoring, let every juror submit every sheet, close. scores: by entry number."""
    act(people.officer, transitions.step, people.round_id, "close_entries")
    act(people.officer, scoring_stage.open_scoring, people.round_id)
    number = {nomination.id: n for n, nomination in enumerate(people.nominations)}
    for person in people.jurors:
        actor = accounts.actor(person)
        for seat in list_seats(person.id):
            act(person, jury.declare_conflicts, seat.id, frozenset(), "")
            with transaction():
                for sheet in db.session.query(ScoreSheet).filter_by(juror_id=seat.id).all():
                    saving = score_sheets.Saving(
                        str(uuid.uuid4()), scores[number[sheet.nomination_id]], submit=True
                    )
                    score_sheets.save_sheet(actor, sheet.key, saving)
    close(people)
