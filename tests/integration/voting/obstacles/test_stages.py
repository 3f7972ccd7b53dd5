"""What stands in the way of the next step is listed before it, with who can lift it: what the step refuses."""

from datetime import timedelta

import pytest

from app.accounts.services.members import Scope, give_role
from app.core.actor import SYSTEM, Role
from app.core.clock import today, use_clock
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import RuleBroken
from catalog.awards.services import suspend_award
from catalog.enums import FacilityState
from catalog.models import Award, Facility
from tests.helpers.voting.acts import act, both, close, later, publish, the_round
from tests.helpers.voting.browser import Person
from tests.integration.voting.promotion.test_services import promoted, upper_round
from tests.integration.voting.scoring.test_second_pass import rules
from voting.complaints import services as complaints
from voting.council import services as council
from voting.dossiers import services as nominations
from voting.jury.conflicts.rules import look_for_conflicts
from voting.obstacles.queries import list_stage_obstacles
from voting.publication import services as publication
from voting.rounds import services as rounds
from voting.rounds import transitions
from voting.scoring import services as scoring_stage

LOW = {"market": "20", "economy": "20", "culture": "5", "other": "5"}


def told(factory, person, people):
    """(what, who, how many) of each obstacle that this person is told of."""
    found = list_stage_obstacles(factory.actor(person), the_round(people))
    return [(row.code, row.lifter.value, row.count) for row in found]


def refused(person, verb, *args, **facts):
    with pytest.raises(RuleBroken) as caught:
        act(person, verb, *args, **facts)
    return caught.value.code


def test_before_scoring_council_jury_and_dossiers(factory):
    people = factory.receiving_round(products=2)
    assert told(factory, people.officer, people) == []
    group = people.products[0].group
    for product in people.products:
        nomination = factory.complete_dossier(people.member, people.round_id, product.id)
        act(people.member, nominations.submit_nomination, nomination.id)
    act(people.secretary, nominations.accept_nomination, nomination.id)
    act(people.officer, rounds.seat_jury, people.round_id, group, [rounds.Seat(people.jurors[0].email, "")])
    act(people.officer, transitions.step, people.round_id, "close_entries")
    expected = [("jury_too_small", "officer", 3), ("dossiers_waiting", "secretary", 1)]
    assert told(factory, people.officer, people) == told(factory, people.chair, people) == expected
    assert refused(people.officer, scoring_stage.open_scoring, people.round_id) == "dossiers_waiting"


def test_a_round_without_people_and_without_entries_says_so(factory):
    people = factory.receiving_round(products=1)
    with transaction():
        for member in the_round(people).members:
            db.session.delete(member)
    act(people.officer, transitions.step, people.round_id, "close_entries")
    assert told(factory, people.officer, people) == [
        ("council_incomplete", "officer", 0),
        ("no_entries", "officer", 0),
    ]
    assert refused(people.officer, scoring_stage.open_scoring, people.round_id) == "no_entries"


def test_certificate_suspended_below_is_told_above_with_who_lifts_it(factory, app, login_as):
    people = factory.published_round()
    upper = upper_round(factory)
    promoted(people, upper, 0)
    act(
        SYSTEM,
        suspend_award,
        db.session.query(Award).filter_by(product_id=people.products[0].id).one().id,
        "Nghi vấn",
    )
    assert told(factory, upper.officer, upper) == [
        ("dossiers_waiting", "secretary", 1), ("entries_not_eligible", "others", 1),
    ]  # fmt: skip
    page = Person(app, login_as(upper.officer), "en").open("voting.work_round", slug=the_round(upper).slug)
    assert "The authority that issued the certificate lifts its suspension or issues another." in page
    assert people.products[0].name_vi in page


def test_conflict_that_arose_during_scoring_stops_the_closing_until_it_is_looked_at(factory):
    people = factory.round_in_scoring(products=1)
    for seat, juror in enumerate(people.jurors):
        factory.submit_sheet(juror, people.sheets[seat, 0])
    act(SYSTEM, give_role, people.jurors[0].id, Scope(Role.FACILITY, facility_id=people.facility.id))
    assert told(factory, people.officer, people) == [("conflicts_not_looked_at", "secretary", 1)]
    assert refused(people.chair, scoring_stage.sign_closing, people.round_id) == "conflicts_not_looked_at"
    act(people.secretary, look_for_conflicts, people.round_id)
    assert told(factory, people.officer, people) == [("conflicts_waiting", "chair", 1)]
    close(people)
    assert the_round(people).state == "council"


def test_sheets_too_far_apart_are_told_to_the_council_alone(factory):
    people = factory.round_in_scoring(rule_set_id=rules(spread={"kind": "median", "points": "10"}))
    for (seat, number), key in people.sheets.items():
        if (seat, number) != (1, 1):
            factory.submit_sheet(people.jurors[seat], key, LOW if (seat, number) == (2, 0) else None)
    wide = ("sheets_too_far_apart", "chair", 1)
    left = ("sheets_missing", "jurors", 1)
    assert (told(factory, people.chair, people), told(factory, people.officer, people)) == (
        [wide, left],
        [left],
    )
    assert refused(people.chair, scoring_stage.sign_closing, people.round_id) == "sheets_too_far_apart"


def test_before_the_list_the_council_sees_what_it_has_not_decided_and_what_is_too_many(factory):
    people = factory.closed_round(rule_set_id=rules(cap={"kind": "share", "value": "1/2"}))
    ids = [nomination.id for nomination in people.nominations]
    act(people.chair, council.decide_entry, people.round_id, ids[0], recognised=True)
    assert told(factory, people.chair, people) == [("entries_undecided", "council", 1)]
    assert told(factory, people.officer, people) == []
    act(people.chair, council.decide_entry, people.round_id, ids[1], recognised=True)
    assert told(factory, people.chair, people) == [("recognised_over_cap", "council", 1)]
    assert refused(people.chair, council.sign_provisional, people.round_id) == "recognised_over_cap"


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_before_publication_each_obstacle_leads_where_it_is_lifted(factory, app, login_as, locale):
    people = factory.provisional_round()
    filed = act(people.member, complaints.file_complaint, people.nominations[0].id, "Tính sai một phiếu")
    with transaction():
        db.session.get_one(Facility, people.facility.id).state = FacilityState.SUSPENDED
    rest = [("decision_missing", "council", 0), ("entries_not_eligible", "others", 2)]
    assert told(factory, people.chair, people) == [("complaints_open", "council", 1), *rest]
    assert told(factory, people.officer, people) == rest[1:]
    act(people.chair, complaints.answer_complaint, filed.id, "upheld", "Đúng là tính sai")
    assert told(factory, people.chair, people) == [("complaint_upheld", "council", 0), *rest]
    chair, slug = Person(app, login_as(people.chair), locale), the_round(people).slug
    for name in ("voting.publish", "voting.board", "voting.work_round"):
        page = chair.open(name, slug=slug)
        assert "K1" in page.partition('class="obstacles')[2]
        assert [chair.url(place, slug=slug) in page for place in ("voting.return_to_council", "voting.decision")] == [
            True, True,
        ]  # fmt: skip


def test_window_open_and_upheld_complaints_hold_the_archive(factory):
    people = factory.published_round()
    until = the_round(people).complaints_until
    assert told(factory, people.officer, people) == [("complaints_run", "nobody", 0)]
    filed = act(people.member, complaints.file_complaint, people.nominations[0].id, "Tính sai")
    act(people.officer, transitions.step, people.round_id, "award")
    with use_clock(later(days=(until - today()).days + 1)):
        assert told(factory, people.officer, people) == [("complaints_open", "council", 1)]
        assert refused(people.officer, transitions.step, people.round_id, "archive") == "complaints_open"
        act(people.chair, complaints.answer_complaint, filed.id, "partly_upheld", "Đúng một phần")
        found = list_stage_obstacles(factory.actor(people.officer), the_round(people))
        assert [(row.code, list(row.names)) for row in found] == [("upheld_before_archive", ["K1"])]
        with pytest.raises(RuleBroken) as caught:
            act(people.officer, transitions.step, people.round_id, "archive")
        assert (caught.value.code, caught.value.params) == ("upheld_before_archive", {"codes": "K1"})
    assert the_round(people).state == "awarded"


def test_complaint_upheld_in_part_whose_list_stays_does_not_hold_the_archive(factory):
    people = factory.published_round()
    until = the_round(people).complaints_until
    filed = act(people.member, complaints.file_complaint, people.nominations[0].id, "Thư ghi sai tên")
    act(people.chair, complaints.answer_complaint, filed.id, "upheld_unchanged", "Thư sẽ viết lại")
    act(people.officer, transitions.step, people.round_id, "award")
    with use_clock(later(days=(until - today()).days + 1)):
        assert told(factory, people.officer, people) == []
        act(people.officer, transitions.step, people.round_id, "archive")
    assert the_round(people).state == "archived"


def test_that_nothing_passed_the_first_pass_is_told_to_the_council_alone(factory):
    people = factory.closed_round({0: LOW, 1: LOW}, rule_set_id=rules(passes=2))
    assert told(factory, people.chair, people) == [("nothing_passed", "council", 0)]
    assert told(factory, people.officer, people) == []  # the count is sealed until the publication


def test_a_round_that_is_over_has_no_obstacle(factory):
    people = factory.closed_round()
    publish(people)
    with use_clock(later(days=60)):
        assert told(factory, people.officer, people) == []


def test_published_in_time_is_what_was_signed(factory):
    """The days to complain go on after the publication, and the page says so before it."""
    people = factory.provisional_round()
    day = today()
    form = council.DecisionForm("1/QĐ", day, "A", "B", day + timedelta(days=900))
    act(people.secretary, council.prepare_decision, people.round_id, form)
    assert told(factory, people.chair, people) == []
    assert both(people, publication.sign_publication, people.round_id) == [False, True]
    assert act(people.member, complaints.file_complaint, people.nominations[0].id, "Tính sai").code == "K1"
