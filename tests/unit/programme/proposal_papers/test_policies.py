from catalog.models import Facility
from programme.models import Proposal
from programme.proposal_papers.policies import can_read_papers
from tests.helpers.programme_people import FACILITY, NOT_FOUND, answers, expected, unit


def test_papers_are_read_by_who_sees_the_proposal_and_who_sits_in_its_council():
    facility = Facility(id=FACILITY, state="verified", unit=unit())
    proposal = Proposal(state="registered", facility_id=FACILITY, facility=facility, unit=unit())
    readers = ("entrant", "officer and member", "province", "second", "nation", "centre", "system")
    assert answers(can_read_papers, proposal, sits=False) == expected(NOT_FOUND, *readers)
    # One who sits and keeps the lots of the facility by now is told nothing.
    assert answers(can_read_papers, proposal, sits=True) == expected("ok", recorder=NOT_FOUND)
