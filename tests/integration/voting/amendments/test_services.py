import pytest

from app.accounts.services.members import Scope, give_role
from app.core.actor import SYSTEM, Role
from app.core.database.base import db
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.core.mail import OutboxMail
from tests.factories import accounts
from tests.helpers.voting.acts import (
    act,
    assert_bundle_holds,
    both,
    close,
    decide_all,
    entry,
    finish,
    kinds,
    publish,
    the_round,
)
from tests.helpers.voting.browser import Person
from voting.amendments import services as amendments
from voting.council import services as council
from voting.dossiers import services as nominations
from voting.jury import services as jury
from voting.models import Juror, Recusal, ScoreSheet
from voting.product_sets import services as product_sets
from voting.results.queries import counted_nominations, result_rows
from voting.rounds import services as rounds
from voting.score_sheets.queries import list_sheets
from voting.support_team.services import seat_support

REASON = "Không đúng điều kiện dự bình chọn"


def seated(people, person, reason=REASON):
    group = people.products[0].group
    return act(people.chair, amendments.seat_late_juror, people.round_id, group, person.email, reason)


def disqualified(people, number, by=None):
    return act(by or people.secretary, amendments.disqualify_entry, people.nominations[number].id, REASON)


def test_late_juror_scores_every_entry_and_is_counted(factory):
    people = factory.round_in_scoring()
    fresh = factory.user("juror")
    seat_id = seated(people, fresh).id
    act(fresh, jury.declare_conflicts, seat_id, frozenset(), "")
    views = list_sheets(accounts.actor(fresh))
    assert len(views) == 2
    for user, key in [*((people.jurors[seat], key) for (seat, _), key in people.sheets.items()),
                      *((fresh, view.sheet.key) for view in views)]:  # fmt: skip
        factory.submit_sheet(user, key)
    close(people)
    assert {row["ballots"] for row in result_rows(the_round(people)).values()} == {4}
    publish(people)
    bundle = assert_bundle_holds(people)
    assert [row["alias"] for row in bundle["roster"]] == ["G1", "G2", "G3", "G4"]
    assert kinds(people).count("add_juror") == 1


def test_late_juror_is_searched_for_conflicts(factory):
    people = factory.round_in_scoring()
    fresh = factory.user("juror")
    act(SYSTEM, give_role, fresh.id, Scope(Role.FACILITY, facility_id=people.facility.id))
    seat_id = seated(people, fresh).id
    assert {row.juror_id for row in db.session.query(Recusal)} == {seat_id}
    assert db.session.query(OutboxMail).filter_by(recipient=fresh.email).count() >= 1


@pytest.mark.parametrize(
    ("who", "reason", "code", "field"),
    [
        ("fresh", " ", "reason_needed", "reason"),
        ("juror", REASON, "person_twice", "email"),
        ("member", REASON, "account_lacks_role", "email"),
    ],
)
def test_bad_late_juror_names_the_field(factory, who, reason, code, field):
    people = factory.round_in_scoring()
    person = {"fresh": factory.user("juror"), "juror": people.jurors[0], "member": people.member}[who]
    with pytest.raises(RuleBroken) as refused:
        seated(people, person, reason)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_member_of_the_council_becomes_no_juror(factory):
    people = factory.round_in_scoring()
    act(SYSTEM, give_role, people.secretary.id, Scope(Role.JUROR))
    with pytest.raises(RuleBroken) as refused:
        seated(people, people.secretary)
    assert (refused.value.code, refused.value.field) == ("council_and_jury", "email")


def test_member_of_the_support_team_becomes_no_juror(factory):
    people, helper = factory.round_in_scoring(), factory.user("support", email="giup@viec.vn")
    act(SYSTEM, give_role, helper.id, Scope(Role.JUROR))
    act(people.secretary, seat_support, people.round_id, [helper.email])
    with pytest.raises(RuleBroken) as late:
        seated(people, helper)
    assert (late.value.code, late.value.field) == ("support_is_juror", "email")
    planned = factory.planned_round(title_vi="Kỳ khác")
    act(planned.officer, seat_support, planned.round_id, [helper.email])
    seats = [rounds.Seat(helper.email, "")]
    with pytest.raises(RuleBroken) as early:
        act(planned.officer, rounds.seat_jury, planned.round_id, planned.products[0].group, seats)
    assert (early.value.code, early.value.field, early.value.params) == (
        "support_is_juror",
        "jurors",
        {"email": "giup@viec.vn"},
    )


def test_late_juror_is_the_chair_s_while_scoring_is_open(factory):
    people, fresh = factory.round_in_scoring(), factory.user("juror")
    for person in (people.secretary, people.officer, people.jurors[0]):
        with pytest.raises(NotAllowed):
            act(person, amendments.seat_late_juror, people.round_id, "khac", fresh.email, REASON)
    with pytest.raises(NotFound):
        act(people.chair, amendments.seat_late_juror, people.round_id, "khac", fresh.email, REASON)
    done = factory.closed_round(title_vi="Kỳ khác")
    with pytest.raises(Conflict) as refused:
        seated(done, fresh)
    assert refused.value.code == "scoring_closed"


def test_disqualified_entry_is_neither_scored_nor_counted(factory):
    people = factory.round_in_scoring()
    disqualified(people, 0)
    assert entry(people).state == "disqualified"
    assert len(list_sheets(accounts.actor(people.jurors[0]))) == 1
    with pytest.raises(Conflict) as refused:
        factory.submit_sheet(people.jurors[0], people.sheets[0, 0])
    assert refused.value.code == "entry_withdrawn"
    for seat in range(3):
        factory.submit_sheet(people.jurors[seat], people.sheets[seat, 1])
    close(people)
    assert list(result_rows(the_round(people))) == [entry(people, 1).id]
    publish(people)
    assert_bundle_holds(people)


@pytest.mark.parametrize("leave", ["disqualify", "withdraw"])
def test_entry_that_leaves_after_the_count_stays_counted(factory, leave):
    people = factory.closed_round(products=3)
    before = result_rows(the_round(people))
    decide_all(people)
    if leave == "disqualify":
        disqualified(people, 0)
    else:
        act(people.member, nominations.withdraw_nomination, people.nominations[0].id, REASON)
    assert result_rows(the_round(people)) == before
    assert [n.id for n in counted_nominations(the_round(people))] == [n.id for n in people.nominations[1:]]
    assert both(people, council.sign_provisional, people.round_id) == [False, True]
    finish(people)
    bundle = assert_bundle_holds(people)
    assert (len(bundle["results"]), len(bundle["decisions"])) == (3, 2)


@pytest.mark.parametrize("number", [0, 1])
def test_set_is_taken_apart_when_a_member_leaves(factory, number):
    people = factory.closed_round(products=2)
    ids = [n.id for n in people.nominations]
    act(people.chair, product_sets.merge_entries, people.round_id, ids, name="Bộ quà", set_case="a")
    act(people.member, nominations.withdraw_nomination, ids[number], REASON)
    assert [entry(people, n).state for n in (number, 1 - number)] == ["withdrawn", "accepted"]
    publish(people)
    assert assert_bundle_holds(people)["sets"] == []


def test_set_on_the_public_list_is_not_broken_by_leaving(factory):
    people = factory.closed_round(products=2)
    ids = [n.id for n in people.nominations]
    lead = act(
        people.chair, product_sets.merge_entries, people.round_id, ids, name="Bộ", set_case="a"
    ).lead_id
    decide_all(people)
    both(people, council.sign_provisional, people.round_id)
    with pytest.raises(Conflict) as refused:
        act(people.member, nominations.withdraw_nomination, lead, REASON)
    assert refused.value.code == "part_of_set"


def test_disqualification_needs_a_reason_and_the_council(factory):
    people = factory.round_in_scoring()
    nomination_id = people.nominations[0].id
    with pytest.raises(RuleBroken) as refused:
        act(people.chair, amendments.disqualify_entry, nomination_id, " ")
    assert (refused.value.code, refused.value.field) == ("reason_needed", "reason")
    for person in (people.officer, people.member, people.jurors[0]):
        with pytest.raises(NotAllowed):
            disqualified(people, 0, person)
    with pytest.raises(NotFound):
        act(people.chair, amendments.disqualify_entry, 10**6, REASON)
    disqualified(people, 0)
    with pytest.raises(Conflict) as again:
        disqualified(people, 0)
    assert again.value.code == "act_not_open"
    told = (
        db.session.query(OutboxMail)
        .filter_by(recipient=people.member.email)
        .order_by(OutboxMail.id)
        .all()[-1]
    )
    assert REASON in told.body


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_pages_of_amendments(factory, app, login_as, locale):
    people, fresh = factory.round_in_scoring(), factory.user("juror", name="Giám khảo đến sau")
    slug, group = the_round(people).slug, people.products[0].group
    chair, secretary = (Person(app, login_as(user), locale) for user in (people.chair, people.secretary))
    where = {"slug": slug, "group": group}
    assert chair.url("voting.add_juror", **where) in chair.open("voting.work_round", slug=slug)
    assert secretary.url("voting.add_juror", **where) not in secretary.open("voting.work_round", slug=slug)
    secretary.open("voting.add_juror", expect=403, **where)
    chair.open("voting.add_juror", slug=slug, group="khong-co", expect=404)
    assert "Giám khảo đến sau" in chair.open("voting.add_juror", **where)
    chair.send("voting.add_juror", {"email": fresh.email, "reason": ""}, expect=422, **where)
    assert len(chair.errors) == 1
    chair.send("voting.add_juror", {"email": fresh.email, "reason": REASON}, **where)
    assert db.session.query(Juror).filter_by(user_id=fresh.id).count() == 1
    here = {"nomination_id": people.nominations[0].id}
    assert secretary.url("voting.disqualify", **here) in secretary.open("voting.nomination", **here)
    secretary.send("voting.disqualify", {"reason": ""}, expect=422, **here)
    secretary.send("voting.disqualify", {"reason": REASON}, **here)
    assert secretary.url("voting.disqualify", **here) not in secretary.open("voting.nomination", **here)
    secretary.open("voting.disqualify", nomination_id=10**6, expect=404)
    assert db.session.query(ScoreSheet).count() == 8
