"""Chair and secretary at their pages: no signature on an old proof, none before its time, and lists that go up once."""

from datetime import date

import pytest

from app.core import clock
from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.factories.accounts import signed_in_client
from tests.helpers.voting.acts import act, both, close, decide_all, later, the_round
from tests.helpers.voting.browser import Person
from tests.integration.voting.promotion.test_services import upper_round
from tests.integration.voting.scoring.test_second_pass import rules
from voting.council import services as council
from voting.models import CouncilVerdict, Nomination, ScoreSheet, TwoPersonStep
from voting.outside_lists import services as lists
from voting.promotion import services as promotion
from voting.reopening import services as reopening

SIGNED = "You have signed. The other person signs next."
DECISION = council.DecisionForm(
    "12/QĐ-SCT", date(2026, 5, 4), "Nguyễn Văn Thử", "Sở Công Thương", date(2029, 5, 4)
)


def scoring(factory):
    return factory.round_in_scoring(products=1), "voting.close_scoring", {"form": {"reason": "Hết hạn chấm"}}


def decided(factory):
    people = factory.closed_round(products=1)
    decide_all(people)
    return people, "voting.publish_provisional", {"on": "voting.board"}


def prepared(factory):
    people = factory.provisional_round(products=1)
    act(people.secretary, council.prepare_decision, people.round_id, DECISION)
    return people, "voting.publish", {}


def annulled(factory):
    return factory.published_round(products=1), "voting.annul_round", {"form": {"reason": "Kết quả sai"}}


def listed(factory):
    people = factory.published_round(products=1)
    data = lists.ListData("Cục Công Thương", "07/UBND-KT", clock.today(), [people.nominations[0].id])
    row = act(people.chair, lists.prepare_list, people.round_id, data)
    return people, "voting.sign_outside_list", {"on": "voting.outside_lists", "list_id": row.id}


def promoted(factory):
    people, upper = factory.published_round(products=1), upper_round(factory)
    args = people.round_id, upper.round_id, [people.nominations[0].id]
    act(people.chair, promotion.prepare_promotion, *args)
    return people, "voting.sign_promotion", {"to_slug": the_round(upper).slug}


@pytest.mark.parametrize("made", [scoring, decided, prepared, annulled, listed, promoted])
def test_a_signature_asks_for_a_fresh_proof_and_is_given_once(app, factory, made):
    people, page, more = made(factory)
    form, values = more.pop("form", {}), more | {"slug": the_round(people).slug}
    before = db.session.query(TwoPersonStep).count()
    person = Person(app, signed_in_client(app, people.secretary), "en")
    with clock.use_clock(later(minutes=16)):
        where = person.send(page, form, **values)
        assert where.startswith(person.url("accounts.confirm"))
    assert db.session.query(TwoPersonStep).count() == before
    person = Person(app, signed_in_client(app, people.secretary), "en")
    assert SIGNED in person.client.get(person.send(page, form, **values)).text
    assert db.session.query(TwoPersonStep).count() == before + 1


@pytest.mark.parametrize("made", [decided, listed])
def test_nobody_signs_for_both(app, factory, made):
    people, page, more = made(factory)
    values, chair = (
        more | {"slug": the_round(people).slug},
        Person(app, signed_in_client(app, people.chair), "en"),
    )
    shown = [chair.client.get(chair.send(page, {}, **values)).text for _again in range(2)]
    told = "You have signed already. The other person has to sign now."
    assert [SIGNED in text for text in shown] == [True, False]
    assert [told in text for text in shown] == [False, True]


def test_nobody_publishes_for_both(app, factory):
    people, page, _more = prepared(factory)
    chair, place = Person(app, signed_in_client(app, people.chair), "en"), {"slug": the_round(people).slug}
    chair.send(page, {}, **place)
    chair.send(page, {}, expect=422, **place)
    assert chair.errors == ["You have signed already. The other person has to sign now."]
    assert the_round(people).published_at is None


def test_scoring_opened_again_gives_sheets_of_absent_jurors_back_empty(factory):
    people = factory.round_in_scoring(products=1)
    factory.submit_sheet(people.jurors[0], people.sheets[0, 0])
    close(people, "Hai giám khảo vắng")
    assert both(people, reopening.sign_reopening, people.round_id, reason="Có giám khảo trở lại") == [
        False,
        True,
    ]
    sheets = {sheet.key: sheet.status for sheet in db.session.query(ScoreSheet)}
    assert [sheets[people.sheets[number, 0]] for number in range(3)] == ["submitted", "empty", "empty"]


def test_papers_taken_out_of_a_dossier_do_not_go_up_with_it(factory):
    people, upper = factory.published_round(products=1), upper_round(factory)
    args = people.round_id, upper.round_id
    below = people.nominations[0].id
    with transaction() as session:
        gone, *kept = session.get_one(Nomination, below).documents
        gone.removed_at = clock.utc_now()
        files = [document.file for document in kept]
    act(people.chair, promotion.prepare_promotion, *args, [below])
    assert both(people, promotion.sign_promotion, *args) == [False, True]
    above = db.session.query(Nomination).filter_by(promoted_from_id=below).one()
    assert [document.file for document in above.documents] == files


def test_a_council_goes_from_one_undecided_entry_to_the_next(app, factory):
    people = factory.closed_round(products=2)
    slug = the_round(people).slug
    chair = Person(app, signed_in_client(app, people.chair), "en")
    chair.send("voting.publish_provisional", {}, on="accounts.security", slug=slug)
    assert "2 entries have no decision yet." in chair.open("voting.board", slug=slug)
    codes = [nomination.codes[-1].code for nomination in the_round(people).nominations]
    first = {"slug": slug, "code": codes[0]}
    verdict = {"recognised": "yes", "act": "next"}
    assert chair.send("voting.decide", verdict, **first) == chair.url(
        "voting.decide", slug=slug, code=codes[1]
    )
    assert chair.send("voting.decide", verdict, slug=slug, code=codes[1]) == chair.url(
        "voting.board", slug=slug
    )
    assert db.session.query(CouncilVerdict).count() == 2


def test_an_entry_that_went_up_is_shown_as_sent(app, factory):
    people, upper = factory.published_round(products=1), upper_round(factory)
    args = people.round_id, upper.round_id
    act(people.chair, promotion.prepare_promotion, *args, [people.nominations[0].id])
    for person in (people.chair, people.secretary):
        act(person, promotion.sign_promotion, *args)
    chair = Person(app, signed_in_client(app, people.chair), "en")
    page = chair.open("voting.promote", slug=the_round(people).slug, to_slug=the_round(upper).slug)
    assert "Sent up" in page


def test_an_officer_opens_the_second_pass_on_the_page_of_the_round(app, factory):
    people = factory.closed_round(products=2, rule_set_id=rules(passes=2))
    officer = Person(app, signed_in_client(app, people.officer), "en")
    place = {"slug": the_round(people).slug}
    assert 'value="open_second_pass"' in officer.open("voting.work_round", **place)
    officer.send("voting.step_round", {"act": "open_second_pass"}, on="voting.work_round", **place)
    assert the_round(people).state == "scoring_second"
    assert 'value="open_second_pass"' not in officer.open("voting.work_round", **place)


def test_a_juror_sees_rounds_to_come_until_their_scoring_opens(app, factory):
    coming, now = (
        factory.planned_round(products=1, title_vi="Kỳ sắp tới"),
        factory.round_in_scoring(products=1),
    )
    for people, is_coming in ((coming, True), (now, False)):
        juror = Person(app, signed_in_client(app, people.jurors[0]), "en")
        page = juror.open("voting.jury")
        assert ("Rounds to come" in page, the_round(people).title_vi in page) == (is_coming, True)
