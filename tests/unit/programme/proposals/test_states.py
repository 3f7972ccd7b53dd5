"""The way of a proposal, and who has to answer."""

from datetime import date

import pytest

from programme.proposals.states import (
    ENDS,
    GOES_TO,
    ProposalState,
    Side,
    bar_of,
    last_day,
    may_go,
    waits_for,
)

S = ProposalState


def test_every_state_leads_on_but_the_ends():
    assert set(GOES_TO) == set(ProposalState) - set(ENDS)
    assert not may_go(S.SETTLED, S.STOPPED)
    assert not may_go(S.DRAFT, S.APPROVED)
    assert may_go(S.UNDER_WAY, S.STOPPED)


@pytest.mark.parametrize(
    ("state", "is_national", "has_dossier", "side"),
    [
        (S.DRAFT, True, False, Side.APPLICANT),
        (S.REGISTERED, True, False, Side.PROVINCE),
        (S.RETURNED, True, True, Side.APPLICANT),
        (S.RECEIVED, True, False, Side.APPLICANT),
        (S.RECEIVED, True, True, Side.PROVINCE),
        (S.SENT_UP, True, True, Side.MINISTRY),
        (S.APPRAISED, True, True, Side.MINISTRY),
        (S.APPRAISED, False, True, Side.PROVINCE),
        (S.DONE, True, True, Side.PROVINCE),
        (S.REFUSED, True, True, Side.NOBODY),
    ],
)
def test_who_has_to_answer(state, is_national, has_dossier, side):
    assert waits_for(state, is_national=is_national, has_dossier=has_dossier, of_facility=True) is side


def test_what_a_centre_writes_waits_for_its_province():
    assert waits_for(S.DRAFT, is_national=False, has_dossier=False, of_facility=False) is Side.PROVINCE


def test_the_bar_says_where_it_stands():
    assert bar_of(S.SENT_UP, S.SENT_UP) == [
        ("register", "done"), ("receive", "done"), ("appraise", "current"), ("approve", "todo"),
        ("carry_out", "todo"), ("accept", "todo"),
    ]  # fmt: skip
    assert {mark for _name, mark in bar_of(S.SETTLED, S.ACCEPTED)} == {"done"}
    stopped = dict(bar_of(S.STOPPED, S.UNDER_WAY))
    assert (stopped["approve"], stopped["carry_out"], stopped["accept"]) == ("done", "todo", "todo")


JULY, AUGUST = date(2026, 7, 31), date(2026, 8, 31)


@pytest.mark.parametrize(
    ("state", "has_dossier", "day"),
    [
        (S.DRAFT, False, JULY),
        (S.DRAFT, True, JULY),
        (S.REGISTERED, False, AUGUST),
        (S.RECEIVED, False, AUGUST),
        (S.RECEIVED, True, None),
        (S.RETURNED, True, AUGUST),
        (S.APPRAISED, False, None),
    ],
)
def test_who_asks_has_until_a_day_to_register_and_another_for_the_dossier(state, has_dossier, day):
    assert last_day(state, JULY, AUGUST, has_dossier=has_dossier) == day
