import pytest

from app.accounts.services.members import Scope, give_role, take_role
from app.core.actor import SYSTEM, Role
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import NotAllowed, RuleBroken
from app.core.mail import OutboxMail
from catalog.models import Facility
from tests.factories import accounts
from tests.helpers.statements import statements
from tests.helpers.voting.acts import act, the_round
from tests.helpers.voting.browser import TOKEN, Person
from voting.jury import services as jury
from voting.jury.conflicts import rules as conflict_rules
from voting.models import Juror, Recusal, SelectionRound
from voting.rounds import services as rounds
from voting.rounds import transitions
from voting.score_sheets.queries import list_seats, list_sheets
from voting.scoring import services as scoring_stage


def recusals(people):
    query = db.session.query(Juror.user_id, Recusal.rule, Recusal.state).join(
        Juror, Juror.id == Recusal.juror_id
    )
    return [tuple(row) for row in query.order_by(Recusal.id)]


def opened(factory, prepare, **facts):
    """A round that opened scoring after `prepare(people)` made a juror suspicious."""
    people = factory.receiving_round(products=1, **facts)
    prepare(people)
    nomination = factory.complete_dossier(people.member, people.round_id, people.products[0].id)
    from voting.dossiers import services as nominations

    act(people.member, nominations.submit_nomination, nomination.id)
    act(people.secretary, nominations.accept_nomination, nomination.id)
    act(people.officer, transitions.step, people.round_id, "close_entries")
    act(people.officer, scoring_stage.open_scoring, people.round_id)
    people.nomination_id = nomination.id
    return people


def become_member(people):
    act(SYSTEM, give_role, people.jurors[0].id, Scope(Role.FACILITY, facility_id=people.facility.id))


def was_member(people):
    become_member(people)
    juror = db.session.get_one(type(people.jurors[0]), people.jurors[0].id)
    membership = next(m for m in juror.memberships if m.role == Role.FACILITY)
    act(SYSTEM, take_role, membership.id)


def rename_juror(name, commune=""):
    def prepare(people):
        with transaction():
            seat = db.session.query(Juror).filter_by(user_id=people.jurors[0].id).one()
            seat.name, seat.commune = name, commune

    return prepare


def test_member_of_the_facility_is_proposed(factory):
    people = opened(factory, become_member)
    assert recusals(people) == [(people.jurors[0].id, "same_facility same_tax_code", "proposed")]


def test_former_member_is_proposed(factory):
    people = opened(factory, was_member)
    assert recusals(people) == [(people.jurors[0].id, "past_facility same_tax_code", "proposed")]


def test_namesake_of_the_owner_is_proposed(factory):
    people = opened(factory, rename_juror("NGUYỄN THỊ HOA"))
    assert recusals(people) == [(people.jurors[0].id, "owner", "proposed")]


def test_same_commune_and_surname_is_proposed(factory):
    people = opened(factory, rename_juror("Nguyễn Văn Bình", "xã Phú Lâm"))
    assert recusals(people) == [(people.jurors[0].id, "same_commune_and_surname", "proposed")]


@pytest.mark.parametrize(("name", "commune"), [("Trần Văn Bình", "xã Phú Lâm"), ("Nguyễn Văn Bình", "")])
def test_surname_or_commune_alone_says_nothing(factory, name, commune):
    people = opened(factory, rename_juror(name, commune))
    assert recusals(people) == []


def test_branch_of_the_same_enterprise_is_proposed(factory):
    def prepare(people):
        number = db.session.get_one(Facility, people.facility.id).registration_number
        branch = factory.facility(registration_number=f"{number}-001", contact_name="Lê Thị Na")
        act(SYSTEM, give_role, people.jurors[1].id, Scope(Role.FACILITY, facility_id=branch.id))

    people = opened(factory, prepare)
    assert recusals(people) == [(people.jurors[1].id, "same_tax_code", "proposed")]


def test_proposed_conflict_hides_the_entry_until_the_chair_refuses_it(factory):
    people = opened(factory, become_member)
    seat = list_seats(people.jurors[0].id)[0]
    act(people.jurors[0], jury.declare_conflicts, seat.id, frozenset(), "")
    person = accounts.actor(people.jurors[0])
    assert list_sheets(person) == []
    recusal = db.session.query(Recusal).one()
    act(people.chair, scoring_stage.decide_conflict, recusal.id, stands=False)
    assert len(list_sheets(person)) == 1


@pytest.mark.parametrize(("button", "state"), [("confirm", "confirmed"), ("refuse", "refused")])
def test_chair_decides_a_conflict_once_from_the_page_of_the_round(app, factory, login_as, button, state):
    people = opened(factory, become_member)
    slug = the_round(people).slug
    chair = Person(app, login_as(people.chair), "en")
    token = TOKEN.search(chair.open("voting.work_round", slug=slug))[1]
    recusal_id = str(db.session.query(Recusal).one().id)

    def press(recusal):
        data = {"csrf_token": token, "recusal": recusal, "act": button}
        answer = chair.client.post(chair.url("voting.decide_conflict", slug=slug), data=data)
        assert (answer.status_code, answer.headers["Location"]) == (
            303,
            chair.url("voting.work_round", slug=slug),
        )
        return chair.open("voting.work_round", slug=slug)

    press(recusal_id)
    assert [told for *_, told in recusals(people)] == [state]
    assert "This has been decided already." in press(recusal_id)
    assert "We could not find that page." in press("x")
    assert [told for *_, told in recusals(people)] == [state]


def test_search_reads_memberships_of_its_jurors_alone(factory):
    people = factory.round_in_scoring(products=2)
    round_ = the_round(people)
    with statements() as heard:
        assert conflict_rules.find_new_conflicts(round_) == []
    asked = [text for text, _ in heard if "FROM membership" in text or "FROM audit_entry" in text]
    assert ["membership.user_id IN" in text or "audit_entry.subject_id IN" in text for text in asked] == [
        True, True,
    ]  # fmt: skip


def test_people_linked_to_entrants_are_members_of_today_and_of_before(factory):
    people = factory.round_in_scoring(products=1)
    was_member(people)
    stranger = factory.facility()
    act(SYSTEM, give_role, people.jurors[1].id, Scope(Role.FACILITY, facility_id=stranger.id))
    group = people.products[0].group
    assert conflict_rules.list_linked_people(the_round(people)) == {
        (people.member.id, group), (people.jurors[0].id, group),
    }  # fmt: skip


def test_looking_again_finds_nothing_twice_and_respects_the_chair(factory):
    people = opened(factory, become_member)
    act(people.chair, scoring_stage.decide_conflict, db.session.query(Recusal).one().id, stands=False)
    assert act(people.secretary, conflict_rules.look_for_conflicts, people.round_id) == 0
    assert recusals(people) == [(people.jurors[0].id, "same_facility same_tax_code", "refused")]


def test_chair_is_told_without_names(factory):
    people = opened(factory, become_member)
    mails = db.session.query(OutboxMail).filter_by(recipient=people.chair.email).all()
    assert [people.facility.name in mail.body for mail in mails] == [False]


def test_communes_are_noted_and_used(factory):
    people = opened(factory, rename_juror("Nguyễn Văn Bình"))
    seat = db.session.query(Juror).filter_by(user_id=people.jurors[0].id).one()
    act(
        people.secretary, conflict_rules.note_communes, people.round_id, {seat.id: "Xã Phú Lâm", 0: "Xã Khác"}
    )
    assert act(people.secretary, conflict_rules.look_for_conflicts, people.round_id) == 1
    assert recusals(people) == [(people.jurors[0].id, "same_commune_and_surname", "proposed")]


@pytest.mark.parametrize("who", ["juror", "member"])
def test_looking_for_conflicts_is_for_the_secretariat(factory, who):
    people = factory.receiving_round()
    person = {"juror": people.jurors[0], "member": people.member}[who]
    for verb, facts in ((conflict_rules.look_for_conflicts, ()), (conflict_rules.note_communes, ({},))):
        with pytest.raises(NotAllowed):
            act(person, verb, people.round_id, *facts)


def test_after_closing_no_conflict_is_looked_for(factory):
    people = factory.closed_round()
    for verb, facts in ((conflict_rules.look_for_conflicts, ()), (conflict_rules.note_communes, ({},))):
        with pytest.raises(RuleBroken) as refused:
            act(people.chair, verb, people.round_id, *facts)
        assert refused.value.code == "scoring_closed"


def test_jury_seated_anew_keeps_who_stays(factory):
    people = factory.receiving_round(products=1)
    group = people.products[0].group
    first, second = (db.session.query(Juror).filter_by(user_id=j.id).one() for j in people.jurors[:2])
    with transaction():
        db.session.get_one(Juror, first.id).commune = "Xã Phú Lâm"
    nomination = factory.complete_dossier(people.member, people.round_id, people.products[0].id)
    act(people.jurors[1], jury.declare_conflicts, second.id, frozenset({people.facility.id}), "Người thân")
    assert db.session.query(Recusal.nomination_id).all() == [(nomination.id,)]
    fresh = factory.user("juror")
    seats = [rounds.Seat(person.email, "") for person in (people.jurors[0], fresh)]
    act(people.officer, rounds.seat_jury, people.round_id, group, seats)
    panel = the_round(people).panels[0]
    assert [(juror.user_id, juror.alias, juror.commune) for juror in panel.jurors] == [
        (people.jurors[0].id, "G1", "Xã Phú Lâm"),
        (fresh.id, "G2", ""),
    ]
    assert db.session.query(Recusal).count() == 0


def test_a_commune_is_found_without_a_province_where_one_alone_has_its_name(app):
    nation = SelectionRound(level="quoc-gia")
    found = [
        conflict_rules.find_commune_key(name, nation)
        for name in ("Xã Phú Lâm, Đồng Nai", "Trấn Biên", "Xã Hư Cấu")
    ]
    assert found == ["2025-26158", "2025-26041", ""]
