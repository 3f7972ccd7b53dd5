"""Quorum, majority and cap of the rules bind the council."""

import pytest

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import RuleBroken
from tests.helpers.voting.acts import (
    act,
    assert_bundle_holds,
    both,
    decide_all,
    finish,
    hold_session,
    the_round,
)
from tests.integration.voting.scoring.test_second_pass import rules
from voting.council import services as council


def decide(factory, people, *, recognised, votes_for=None, votes_against=None, number=0):
    with transaction():
        council.decide_entry(
            factory.actor(people.chair),
            people.round_id,
            people.nominations[number].id,
            recognised=recognised,
            reason="Hội đồng thống nhất",
            votes_for=votes_for,
            votes_against=votes_against,
        )


@pytest.mark.parametrize(
    ("recognised", "votes", "refused"),
    [
        (True, (2, None), ("required", "votes_against")),
        (True, (None, 2), ("required", "votes_for")),
        (True, (3, 0), ("votes_beyond_present", "votes_for")),
        (False, (None, None), ("votes_needed_against_score", "votes_for")),
        (True, (1, 0), ("quorum_missing", "votes_for")),
        (True, (1, 1), ("votes_say_otherwise", "recognised")),
        (False, (2, 0), ("votes_say_otherwise", "recognised")),
    ],
)
def test_votes_that_do_not_carry_a_verdict_are_refused(factory, recognised, votes, refused):
    people = factory.closed_round()  # a council of two; two thirds of it are both
    hold_session(people)
    with pytest.raises(RuleBroken) as caught:
        decide(factory, people, recognised=recognised, votes_for=votes[0], votes_against=votes[1])
    assert (caught.value.code, caught.value.field) == refused


@pytest.mark.parametrize(
    ("recognised", "votes"), [(True, (2, 0)), (False, (1, 1)), (False, (0, 2)), (True, (None, None))]
)
def test_votes_that_carry_a_verdict_are_kept(factory, recognised, votes):
    people = factory.closed_round()
    hold_session(people)
    decide(factory, people, recognised=recognised, votes_for=votes[0], votes_against=votes[1])
    verdict = council.find_verdict(people.nominations[0].id)
    assert (verdict.recognised, verdict.votes_for, verdict.votes_against) == (recognised, *votes)


def test_list_beyond_the_cap_is_not_signed(factory):
    people = factory.closed_round(rule_set_id=rules(cap={"kind": "share", "value": "1/2"}))
    for number in range(len(people.nominations)):
        decide(factory, people, recognised=True, number=number)
    with pytest.raises(RuleBroken) as caught, transaction():
        council.sign_provisional(factory.actor(people.chair), people.round_id)
    assert (caught.value.code, caught.value.params) == ("recognised_over_cap", {"count": 2, "most": 1})
    hold_session(people)
    decide(factory, people, recognised=False, votes_for=0, votes_against=2, number=0)
    with transaction():
        assert council.sign_provisional(factory.actor(people.chair), people.round_id) is False


def test_votes_need_a_session_and_a_session_needs_its_quorum(factory):
    people = factory.closed_round()
    with pytest.raises(RuleBroken) as caught:
        decide(factory, people, recognised=False, votes_for=0, votes_against=2)
    assert caught.value.code == "session_needed"
    [chair, _secretary] = the_round(people).members
    with pytest.raises(RuleBroken) as caught:
        act(
            people.chair,
            council.record_session,
            people.round_id,
            council.Session(today(), frozenset({chair.id})),
        )
    assert (caught.value.code, caught.value.params) == ("session_without_quorum", {"least": 2, "seats": 2})


def test_votes_stand_in_the_sealed_bundle(factory):
    people = factory.closed_round()
    hold_session(people)
    decide_all(people)
    decide(factory, people, recognised=False, votes_for=0, votes_against=2)
    both(people, council.sign_provisional, people.round_id)
    finish(people)
    decisions = {row["entry"]: row for row in assert_bundle_holds(people)["decisions"]}
    code = people.nominations[0].codes[-1].code
    assert (decisions[code]["votes_for"], decisions[code]["votes_against"]) == (0, 2)
    assert {code: "votes_for" in row for code, row in decisions.items()} == {
        one: one == code for one in decisions
    }
