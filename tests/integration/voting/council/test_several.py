"""Many entries decided in few requests: by the count, or one decision on all that are ticked."""

import re

import pytest

from app.core.database.base import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from tests.helpers.voting.acts import act, both, hold_session, the_round
from tests.helpers.voting.browser import Person
from tests.helpers.voting.khanh_hoa import score_all
from tests.integration.voting.scoring.test_second_pass import rules
from voting.council import services as council
from voting.models import CouncilVerdict, EntryCode
from voting.product_sets import services as product_sets

AT = {"market": "28", "economy": "28", "culture": "7", "other": "7"}
BELOW = {"market": "28", "economy": "28", "culture": "7", "other": "6.9"}


def points(market):
    """A sheet of 42 points and what the market gets."""
    return {"market": str(market), "economy": "28", "culture": "7", "other": "7"}


def codes(people, *numbers):
    query = db.session.query(EntryCode.nomination_id, EntryCode.code)
    found = dict(query.all())
    return [found[people.nominations[number].id] for number in numbers]


def verdicts(people):
    found = {row.nomination_id: row.recognised for row in db.session.query(CouncilVerdict)}
    return [found.get(nomination.id) for nomination in people.nominations]


class Counting(Person):
    """Counts what goes to the server."""

    def __init__(self, app, client, locale="vi"):
        super().__init__(app, client, locale)
        self.requests, inner = 0, client.open

        def counted(*args, **facts):
            self.requests += 1
            return inner(*args, **facts)

        client.open = counted


def test_sixty_decisions_take_four_requests(factory, app, login_as):
    """40 of 60 reach 70; the council leaves two of these out by 2 votes to 0, in a session of both members."""
    people = factory.receiving_round(products=60, jurors=1, rule_set_id=rules(minimum_ballots=1))
    _enter_all(factory, people)
    score_all(people, {number: AT if number < 40 else BELOW for number in range(60)})
    hold_session(people)
    slug, chair = the_round(people).slug, Counting(app, login_as(people.chair))
    left_out = [people.nominations[number].id for number in (3, 5)]
    chair.send(
        "voting.decide_several",
        {
            "entries": left_out,
            "recognised": "no",
            "reason": "Trùng mẫu",
            "votes_for": "0",
            "votes_against": "2",
        },
        slug=slug,
    )
    page = chair.client.get(chair.url("voting.follow_count", slug=slug))
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    answer = chair.client.post(
        chair.url("voting.follow_count", slug=slug), data={"csrf_token": token, "act": "all"}
    )
    assert (answer.status_code, chair.requests) == (303, 4)
    assert verdicts(people) == [number < 40 and number not in {3, 5} for number in range(60)]
    assert both(people, council.sign_provisional, people.round_id) == [False, True]


def _enter_all(factory, people):
    from voting.acceptance.services import accept_several
    from voting.dossiers import services as nominations

    people.nominations = []
    for product in people.products:
        nomination = factory.complete_dossier(people.member, people.round_id, product.id)
        act(people.member, nominations.submit_nomination, nomination.id)
        people.nominations.append(nomination)
    act(people.secretary, accept_several, people.round_id, [n.id for n in people.nominations])


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_only_those_that_passed(factory, app, login_as, locale):
    people = factory.closed_round({2: BELOW}, products=3)
    slug, chair = the_round(people).slug, Person(app, login_as(people.chair), locale)
    assert chair.url("voting.follow_count", slug=slug) in chair.open("voting.board", slug=slug)
    page = chair.open("voting.follow_count", slug=slug)
    assert [page.count(code) for code in codes(people, 0, 1, 2)] == [1, 1, 1]
    chair.send("voting.follow_count", {"act": "passed"}, slug=slug)
    assert verdicts(people) == [True, True, None]
    page = chair.open("voting.follow_count", slug=slug)
    assert [page.count(code) for code in codes(people, 0, 1, 2)] == [0, 0, 1]
    chair.send("voting.follow_count", {"act": "all"}, slug=slug)
    assert verdicts(people) == [True, True, False]
    nothing = {"act": "all"}
    chair.send("voting.follow_count", nothing, on="voting.council_session", expect=422, slug=slug)
    assert len(chair.errors) == 1


def test_count_stops_at_the_limit_of_the_rules(factory, app, login_as):
    """Totals 80, 77, 77, 75 and 69.9, at most two recognised: one stands within, two are tied at the line, one is
    beyond it.
    """
    limit = rules(cap={"kind": "count", "value": "2"})
    scores = {0: points(38), 1: points(35), 2: points(35), 3: points(33), 4: BELOW}
    people = factory.closed_round(scores, products=5, rule_set_id=limit)
    slug, chair = the_round(people).slug, Person(app, login_as(people.chair), "en")
    page = chair.open("voting.overall_order", slug=slug)
    titles = ["Within the limit of the rules (1)", "Tied at the limit: the council chooses (2)",
              "Beyond the limit (1)", "Below the pass mark (1)"]  # fmt: skip
    assert [title in page for title in titles] == [True] * 4
    places = re.findall(r'<span class="cell-value">(\d)</span>', page)
    assert places == ["1", "2", "2", "4", "5"]
    order = [page.index(code) for code in codes(people, 0, 3, 4)]
    assert order == sorted(order)
    assert "Left to the council (3)" in chair.open("voting.follow_count", slug=slug)
    chair.send("voting.follow_count", {"act": "all"}, slug=slug)
    assert verdicts(people) == [True, None, None, None, False]

    hold_session(people)
    ids = [people.nominations[number].id for number in (2, 3)]
    out = {
        "entries": ids,
        "recognised": "no",
        "reason": "Vượt số lượng",
        "votes_for": "0",
        "votes_against": "2",
    }
    chair.send("voting.decide_several", out, slug=slug)
    one = {"entries": [people.nominations[1].id], "recognised": "yes"}
    chair.send("voting.decide_several", one, slug=slug)
    assert verdicts(people) == [True, True, False, False, False]
    assert both(people, council.sign_provisional, people.round_id) == [False, True]


def test_set_stands_once_within_the_limit(factory):
    """Of four entries two make a set: three count, so that half of them is one, not two."""
    limit = rules(cap={"kind": "share", "value": "1/2"})
    scores = {0: points(38), 1: points(37), 2: points(36), 3: points(35)}
    people = factory.closed_round(scores, products=4, rule_set_id=limit)
    ids = [people.nominations[number].id for number in (0, 1)]
    act(people.secretary, product_sets.merge_entries, people.round_id, ids, name="Bộ quà", set_case="c")
    assert act(people.chair, council.follow_count, people.round_id) == 1
    assert verdicts(people) == [True, None, None, None]


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_wrong_input_is_answered_at_the_field(factory, app, login_as, locale):
    people = factory.closed_round({1: BELOW}, products=2)
    chair, slug = Person(app, login_as(people.chair), locale), the_round(people).slug
    passed, below = (nomination.id for nomination in people.nominations)
    good = {"entries": [passed], "recognised": "yes", "reason": "Đã thảo luận"}
    for wrong in (
        {"entries": []}, {"entries": ["x"]}, {"entries": [10**6]}, {"recognised": ""}, {"recognised": "maybe"},
        {"votes_for": "ba"}, {"votes_for": "-1"}, {"recognised": "no", "reason": ""}, {"recognised": "no"},
        {"entries": [passed, below]}, {"reason": "\x07"},
    ):  # fmt: skip
        page = chair.send("voting.decide_several", good | wrong, expect=422, slug=slug)
        assert len(chair.errors) == 1, wrong
        assert "Đã thảo luận" in page or "reason" in wrong
    assert verdicts(people) == [None, None]
    act(people.chair, council.decide_entry, people.round_id, passed, recognised=True)
    chair.send("voting.decide_several", good, expect=422, slug=slug)
    assert len(chair.errors) == 1


def test_deciding_on_several_is_the_council_s_in_its_session(factory, app, login_as):
    people = factory.closed_round(products=1)
    ids = [people.nominations[0].id]
    for person in (people.officer, people.member, people.jurors[0]):
        with pytest.raises(NotAllowed):
            act(person, council.decide_several, people.round_id, ids, recognised=True)
    with pytest.raises(RuleBroken) as nothing:
        act(people.chair, council.decide_several, people.round_id, [], recognised=True)
    assert nothing.value.field == "entries"
    act(people.chair, council.follow_count, people.round_id)
    both(people, council.sign_provisional, people.round_id)
    for verb, facts in ((council.follow_count, {}), (council.decide_several, {"recognised": True})):
        with pytest.raises(Conflict) as late:
            act(people.chair, verb, people.round_id, *([ids] if facts else []), **facts)
        assert late.value.code == "not_in_council"


def test_board_says_when_the_time_to_complain_would_end(factory, app, login_as):
    from datetime import UTC, datetime

    from app.core.clock import FixedClock, use_clock

    people = factory.closed_round(products=1)
    with use_clock(FixedClock(datetime(2027, 1, 20, 3, tzinfo=UTC))):
        chair = Person(app, login_as(people.chair), "en")
        page = chair.open("voting.board", slug=the_round(people).slug)
        assert "17 February 2027" not in page  # not before every entry has its decision
        act(people.chair, council.follow_count, people.round_id)
        page = chair.open("voting.board", slug=the_round(people).slug)
    assert "Signed today, the time to complain ends on" in page
    assert "17 Feb 2027" in page or "17 February 2027" in page or "17/02/2027" in page


def test_pages_of_the_count_are_closed_while_scoring_runs(factory, app, login_as):
    people = factory.round_in_scoring()
    slug, chair = the_round(people).slug, Person(app, login_as(people.chair))
    addresses = [chair.url(name, slug=slug) for name in ("voting.follow_count", "voting.decide_several")]
    assert [chair.client.get(address).status_code for address in addresses] == [404, 404]
