"""No decision before its time; lists of what is public by level, state, year and round; numbers of certificates."""

from datetime import date

import pytest

from app.core.database.base import db
from app.core.errors import Conflict
from tests.helpers.voting.acts import act, refused, the_round
from voting.models import SelectionRound
from voting.publication import services as publication
from voting.publication.decisions import list_published_decisions
from voting.publication.queries import list_public_rounds
from voting.results.queries import list_entry_results
from voting.rounds.queries import list_upheld_complaints


def test_a_decision_is_signed_while_complaints_run_and_once_it_is_prepared(factory):
    scoring, listed = factory.round_in_scoring(products=1), factory.provisional_round(products=1)
    assert refused(scoring.chair, publication.sign_publication, scoring.round_id) == (
        "not_ready_to_publish",
        None,
    )
    assert refused(listed.chair, publication.sign_publication, listed.round_id) == ("decision_missing", None)
    assert list_entry_results(the_round(listed)) == {}
    assert list_upheld_complaints(the_round(scoring)) == []


def test_public_rounds_and_decisions_are_found_by_what_they_are(factory):
    people, entries = factory.published_round(products=1), factory.receiving_round(products=1, year=2025)
    factory.planned_round(products=1)  # which nobody has announced
    done, taking = the_round(people), the_round(entries)

    def rounds(**wanted):
        found, total = list_public_rounds(**wanted)
        return [round_.id for round_ in found], total

    assert rounds(state="receiving") == ([taking.id], 1)
    assert rounds(year=2026) == ([done.id], 1)
    assert rounds(level="quoc-gia") == ([], 0)
    assert [row.round.slug for row in list_published_decisions(year=2026, level="tinh")] == [done.slug]
    assert [row.round.slug for row in list_published_decisions(slug=done.slug)] == [done.slug]
    assert list_published_decisions(year=2025) == []


def test_numbers_of_a_region_begin_with_its_letters(app):
    south = SelectionRound(level="khu-vuc", region="phia-nam", is_demo=False)
    assert publication.next_numbers(south, date(2026, 5, 1), 2) == ["CNNT-PN-2026-0001", "CNNT-PN-2026-0002"]


def test_a_closed_round_is_decided_once(factory):
    people = factory.published_round(products=1)
    with pytest.raises(Conflict, match="not_ready_to_publish"):
        act(people.chair, publication.sign_publication, people.round_id)
    assert db.session.get_one(SelectionRound, people.round_id).state == "recognised"
