"""The pages for the time after the count, used by the people concerned, in both languages."""

import re

import pytest

from app.accounts.services.members import Scope, give_role
from app.core.actor import SYSTEM, Role
from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.helpers.voting.acts import act, both, entry, publish, the_round
from tests.helpers.voting.browser import Person
from tests.integration.voting.promotion.test_services import upper_round
from tests.integration.voting.scoring.test_second_pass import rules
from voting.complaints import services as complaints
from voting.models import Complaint, Juror, MergedSet, Nomination, Promotion, Recusal
from voting.publication.queries import get_public_round
from voting.reopening import services as reopening
from voting.rounds import services as rounds

REASON = "Một phiếu bị ghi nhầm sang hồ sơ khác"
WEIGHTY = {
    "voting.reopen_scoring": ("closed_round", "scoring"),
    "voting.return_to_council": ("provisional_round", "council"),
    "voting.annul_round": ("published_round", "annulled"),
}


@pytest.fixture(params=["vi", "en"])
def browse(request, app, login_as):
    return lambda user: Person(app, login_as(user), request.param)


@pytest.mark.parametrize("page", WEIGHTY)
def test_two_people_lead_a_round_back(factory, browse, page):
    stage, state = WEIGHTY[page]
    people = getattr(factory, stage)()
    slug, chair, secretary = the_round(people).slug, browse(people.chair), browse(people.secretary)
    assert chair.url(page, slug=slug) in chair.open("voting.board", slug=slug)
    chair.send(page, {"reason": " "}, slug=slug, expect=422)
    assert len(chair.errors) == 1
    chair.send(page, {"reason": REASON}, slug=slug)
    assert REASON in secretary.open(page, slug=slug)
    secretary.send(page, {"reason": REASON}, slug=slug)
    assert the_round(people).state == state
    assert chair.client.get(chair.url(page, slug=slug)).status_code == 409


@pytest.mark.parametrize("page", [*WEIGHTY, "voting.sets", "voting.council_complaints", "voting.promotion"])
def test_pages_of_the_council_are_hidden_from_others(factory, browse, page):
    people = factory.published_round()
    slug = the_round(people).slug
    for user, status in (
        (people.officer, 403),
        (people.member, 403),
        (people.jurors[0], 403),
        (factory.user("chair"), 404),
        (factory.user("admin"), 403),
    ):
        person = browse(user)
        assert person.client.get(person.url(page, slug=slug)).status_code == status


def test_second_person_is_told_that_the_first_has_signed(factory, browse):
    people = factory.closed_round()
    slug, chair = the_round(people).slug, browse(people.chair)
    chair.send("voting.reopen_scoring", {"reason": REASON}, slug=slug)
    chair.send("voting.reopen_scoring", {"reason": REASON}, slug=slug, expect=422)
    assert len(chair.errors) == 1


def test_council_merges_and_takes_apart(factory, browse):
    people = factory.closed_round(products=3)
    slug, secretary = the_round(people).slug, browse(people.secretary)
    ids = [n.id for n in people.nominations[:2]]
    page = secretary.open("voting.sets", slug=slug)
    assert [people.products[n].name_vi in page for n in range(3)] == [True] * 3
    typed = {"members": ids, "name": "", "set_case": "c"}
    again = secretary.send("voting.sets", typed, slug=slug, expect=422)
    assert len(secretary.errors) == 1
    assert again.count("checked") == 3
    secretary.send("voting.sets", {**typed, "name": "Bộ quà Tết"}, slug=slug)
    row = db.session.query(MergedSet).one()
    assert "Bộ quà Tết" in secretary.open("voting.sets", slug=slug)
    board = secretary.open("voting.board", slug=slug)
    assert ("B1" in board, "Bộ quà Tết" in board) == (True, True)
    secretary.send("voting.dissolve_set", {"reason": ""}, slug=slug, set_id=row.id, expect=422)
    secretary.send("voting.dissolve_set", {"reason": "Gộp nhầm"}, slug=slug, set_id=row.id)
    assert "Bộ quà Tết" not in secretary.open("voting.sets", slug=slug)
    gone = secretary.client.get(secretary.url("voting.dissolve_set", slug=slug, set_id=row.id))
    assert gone.status_code == 303


def test_words_of_a_set_stay_in_their_form_behind_a_lone_entry(factory, login_as, app):
    people = factory.closed_round(products=3)
    with transaction():
        entry(people, 2).group = "a-group-before"  # of one entry: no form is offered for it
    secretary = Person(app, login_as(people.secretary))
    typed = {"merge": "1", "name": "Bộ trà"}
    page = secretary.send("voting.sets", typed, slug=the_round(people).slug, expect=422)
    assert 'value="Bộ trà"' in page


def test_facility_and_officer_do_not_learn_of_a_set_before_the_list(factory, browse):
    people = factory.closed_round()
    slug = the_round(people).slug
    member, officer = browse(people.member), browse(people.officer)
    pages = (
        (member, "voting.entries", {}),
        (member, "voting.nomination", {"nomination_id": people.nominations[0].id}),
        (member, "voting.nomination", {"nomination_id": people.nominations[1].id}),
        (officer, "voting.work_round", {"slug": slug}),
    )
    before = [_bare(person.open(page, **values)) for person, page, values in pages]
    browse(people.chair).send(
        "voting.sets",
        {"members": [n.id for n in people.nominations], "name": "Bộ", "set_case": "a"},
        slug=slug,
    )
    assert {entry(people, n).state for n in range(2)} == {"accepted", "merged"}
    assert [_bare(person.open(page, **values)) for person, page, values in pages] == before


def test_set_is_named_in_the_provisional_list(factory, browse):
    people = factory.closed_round()
    slug = the_round(people).slug
    browse(people.chair).send(
        "voting.sets",
        {"members": [n.id for n in people.nominations], "name": "Bộ quà", "set_case": "a"},
        slug=slug,
    )
    from tests.helpers.voting.acts import both, decide_all
    from voting.council import services as council

    decide_all(people)
    both(people, council.sign_provisional, people.round_id)
    assert [row["product"] for row in get_public_round(slug).provisional] == ["Bộ quà"]


def test_facility_complains_and_reads_the_answer(factory, browse):
    people = factory.provisional_round()
    slug, nomination_id = the_round(people).slug, people.nominations[0].id
    member, chair = browse(people.member), browse(people.chair)
    here = {"nomination_id": nomination_id}
    assert member.url("voting.entry_complaint", **here) in member.open("voting.nomination", **here)
    member.send("voting.entry_complaint", {"text": ""}, expect=422, **here)
    assert len(member.errors) == 1
    member.send("voting.entry_complaint", {"text": "Thiếu điểm xuất khẩu"}, **here)
    assert "K1" in chair.open("voting.council_complaints", slug=slug)
    assert "Thiếu điểm xuất khẩu" in chair.open("voting.answer_complaint", slug=slug, code="K1")
    chair.send("voting.answer_complaint", {"text": "Giữ nguyên"}, slug=slug, code="K1", expect=422)
    assert len(chair.errors) == 1
    assert "Giữ nguyên" in chair.text
    chair.send("voting.answer_complaint", {"outcome": "rejected", "text": "Giữ nguyên"}, slug=slug, code="K1")
    assert "Giữ nguyên" in member.open("voting.entry_complaint", **here)
    assert "Giữ nguyên" in chair.open("voting.answer_complaint", slug=slug, code="K1")
    chair.open("voting.answer_complaint", slug=slug, code="K2", expect=404)


def test_facility_takes_its_complaint_back(factory, browse):
    people = factory.provisional_round()
    member, here = browse(people.member), {"nomination_id": people.nominations[0].id}
    member.send("voting.entry_complaint", {"text": "Thiếu điểm"}, **here)
    complaint_id = db.session.query(Complaint).one().id
    for _ in range(2):
        _withdraw(member, complaint_id, here)
    assert db.session.query(Complaint).one().answer.outcome == "withdrawn"


def test_complaints_of_others_do_not_exist(factory, browse):
    people = factory.provisional_round()
    stranger = browse(factory.user("facility", facility_id=factory.facility().id))
    stranger.open("voting.entry_complaint", nomination_id=people.nominations[0].id, expect=404)
    stranger.open("voting.entry_complaint", nomination_id=10**6, expect=404)


def test_council_sends_entries_up(factory, browse):
    people, upper = factory.published_round(), upper_round(factory)
    slug, to_slug = the_round(people).slug, the_round(upper).slug
    chair, secretary = browse(people.chair), browse(people.secretary)
    names = {"slug": slug, "to_slug": to_slug}
    assert chair.url("voting.promote", **names) in chair.open("voting.promotion", slug=slug)
    chair.open("voting.sign_promotion", **names)
    where = secretary.send("voting.promote", {"entries": [people.nominations[0].id]}, **names)
    assert where == secretary.url("voting.sign_promotion", **names)
    assert where in chair.open("voting.promotion", slug=slug)
    for person in (secretary, chair):
        assert people.products[0].name_vi in person.open("voting.sign_promotion", **names)
        person.send("voting.sign_promotion", {}, **names)
    assert db.session.query(Promotion.promoted_at).one() != (None,)
    assert people.products[0].name_vi in chair.open("voting.promotion", slug=slug)
    [above] = db.session.query(Nomination).filter_by(round_id=upper.round_id).all()
    member = browse(people.member)
    assert "12/QĐ-SCT" in member.open("voting.nomination", nomination_id=above.id)
    chair.open("voting.promote", slug=slug, to_slug="khong-co", expect=404)


@pytest.mark.parametrize("typed", [["x"], [str(10**30)], ["-1"]])
def test_entries_that_do_not_exist_are_refused(factory, browse, typed):
    people = factory.closed_round()
    slug, chair = the_round(people).slug, browse(people.chair)
    form = {"members": typed * 2, "name": "Bộ", "set_case": "a"}
    chair.send("voting.sets", form, slug=slug, expect=422)
    assert len(chair.errors) == 1


def test_entry_that_may_not_go_up_says_why(factory, browse):
    people, upper = factory.published_round(), upper_round(factory)
    from app.core.database.transaction import transaction
    from catalog.models import Product

    with transaction():
        db.session.get_one(Product, people.products[1].id).state = "withdrawn"
    chair = browse(people.chair)
    names = {"slug": the_round(people).slug, "to_slug": the_round(upper).slug}
    page = chair.open("voting.promote", **names)
    assert page.count('name="entries"') == 1
    assert people.products[1].name_vi in page
    chair.send("voting.promote", {"entries": [people.nominations[1].id]}, expect=422, **names)
    assert len(chair.errors) == 1


def test_unpublished_round_sends_nothing_up(factory, browse):
    people = factory.provisional_round()
    chair = browse(people.chair)
    assert chair.client.get(chair.url("voting.promotion", slug=the_round(people).slug)).status_code == 409


def test_secretariat_looks_for_conflicts(factory, browse):
    people = factory.receiving_round(products=1)
    factory.complete_dossier(people.member, people.round_id, people.products[0].id)
    from voting.dossiers import services as nominations

    nomination = db.session.query(Nomination).one()
    act(people.member, nominations.submit_nomination, nomination.id)
    act(SYSTEM, give_role, people.jurors[0].id, Scope(Role.FACILITY, facility_id=people.facility.id))
    secretary, slug = browse(people.secretary), the_round(people).slug
    seat = db.session.query(Juror).filter_by(user_id=people.jurors[0].id).one()
    secretary.send("voting.conflicts", {f"commune-{seat.id}": "Xã  Phú Lâm", "commune-x": "y"}, slug=slug)
    assert db.session.query(Recusal.rule, Recusal.state).all() == [
        ("same_facility same_tax_code", "proposed")
    ]
    db.session.refresh(seat)
    assert seat.commune == "Xã Phú Lâm"
    page = secretary.open("voting.conflicts", slug=slug)
    assert "same_facility" not in page
    assert people.facility.name in page
    officer = browse(people.officer)
    assert people.facility.name in officer.open("voting.conflicts", slug=slug)


def test_commune_of_a_juror_is_asked_once(factory, browse):
    people = factory.receiving_round(products=1)
    jurors = [rounds.Seat(user.email, "") for user in people.jurors]
    act(people.officer, rounds.seat_jury, people.round_id, "khac", jurors)
    secretary, slug = browse(people.secretary), the_round(people).slug
    assert secretary.url("voting.conflicts", slug=slug) in secretary.open("voting.work_round", slug=slug)
    fields = re.findall(r'name="(commune-[0-9]+)"', secretary.open("voting.conflicts", slug=slug))
    assert len(fields) == len(people.jurors)
    secretary.send("voting.conflicts", dict.fromkeys(fields, "Xã Phú Lâm"), slug=slug)
    assert [juror.commune for juror in db.session.query(Juror)] == ["Xã Phú Lâm"] * 2 * len(people.jurors)


def test_search_for_conflicts_ends_with_the_closing(factory, browse):
    people = factory.closed_round()
    chair, slug = browse(people.chair), the_round(people).slug
    chair.send("voting.conflicts", {}, on="voting.reopen_scoring", slug=slug)
    assert db.session.query(Recusal).count() == 0


def test_public_page_says_what_happened(factory, browse):
    people = factory.closed_round()
    publish(people)
    chair, secretary, slug = browse(people.chair), browse(people.secretary), the_round(people).slug
    for person in (chair, secretary):
        person.send("voting.annul_round", {"reason": REASON}, slug=slug)
    assert REASON in chair.open("site.round", slug=slug)


def _withdraw(member, complaint_id, here):
    from tests.helpers.voting.browser import TOKEN

    shown = member.client.get(member.url("voting.entry_complaint", **here)).text
    token = TOKEN.search(shown)
    data = {"csrf_token": token[1] if token else member.token}
    member.token = data["csrf_token"]
    answer = member.client.post(member.url("voting.withdraw_complaint", complaint_id=complaint_id), data=data)
    assert answer.status_code == 303


def _bare(page):
    """A page without its tokens, which differ each time."""
    return re.sub(r'(value|nonce)="[^"]*"', "", page)


def test_public_page_lists_the_products_of_a_set(factory, browse):
    people = factory.closed_round()
    chair, slug = browse(people.chair), the_round(people).slug
    ids = [n.id for n in people.nominations]
    chair.send("voting.sets", {"members": ids, "name": "Bộ quà", "set_case": "a"}, slug=slug)
    publish(people)
    page = chair.open("site.round", slug=slug)
    assert page.count("Bộ quà") == 1
    assert [page.count(product.name_vi) for product in people.products] == [1, 1]


@pytest.mark.parametrize("passes", [1, 2])
def test_steps_of_a_round_are_those_of_its_passes(factory, browse, passes):
    people = factory.planned_round(products=1, rule_set_id=rules(passes=passes))
    page = browse(people.officer).open("voting.work_round", slug=the_round(people).slug)
    steps = re.search(r'<ol class="steps".*?</ol>', page, re.DOTALL)
    assert steps is not None
    assert steps[0].count("<li") == {1: 11, 2: 13}[passes]


def test_annulled_round_says_why_and_shows_no_steps(factory, browse):
    people = factory.planned_round(products=1)
    both(people, reopening.sign_annulment, people.round_id, reason=REASON)
    page = browse(people.officer).open("voting.work_round", slug=the_round(people).slug)
    assert REASON in page
    assert '<ol class="steps"' not in page


def test_upheld_complaint_leads_to_the_council(factory, browse):
    people = factory.provisional_round()
    slug, chair = the_round(people).slug, browse(people.chair)
    filed = act(people.member, complaints.file_complaint, people.nominations[0].id, "Thiếu điểm")
    assert chair.url("voting.council_complaints", slug=slug) in chair.open("voting.work_round", slug=slug)
    act(people.chair, complaints.answer_complaint, filed.id, "upheld", "Sẽ xem lại")
    page = chair.open("voting.answer_complaint", slug=slug, code=filed.code)
    assert chair.url("voting.return_to_council", slug=slug) in page
