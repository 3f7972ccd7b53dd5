"""Who puts artisans forward and who reads what was handed in, by facility (7) of Đồng Nai or by nobody."""

from catalog.models import Facility
from programme.models import TitleCandidate, TitleRound
from programme.title_candidates import policies
from tests.helpers.programme_people import FACILITY, NOT_FOUND, answers, expected, unit

OFFICERS = ("province", "second", "nation", "system")


def candidate(facility_state="verified"):
    facility = Facility(id=FACILITY, state=facility_state, unit=unit())
    round_ = TitleRound(level="tinh", unit=unit())
    return TitleCandidate(round=round_, facility_id=FACILITY, facility=facility)


def of_no_facility():
    return TitleCandidate(round=TitleRound(level="tinh", unit=unit()), facility_id=None, facility=None)


def test_facility_at_work_hands_in_through_who_looks_after_it():
    row = candidate()
    writers = ("entrant", "officer and member")
    assert answers(policies.can_hand_in, row.facility) == expected(NOT_FOUND, *writers)
    assert answers(policies.can_change_candidate, row) == expected(NOT_FOUND, *writers)
    assert answers(policies.can_change_candidate, of_no_facility()) == expected(NOT_FOUND)


def test_candidate_is_judged_by_who_keeps_the_round_never_for_a_facility_of_their_own():
    assert answers(policies.can_judge_candidate, candidate()) == expected(NOT_FOUND, *OFFICERS)
    wanted = expected(NOT_FOUND, "officer and member", *OFFICERS)
    assert answers(policies.can_judge_candidate, of_no_facility()) == wanted


def test_papers_are_added_by_the_facility_and_who_keeps_the_round():
    wanted = expected(NOT_FOUND, "entrant", "officer and member", *OFFICERS)
    assert answers(policies.can_add_papers, candidate()) == wanted


def test_closed_facility_reads_on_what_it_handed_in():
    wanted = expected(NOT_FOUND, "entrant", "officer and member", *OFFICERS)
    assert answers(policies.can_read_candidate, candidate("closed")) == wanted
    assert answers(policies.can_add_papers, candidate("closed")) == expected(
        NOT_FOUND, *OFFICERS, entrant="404"
    )
