"""Plans, councils and juries that cannot be are refused at their field; a plan is changed before scoring alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.actor import SYSTEM
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import NotAllowed
from tests.factories.accounts import actor
from tests.helpers.voting.acts import act, refused, the_round
from tests.helpers.voting.levels import open_round
from voting.models import CouncilMember, Juror
from voting.rounds import services as rounds
from voting.rounds import transitions
from voting.rounds.queries import list_work_rounds
from voting.support_team.services import seat_support

GROUP = "che-bien-nong-lam-thuy-san-thuc-pham"


@pytest.fixture
def people(factory):
    return factory.planned_round()


def plan_of(people, **changes):
    """The plan of the round as it stands."""
    round_ = the_round(people)
    values = {name: getattr(round_, name) for name in rounds.RoundPlan.__slots__}
    return replace(rounds.RoundPlan(**values), **changes)


def soon(days):
    return utc_now() + timedelta(days=days)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title_vi": "  "}, ("required", "title_vi")),
        ({"rule_set_id": 999_999}, ("unknown_rule_set", "rule_set_id")),
        ({"level": "xa", "commune": "nowhere"}, ("commune_unknown", "area")),
        ({"entries_from": soon(5), "entries_until": soon(4)}, ("dates_out_of_order", "entries_until")),
        ({"entries_until": soon(5), "scoring_from": soon(4)}, ("dates_out_of_order", "scoring_from")),
        ({"scoring_from": soon(5), "scoring_until": soon(4)}, ("dates_out_of_order", "scoring_until")),
    ],
)
def test_a_plan_names_its_faulty_field(people, changes, told):
    version = the_round(people).version
    changed = plan_of(people, **changes)
    assert refused(people.officer, rounds.change_plan, people.round_id, changed, version=version) == told
    assert the_round(people).version == version


def test_a_plan_is_changed_by_who_read_it_last_in_the_own_area_before_scoring(factory, people):
    seen = the_round(people).version
    title = plan_of(people, title_vi="Kỳ bình chọn cấp tỉnh")
    act(people.officer, rounds.change_plan, people.round_id, title, version=seen)
    assert the_round(people).title_vi == "Kỳ bình chọn cấp tỉnh"
    assert refused(people.officer, rounds.change_plan, people.round_id, title, version=seen)[0] == "stale"
    elsewhere = plan_of(people, unit_id=factory.unit("01").id)
    with pytest.raises(NotAllowed):
        act(
            people.officer,
            rounds.change_plan,
            people.round_id,
            elsewhere,
            version=the_round(people).version,
        )
    open_round = factory.round_in_scoring(products=1)
    told = refused(
        open_round.officer,
        rounds.change_plan,
        open_round.round_id,
        plan_of(open_round),
        version=the_round(open_round).version,
    )
    assert told == ("round_frozen", None)
    assert refused(people.officer, rounds.seat_council, 999_999, []) == ("not_found", None)


def test_a_council_has_one_chair_and_one_secretary_who_judge_nothing(people):
    def seats(**roles):
        return [rounds.Seat(user.email, "", role=role) for role, user in roles.items()]

    chair, secretary = people.chair, people.secretary
    for council, told in (
        (seats(chair=chair), ("one_secretary", "secretary")),
        (seats(secretary=secretary), ("one_chair", "chair")),
        ([*seats(chair=chair, secretary=secretary), *seats(member=chair)], ("person_twice", "secretary")),
        (
            [*seats(chair=chair, secretary=secretary), *seats(member=people.jurors[0])],
            ("council_and_jury", "chair"),
        ),
        (
            [rounds.Seat("nobody@example.vn", "", role="chair"), *seats(secretary=secretary)],
            ("no_such_account", "chair"),
        ),
        (seats(chair=people.member, secretary=secretary), ("account_lacks_role", "chair")),
    ):
        assert refused(people.officer, rounds.seat_council, people.round_id, council) == told
    members = db.session.query(CouncilMember).order_by(CouncilMember.id)
    assert [member.role for member in members] == ["chair", "secretary"]


def test_a_jury_is_of_jurors_who_do_nothing_else_in_the_round(factory, people):
    jurors = [rounds.Seat(user.email, "") for user in people.jurors]
    judging = factory.user("officer-province", "juror", unit_id=people.facility.unit_id)
    for person, group, seats, told in (
        (people.officer, "poetry", jurors, ("unknown_group", "group")),
        (people.officer, GROUP, [jurors[0], jurors[0]], ("person_twice", "jurors")),
        (people.officer, GROUP, [rounds.Seat("x@example.vn", "")], ("no_such_account", "jurors")),
        (judging, GROUP, [*jurors, rounds.Seat(judging.email, "")], ("officer_is_juror", "jurors")),
    ):
        assert refused(person, rounds.seat_jury, people.round_id, group, seats) == told
    assert db.session.query(Juror).count() == len(people.jurors)


def test_nobody_judges_and_sits_in_the_council_or_helps_it(factory, people):
    both, helper = factory.user("chair", "juror"), factory.user("support", "juror")
    council = [
        rounds.Seat(both.email, "", role="chair"),
        rounds.Seat(people.secretary.email, "", role="secretary"),
    ]
    act(people.officer, rounds.seat_council, people.round_id, council)
    jurors = [rounds.Seat(user.email, "") for user in people.jurors]
    seats = [*jurors, rounds.Seat(both.email, "")]
    assert refused(people.officer, rounds.seat_jury, people.round_id, GROUP, seats) == (
        "council_and_jury",
        "jurors",
    )
    act(people.secretary, seat_support, people.round_id, [helper.email])
    seats = [*jurors, rounds.Seat(helper.email, "")]
    assert refused(people.officer, rounds.seat_jury, people.round_id, GROUP, seats) == (
        "support_is_juror",
        "jurors",
    )
    act(people.secretary, seat_support, people.round_id, [])
    act(people.officer, rounds.seat_jury, people.round_id, GROUP, seats)
    told = refused(people.secretary, seat_support, people.round_id, [helper.email])
    assert told == ("support_is_juror", "members")


def test_council_and_plan_are_settled_once_scoring_is_open(factory, people):
    judging = factory.round_in_scoring(products=1)
    seats = [rounds.Seat(judging.chair.email, "", role="chair")]
    assert refused(judging.officer, rounds.seat_council, judging.round_id, seats) == ("round_frozen", None)
    for person in (people.officer, factory.user("officer-national"), SYSTEM):
        with pytest.raises(NotAllowed):  # a round of a province is of one, and planned by its officer
            act(person, rounds.plan_round, plan_of(people, unit_id=None))


def test_regions_see_the_rounds_of_their_own_region(factory):
    officer = factory.user("officer-region", region="phia-nam")
    plan = {"level": "khu-vuc", "region": "phia-nam"}
    made = open_round(officer, plan)
    assert [round_.id for round_ in list_work_rounds(actor(officer))] == [made.round_id]
    assert list_work_rounds(actor(factory.user("officer-region", region="phia-bac"))) == []


def test_entries_are_taken_longer_with_a_reason_and_until_scoring(people):
    for step in ("announce", "open_entries"):
        act(people.officer, transitions.step, people.round_id, step)
    extend = rounds.extend_entries
    version = the_round(people).version
    dates = plan_of(people, entries_until=soon(5), scoring_from=soon(10), scoring_until=soon(20))
    act(people.officer, rounds.change_plan, people.round_id, dates, version=version)
    assert refused(people.officer, extend, people.round_id, soon(7), " ") == ("reason_needed", "reason")
    assert refused(people.officer, extend, people.round_id, soon(4), "Bão") == ("deadline_not_later", "until")
    assert refused(people.officer, extend, people.round_id, soon(11), "Bão") == (
        "dates_out_of_order",
        "until",
    )
    act(people.officer, extend, people.round_id, soon(8), "Bão số 4")
    assert the_round(people).extended_reason == "Bão số 4"
