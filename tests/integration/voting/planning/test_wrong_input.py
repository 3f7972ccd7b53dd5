"""Wrong input on the forms of a round: a message at the field, nothing lost, never a server error."""

import io

from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.helpers.voting.browser import Person
from voting.complaints import services as complaints
from voting.models import Nomination, SelectionRound

LONG = "x" * 20_000
ROUND = {"title_vi": "Kỳ thử", "level": "tinh", "year": "2026", "organiser": "Sở Công Thương"}


def refusals(person, page, forms, **values):
    """For each form that was sent: how many lines the error summary had (each must be refused with 422)."""
    found = []
    for form in forms:
        person.send(page, form, expect=422, **values)
        found.append(len(person.errors))
    return found


def test_round_form_names_what_is_wrong(app, factory, login_as):
    people = factory.planned_round()
    round_ = db.session.get_one(SelectionRound, people.round_id)
    person = Person(app, login_as(people.officer))
    good = ROUND | {"area": f"unit:{round_.unit_id}", "rule_set_id": str(round_.rule_set_id)}
    bad = [
        good | {"title_vi": ""},
        good | {"title_vi": "x" * 400},
        good | {"title_vi": "a\x00b"},
        good | {"year": "hai nghìn"},
        good | {"year": "9" * 40},
        good | {"level": "hành tinh"},
        good | {"area": "unit:²"},
        good | {"area": "unit:" + "9" * 40},
        good | {"area": ""},
        good | {"rule_set_id": "7777"},
        good | {"entries_until": "hôm qua"},
        good | {"entries_from": "0001-01-01T00:00"},
        good | {"scoring_until": "9999-12-31T23:59"},
        good | {"entries_from": "2026-05-02T08:00", "entries_until": "2026-05-01T08:00"},
        good | {"notice_vi": LONG},
    ]
    assert [lines > 0 for lines in refusals(person, "voting.new_round", bad)] == [True] * len(bad)
    assert "Sở Công Thương" in person.text
    moments = ("entries_from", "entries_until", "scoring_from", "scoring_until")
    backwards = {name: f"2026-05-0{9 - number}T08:00" for number, name in enumerate(moments)}
    assert refusals(person, "voting.new_round", [good | backwards | {"title_vi": ""}]) == [4]
    assert db.session.query(SelectionRound).count() == 1


def test_round_form_of_a_stale_window_is_refused(app, factory, login_as):
    people = factory.planned_round()
    round_ = db.session.get_one(SelectionRound, people.round_id)
    person = Person(app, login_as(people.officer))
    good = ROUND | {"area": f"unit:{round_.unit_id}", "rule_set_id": str(round_.rule_set_id)}
    stale = [good | {"version": text} for text in ("0", "", "abc", "²", "9" * 40)]
    assert refusals(person, "voting.edit_round", stale, slug=round_.slug) == [1] * len(stale)
    assert "Kỳ thử" in person.text


def test_the_ministry_plans_for_the_whole_country(app, factory, login_as):
    ministry = Person(app, login_as(factory.user("officer-national")), "en")
    page = ministry.open("voting.new_round")
    assert '<option value="nation">The whole country</option>' in page
    assert 'value="unit:' not in page


def test_a_longer_time_for_entries_ends_on_a_day_within_reach(app, factory, login_as):
    people = factory.planned_round()
    slug = db.session.get_one(SelectionRound, people.round_id).slug
    person = Person(app, login_as(people.officer))
    far = [{"until": at, "reason": "Mưa lũ"} for at in ("0001-01-01T00:00", "9999-12-31T23:59", "mai")]
    assert refusals(person, "voting.extend_entries", far, slug=slug) == [1, 1, 1]
    assert "Mưa lũ" in person.text


def test_council_and_jury_forms_name_what_is_wrong(app, factory, login_as):
    people = factory.planned_round()
    round_ = db.session.get_one(SelectionRound, people.round_id)
    person = Person(app, login_as(people.officer))
    chair, secretary = people.chair.email, people.secretary.email
    council = [
        {"chair": chair},
        {"chair": chair, "secretary": chair},
        {"chair": "ai@example.vn", "secretary": secretary},
        {"chair": chair, "secretary": people.member.email},
        {"chair": chair, "secretary": secretary, "members": LONG},
        {"chair": chair, "secretary": secretary, "members": "Trần Văn Ba\n" + "x" * 300},
        {"chair": chair, "secretary": secretary, "members": "Trần Văn Ba\n; Sở Tài chính"},
        {"chair": chair, "secretary": secretary, "members": "Trần Văn Ba\nTRẦN VĂN BA"},
    ]
    jury = [{"jurors": ["ai@example.vn"]}, {"jurors": [chair]}, {"jurors": [people.jurors[0].email] * 2}]
    group = people.products[0].group
    assert refusals(person, "voting.seat_council", council, slug=round_.slug) == [1] * len(council)
    assert refusals(person, "voting.seat_jury", jury, slug=round_.slug, group=group) == [1] * len(jury)


def test_dossier_forms_name_what_is_wrong(app, factory, login_as):
    people = factory.receiving_round()
    person = Person(app, login_as(people.member))
    slug = db.session.get_one(SelectionRound, people.round_id).slug
    enter = [
        {}, {"product_id": "abc"}, {"product_id": "9" * 40}, {"product_id": str(people.products[0].id), "is_set": "y"},
    ]  # fmt: skip
    assert refusals(person, "voting.enter", enter, slug=slug) == [1] * len(enter)
    person.send("voting.enter", {"product_id": str(people.products[0].id)}, slug=slug)
    here = {"nomination_id": db.session.query(Nomination).one().id}
    statements = [{"statement": LONG}, {"statement": "a\x00b"}, {"statement": "Mô tả", "version": "abc"}]
    assert refusals(person, "voting.change_statement", statements, **here) == [1] * len(statements)
    assert "Mô tả" in person.text

    def file(data, name):
        return (io.BytesIO(data), name)

    documents = [
        {"kind": "photo"},
        {"kind": "thư tình", "files": file(b"%PDF-1.4", "a.pdf")},
        {"kind": "photo", "files": file(b"", "a.jpg")},
        {"kind": "photo", "files": file(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png")},
        {"kind": "photo", "files": file(b"%PDF-1.4 not a photo", "a.jpg")},
        {"kind": "registration", "files": file(b"%PDF broken", "a.pdf"), "title": "x" * 400},
    ]
    assert refusals(person, "voting.add_document", documents, **here) == [1] * len(documents)
    person.send("voting.move_dossier", {"act": "submit"}, on="voting.nomination", expect=422, **here)
    assert len(person.errors) == 1


def test_score_sheet_keeps_what_was_typed(app, factory, login_as):
    people = factory.round_in_scoring()
    person = Person(app, login_as(people.jurors[0]))
    good = {
        "score_market": "35,5",
        "score_economy": "31",
        "score_culture": "8",
        "score_other": "7",
        "act": "submit",
    }
    client_id = "8c1f2f0e-6f3c-4f59-9d0e-1a2b3c4d5e6f"
    bad = [
        good | {"client_id": client_id, "score_market": "ba mươi"},
        good | {"client_id": client_id, "score_market": "41"},
        good | {"client_id": client_id, "score_market": ""},
        good | {"client_id": client_id, "score_other": "-1"},
        good | {"client_id": client_id, "comment": LONG},
        good | {"client_id": "không phải uuid"},
    ]
    key = people.sheets[0, 0]
    assert refusals(person, "voting.sheet", bad, key=key) == [1] * len(bad)
    assert 'value="35,5"' in person.text
    person.send("voting.sheet", good | {"client_id": client_id}, key=key)
    assert people.sheets[0, 0] in person.open("voting.sheet", key=key) or person.answer.status_code == 200


def test_declaration_must_be_confirmed_and_explained(app, factory, login_as):
    people = factory.round_in_scoring(declared=False)
    person = Person(app, login_as(people.jurors[0]))
    bad = [{}, {"confirm": "y", "facility": str(people.facility.id)}, {"confirm": "y", "reason": LONG}]
    assert refusals(person, "voting.declare", bad, juror_id=people.seats[0].id) == [1] * len(bad)


def test_council_forms_name_what_is_wrong(app, factory, login_as):
    people = factory.closed_round()
    person = Person(app, login_as(people.chair))
    slug = db.session.get_one(SelectionRound, people.round_id).slug
    code = people.nominations[0].codes[0].code
    decide = [
        {}, {"recognised": "maybe"}, {"recognised": "no"}, {"recognised": "yes", "votes_for": "-1"},
        {"recognised": "yes", "votes_for": "9" * 40}, {"recognised": "yes", "reason": LONG},
    ]  # fmt: skip
    assert refusals(person, "voting.decide", decide, slug=slug, code=code) == [1] * len(decide)
    decision = {
        "number": "1/QĐ", "signed_on": "2026-01-05", "authority": "Sở", "signer": "A", "valid_until": "2029-12-31",
    }  # fmt: skip
    bad = [
        decision | {"number": ""},
        decision | {"signed_on": "mai"},
        decision | {"signer": "a\x00"},
        decision | {"valid_until": "99999-01-01"},
        decision,  # the round is still with the council
    ]
    assert refusals(person, "voting.decision", bad, slug=slug) == [1] * len(bad)


def test_addresses_with_absurd_numbers_are_not_found(app, factory, login_as):
    people = factory.receiving_round()
    browser = login_as(people.member)
    huge = "9" * 40
    answers = [browser.get(f"/co-so-cua-toi/ho-so/{huge}"), browser.get(f"/ho-so/tai-lieu/{huge}")]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_decision_and_answer_name_all_that_is_wrong_at_once(app, factory, login_as):
    people = factory.provisional_round(products=1)
    round_ = db.session.get_one(SelectionRound, people.round_id)
    person = Person(app, login_as(people.secretary))
    decision = {
        "number": "",
        "signer": "",
        "authority": "Sở",
        "signed_on": "2090-01-01",
        "valid_until": "2030-12-31",
    }
    assert refusals(person, "voting.decision", [decision], slug=round_.slug) == [4]
    with transaction():
        member = factory.actor(people.member)
        code = complaints.file_complaint(member, people.nominations[0].id, "Thiếu điểm").code
    assert refusals(person, "voting.answer_complaint", [{}], slug=round_.slug, code=code) == [2]
