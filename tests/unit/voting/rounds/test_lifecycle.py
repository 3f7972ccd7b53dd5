import pytest

from voting.enums import NominationAct, NominationState, RoundAct, RoundState
from voting.errors import LifecycleError
from voting.rounds.lifecycle import (
    NOMINATION_TABLE,
    ROUND_TABLE,
    find_nomination_move,
    find_round_move,
    get_nomination_acts,
    get_round_acts,
    is_allowed,
    next_nomination_state,
    next_round_state,
)

STRAIGHT = {
    1: "announce open_entries close_entries open_scoring close_scoring publish_provisional open_complaints "
    "publish award archive",
    2: "announce open_entries close_entries open_scoring close_first_pass open_second_pass close_scoring "
    "publish_provisional open_complaints publish award archive",
}
STATES = {
    1: "announced receiving checking scoring council provisional complaints recognised awarded archived",
    2: "announced receiving checking scoring site_visit scoring_second council provisional complaints "
    "recognised awarded archived",
}


@pytest.mark.parametrize("passes", [1, 2])
def test_round_goes_straight_from_plan_to_archive(passes):
    state, seen = RoundState.PLAN, []
    for act in STRAIGHT[passes].split():
        state = next_round_state(state, RoundAct(act), people=("chair", "secretary"), passes=passes)
        seen.append(state.value)
    assert seen == STATES[passes].split()


def test_two_people_close_reopen_publish_and_annul():
    acts = {row.act for row in ROUND_TABLE if row.two_people}
    assert acts == {
        RoundAct.CLOSE_SCORING,
        RoundAct.CLOSE_FIRST_PASS,
        RoundAct.REOPEN_SCORING,
        RoundAct.PUBLISH_PROVISIONAL,
        RoundAct.RETURN_TO_COUNCIL,
        RoundAct.PUBLISH,
        RoundAct.ANNUL,
    }


@pytest.mark.parametrize("people", [(), ("chair",), ("chair", "chair"), ("chair", "secretary", "admin")])
def test_closing_by_any_number_but_two_different_people_is_refused(people):
    with pytest.raises(LifecycleError) as caught:
        next_round_state(RoundState.SCORING, RoundAct.CLOSE_SCORING, people=people)
    assert (caught.value.code, caught.value.params) == ("two_people_required", {"act": "close_scoring"})


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_what_leads_back_needs_a_reason(reason):
    with pytest.raises(LifecycleError) as caught:
        next_round_state(RoundState.COUNCIL, RoundAct.REOPEN_SCORING, people=(1, 2), reason=reason)
    assert (caught.value.code, caught.value.field) == ("reason_required", "reason")


def test_reopening_returns_to_the_last_pass():
    back = {
        passes: next_round_state(
            RoundState.COUNCIL, RoundAct.REOPEN_SCORING, people=(1, 2), reason="thiếu phiếu", passes=passes
        )
        for passes in (1, 2)
    }
    assert back == {1: RoundState.SCORING, 2: RoundState.SCORING_SECOND}


def test_round_of_one_pass_has_no_second():
    assert is_allowed(RoundState.SCORING, RoundAct.CLOSE_FIRST_PASS, passes=2)
    assert not is_allowed(RoundState.SCORING, RoundAct.CLOSE_FIRST_PASS, passes=1)
    assert not is_allowed(RoundState.SCORING, RoundAct.CLOSE_SCORING, passes=2)


def test_act_that_is_not_open_is_refused():
    with pytest.raises(LifecycleError) as caught:
        next_round_state(RoundState.PLAN, RoundAct.PUBLISH, people=(1, 2))
    assert caught.value.code == "act_not_open"


@pytest.mark.parametrize("state", list(RoundState))
def test_round_may_be_annulled_until_it_is_archived(state):
    ended = state in {RoundState.ARCHIVED, RoundState.ANNULLED}
    assert is_allowed(state, RoundAct.ANNUL) is not ended
    assert (get_round_acts(state) == ()) is ended


@pytest.mark.parametrize("passes", [1, 2])
def test_every_state_and_act_has_at_most_one_way(passes):
    rows = [(row.state, row.act) for row in ROUND_TABLE if passes in row.passes]
    assert sorted(rows) == sorted(set(rows))
    assert {row.act for row in ROUND_TABLE} == set(RoundAct)


def test_every_round_state_is_reached():
    assert {row.target for row in ROUND_TABLE} == set(RoundState) - {RoundState.PLAN}


def test_moves_are_found_as_rows():
    move = find_round_move(RoundState.COUNCIL, RoundAct.PUBLISH_PROVISIONAL)
    assert (move.target, move.two_people, move.reason) == (RoundState.PROVISIONAL, True, False)
    assert find_round_move(RoundState.COUNCIL, RoundAct.ARCHIVE) is None


def test_nomination_goes_straight_to_recognition():
    steps = [
        (NominationAct.SUBMIT, RoundState.RECEIVING, NominationState.SUBMITTED),
        (NominationAct.ACCEPT, RoundState.CHECKING, NominationState.ACCEPTED),
        (NominationAct.RECOGNISE, RoundState.RECOGNISED, NominationState.RECOGNISED),
    ]
    state = NominationState.DRAFT
    for act, round_state, expected in steps:
        state = next_nomination_state(state, act, round_state=round_state)
        assert state is expected


def test_returned_dossier_comes_back_after_the_entries_close():
    returned = next_nomination_state(
        NominationState.SUBMITTED,
        NominationAct.RETURN_FOR_CHANGES,
        round_state=RoundState.CHECKING,
        reason="thiếu ảnh",
    )
    again = next_nomination_state(returned, NominationAct.SUBMIT, round_state=RoundState.CHECKING)
    assert (returned, again) == (NominationState.RETURNED, NominationState.SUBMITTED)


def test_new_dossier_is_submitted_only_while_entries_are_open():
    allowed = [
        state
        for state in RoundState
        if find_nomination_move(NominationState.DRAFT, NominationAct.SUBMIT, state) is not None
    ]
    assert allowed == [RoundState.RECEIVING]


@pytest.mark.parametrize(
    ("state", "act", "round_state", "code"),
    [
        (NominationState.SUBMITTED, NominationAct.RETURN_FOR_CHANGES, RoundState.CHECKING, "reason_required"),
        (NominationState.ACCEPTED, NominationAct.DISQUALIFY, RoundState.SCORING, "reason_required"),
        (NominationState.DRAFT, NominationAct.SUBMIT, RoundState.SCORING, "act_not_open"),
        (NominationState.ACCEPTED, NominationAct.MERGE, RoundState.SCORING, "act_not_open"),
        (NominationState.RECOGNISED, NominationAct.WITHDRAW, RoundState.RECOGNISED, "act_not_open"),
    ],
)
def test_nomination_act_out_of_place_is_refused(state, act, round_state, code):
    with pytest.raises(LifecycleError) as caught:
        next_nomination_state(state, act, round_state=round_state)
    assert caught.value.code == code


def test_acts_of_an_accepted_entry_follow_the_round():
    acts = {state: get_nomination_acts(NominationState.ACCEPTED, state) for state in RoundState}
    assert acts[RoundState.SCORING] == (NominationAct.WITHDRAW, NominationAct.DISQUALIFY)
    assert acts[RoundState.COUNCIL] == (NominationAct.WITHDRAW, NominationAct.DISQUALIFY, NominationAct.MERGE)
    assert acts[RoundState.ARCHIVED] == ()


def test_nomination_table_has_no_second_way():
    rows = [(row.state, row.act) for row in NOMINATION_TABLE]
    assert sorted(rows) == sorted(set(rows))
    assert {row.act for row in NOMINATION_TABLE} == set(NominationAct)


def test_acts_that_need_a_reason_or_two_people_are_these_from_every_state():
    back = {RoundAct.REOPEN_ENTRIES, RoundAct.REOPEN_SCORING, RoundAct.RETURN_TO_COUNCIL, RoundAct.ANNUL}
    signed = {
        RoundAct.CLOSE_FIRST_PASS, RoundAct.CLOSE_SCORING, RoundAct.REOPEN_SCORING, RoundAct.RETURN_TO_COUNCIL,
        RoundAct.PUBLISH_PROVISIONAL, RoundAct.PUBLISH, RoundAct.ANNUL,
    }  # fmt: skip
    told = {NominationAct.RETURN_FOR_CHANGES, NominationAct.WITHDRAW, NominationAct.DISQUALIFY}
    told |= {NominationAct.UNMERGE, NominationAct.RECONSIDER}
    assert [row.reason for row in ROUND_TABLE] == [row.act in back for row in ROUND_TABLE]
    assert [row.two_people for row in ROUND_TABLE] == [row.act in signed for row in ROUND_TABLE]
    assert [row.reason for row in NOMINATION_TABLE] == [
        row.act in told and (row.state, row.act) != (NominationState.DRAFT, NominationAct.WITHDRAW)
        for row in NOMINATION_TABLE
    ]


def test_a_round_has_one_pass_unless_it_says_two():
    one = find_round_move(RoundState.SCORING, RoundAct.CLOSE_SCORING)
    assert one is not None
    assert RoundAct.CLOSE_SCORING in get_round_acts(RoundState.SCORING)
    assert is_allowed(RoundState.SCORING, RoundAct.CLOSE_SCORING)
    assert RoundAct.REOPEN_SCORING in get_round_acts(RoundState.SITE_VISIT, 2)
