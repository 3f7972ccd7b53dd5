"""Quorum, majority and cap of the rules bind the council."""

import re

import pytest

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import RuleBroken
from app.core.logs.tlog.lines import dump_lines
from tests.helpers.voting.acts import (
    act,
    assert_bundle_holds,
    both,
    decide_all,
    finish,
    hold_session,
    the_round,
)
from tests.helpers.voting.browser import Person
from tests.integration.voting.council_papers.test_office_program import words
from tests.integration.voting.scoring.test_second_pass import rules
from voting.council import services as council
from voting.obstacles.queries import list_stage_obstacles
from voting.verification.bundle_check import find_faults
from voting.verification.cli import check_signature


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


def open_vote(people, votes, *, recognised, number=0, **facts):
    """Each member's vote, in the order of the council: True is for it."""
    ids = [member.id for member in the_round(people).members]
    words = {"reason": "Hội đồng thống nhất", "votes": dict(zip(ids, votes, strict=False)), **facts}
    nomination_id = people.nominations[number].id
    act(people.chair, council.decide_entry, people.round_id, nomination_id, recognised=recognised, **words)


def test_votes_of_members_are_counted_sealed_and_printed(factory, login_as):
    """Chair and secretary vote for the first entry; the secretary alone for the second, which the count passed."""
    people = factory.closed_round()
    hold_session(people)
    open_vote(people, (True, True), recognised=True)
    open_vote(people, (False, True), recognised=False, number=1)
    found = [council.find_verdict(nomination.id) for nomination in people.nominations]
    assert [(row.votes_for, row.votes_against) for row in found] == [(2, 0), (1, 1)]
    both(people, council.sign_provisional, people.round_id)
    slug, (chair, secretary) = the_round(people).slug, [m.name for m in the_round(people).members]
    minutes = words(login_as(people.chair).get(f"/hoi-dong/{slug}/van-ban/bien-ban.pdf").data)
    codes = [nomination.codes[-1].code for nomination in people.nominations]
    assert f"{codes[0]} {chair}, {secretary}" in minutes
    assert f"{codes[1]} {secretary} {chair}" in minutes
    finish(people)
    bundle = assert_bundle_holds(people)
    votes = {row["entry"]: row["votes"] for row in bundle["decisions"]}
    assert votes == {codes[0]: {"H1": "for", "H2": "for"}, codes[1]: {"H1": "against", "H2": "for"}}
    [session] = [row["event"] for row in bundle["log"] if row["event"]["kind"] == "council_session"]
    assert (session["members"], session["present"], session["seats"]) == (["H1", "H2"], 2, 2)
    votes[codes[1]]["H1"] = "for"
    assert [str(fault) for fault in find_faults(dump_lines(bundle), check_signature)] != []


@pytest.mark.parametrize(
    ("votes", "facts", "refused"),
    [
        ((True,), {}, ("quorum_missing", "votes_for")),
        ((True, False), {}, ("votes_say_otherwise", "recognised")),
        ((True, True), {"votes_for": 1}, ("votes_differ", "votes_for")),
        ((True, True), {"votes_against": 1}, ("votes_differ", "votes_against")),
    ],
)
def test_votes_of_members_that_do_not_carry_a_verdict_are_refused(factory, votes, facts, refused):
    people = factory.closed_round()
    hold_session(people)
    with pytest.raises(RuleBroken) as caught:
        open_vote(people, votes, recognised=True, **facts)
    assert (caught.value.code, caught.value.field) == refused


def test_only_members_present_vote(factory):
    people = factory.closed_round(rule_set_id=rules(quorum="1/2"))
    [chair, _secretary] = the_round(people).members
    session = council.Session(today(), frozenset({chair.id}))
    act(people.chair, council.record_session, people.round_id, session)
    with pytest.raises(RuleBroken) as caught:
        open_vote(people, (True, True), recognised=True)
    assert (caught.value.code, caught.value.field) == ("vote_of_absent", "votes_for")


def test_votes_of_who_was_absent_after_all_are_not_signed(factory):
    people = factory.closed_round(rule_set_id=rules(quorum="1/2"))
    hold_session(people)
    open_vote(people, (True, True), recognised=True)
    open_vote(people, (True,), recognised=True, number=1)
    [chair, _secretary] = the_round(people).members
    act(
        people.chair, council.record_session, people.round_id, council.Session(today(), frozenset({chair.id}))
    )
    code = people.nominations[0].codes[-1].code
    found = list_stage_obstacles(factory.actor(people.chair), the_round(people))
    assert [(row.code, list(row.names)) for row in found] == [("votes_of_absent", [code])]
    with pytest.raises(RuleBroken) as caught:
        act(people.chair, council.sign_provisional, people.round_id)
    assert (caught.value.code, caught.value.params) == ("votes_of_absent", {"codes": code})
    hold_session(people)
    assert both(people, council.sign_provisional, people.round_id) == [False, True]


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_votes_of_members_at_the_browser(factory, app, login_as, locale):
    people = factory.closed_round()
    chair, slug = Person(app, login_as(people.chair), locale), the_round(people).slug
    codes = [nomination.codes[-1].code for nomination in people.nominations]
    assert 'name="vote_' not in chair.open("voting.decide", slug=slug, code=codes[0])
    hold_session(people)
    assert "(H1, H2 …)" in chair.open("voting.decide", slug=slug, code=codes[0])  # whoever votes is told
    assert "(H1, H2 …)" in chair.open("site.privacy")
    ids = [member.id for member in the_round(people).members]
    form = {"recognised": "no", "reason": "Trùng mẫu", f"vote_{ids[0]}": "against", f"vote_{ids[1]}": "no"}
    chair.send("voting.decide", form, expect=422, slug=slug, code=codes[0])
    assert len(chair.errors) == 1
    chair.send("voting.decide", form | {f"vote_{ids[1]}": "against"}, slug=slug, code=codes[0])
    page = chair.open("voting.decide", slug=slug, code=codes[0])
    shown = [tag for tag in re.findall(r'<input[^>]*name="vote_[^>]*>', page) if " checked" in tag]
    assert ['value="against"' in tag for tag in shown] == [True, True]
    several = {"entries": [people.nominations[1].id], "recognised": "yes", "reason": ""}
    chair.send("voting.decide_several", several | {f"vote_{key}": "for" for key in ids}, slug=slug)
    found = [council.find_verdict(nomination.id) for nomination in people.nominations]
    assert [(row.recognised, row.votes) for row in found] == [
        (False, {str(key): "against" for key in ids}), (True, {str(key): "for" for key in ids}),
    ]  # fmt: skip


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
