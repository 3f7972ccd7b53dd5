"""A jury that is divided: even shares by the proven rule, kept even when somebody stands aside, leaves or comes."""

import uuid
from collections import Counter

import pytest

from app.core.actor import SYSTEM
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import RuleBroken
from app.core.mail import OutboxMail
from tests.factories import accounts, catalog
from tests.helpers.statements import statements
from tests.helpers.voting.acts import act, assert_bundle_holds, close, publish, the_round
from tests.helpers.voting.browser import TOKEN, Person
from tests.integration.voting.council_papers.test_office_program import words
from tests.integration.voting.scoring.test_second_pass import rules
from voting.amendments import services as amendments
from voting.dossiers import services as nominations
from voting.jury import services as jury
from voting.jury.shares import fill_shares, list_lacking
from voting.models import EntryCode, Juror, Nomination, ScoreSheet
from voting.paper_sheets.services import prepare_paper_sheets
from voting.planning.services import JURIES, plan_next_round
from voting.rounds import services as rounds
from voting.rounds import transitions
from voting.score_sheets import services as score_sheets
from voting.scoring import second_pass
from voting.scoring import services as scoring_stage
from voting.verification.cli import check_signature
from voting.verification.live_logs import find_round_faults


def divided(factory, *, products, jurors, per_entry, made=None):
    """A round before scoring whose jurors will share the entries; none has declared yet. made: the round, if there."""
    made = made or factory.receiving_round(
        products=products, jurors=jurors, rule_set_id=rules(minimum_ballots=2)
    )
    seats = [rounds.Seat(juror.email, "") for juror in made.jurors]
    act(made.officer, rounds.seat_jury, made.round_id, made.products[0].group, seats, per_entry=per_entry)
    made.nominations = []
    for product in made.products:
        nomination = factory.complete_dossier(made.member, made.round_id, product.id)
        act(made.member, nominations.submit_nomination, nomination.id)
        act(made.secretary, nominations.accept_nomination, nomination.id)
        made.nominations.append(nomination)
    act(made.officer, transitions.step, made.round_id, "close_entries")
    return made


def opened(people):
    act(people.officer, scoring_stage.open_scoring, people.round_id)
    return people


def sheets():
    db.session.rollback()
    return db.session.query(ScoreSheet).filter(ScoreSheet.status != "void").all()


def loads():
    """How many sheets each juror has, by alias, and how many each entry."""
    found = sheets()
    by_juror = Counter(sheet.juror.alias for sheet in found)
    return dict(sorted(by_juror.items())), set(Counter(sheet.nomination_id for sheet in found).values())


def test_six_entries_are_shared_by_four_jurors_three_each(factory):
    """Six entries with two jurors each are twelve sheets: three for each of four."""
    opened(divided(factory, products=6, jurors=4, per_entry=2))
    assert loads() == ({"G1": 3, "G2": 3, "G3": 3, "G4": 3}, {2})


def test_who_stands_aside_is_replaced_by_those_with_the_least_work(factory):
    people = opened(divided(factory, products=4, jurors=4, per_entry=2))
    other = catalog.facility()
    mine = next(sheet for sheet in sheets() if sheet.juror.user_id == people.jurors[0].id)
    with transaction():
        db.session.get_one(Nomination, mine.nomination_id).facility_id = other.id
    entry_id, seat_id = mine.nomination_id, mine.juror_id
    act(people.jurors[0], jury.declare_conflicts, seat_id, frozenset({other.id}), "Em trai là chủ cơ sở")
    able = [s for s in sheets() if s.nomination_id == entry_id and s.juror_id != seat_id]
    assert len(able) == 2
    by_juror = Counter(s.juror_id for s in sheets() if (s.juror_id, s.nomination_id) != (seat_id, entry_id))
    assert sorted(by_juror.values()) == [1, 2, 2, 3]


def held():
    """Who holds which entry under which key."""
    return {sheet.key: (sheet.juror_id, sheet.nomination_id) for sheet in sheets()}


def faults(people):
    return [str(fault) for fault in find_round_faults(the_round(people), check_signature)]


def without(people, alias):
    """The chair removes a juror."""
    gone = db.session.query(Juror).filter_by(alias=alias).one().id
    act(people.chair, scoring_stage.remove_juror, people.round_id, gone, "Đi công tác")


def test_late_juror_gets_nothing_where_nothing_lacks(factory, app, login_as):
    """Twelve sheets by three jurors, then by two: each entry has two again, and nothing is taken from anybody."""
    people = opened(divided(factory, products=6, jurors=3, per_entry=2))
    assert loads() == ({"G1": 4, "G2": 4, "G3": 4}, {2})
    without(people, "G1")
    assert loads() == ({"G2": 6, "G3": 6}, {2})
    before, late = held(), accounts.user("juror")
    chair = Person(app, login_as(people.chair), "en")
    where = {"slug": the_round(people).slug, "group": people.products[0].group}
    assert "the juror gets no sheet now" in chair.open("voting.add_juror", **where)
    chair.send("voting.add_juror", {"email": late.email, "reason": "Thay người"}, **where)
    assert "No entry lacks jurors, so there is nothing to score yet." in chair.open(
        "voting.work_round", slug=where["slug"]
    )
    assert (held(), faults(people)) == (before, [])
    without(people, "G2")
    assert loads() == ({"G3": 6, "G4": 6}, {2})


def test_late_juror_fills_what_lacks_and_closing_names_it_until_then(factory, app, login_as):
    people = opened(divided(factory, products=3, jurors=2, per_entry=2))
    without(people, "G1")
    assert loads() == ({"G2": 3}, {1})
    act(people.jurors[1], jury.declare_conflicts, sheets()[0].juror_id, frozenset(), "")
    for sheet in sheets():
        factory.submit_sheet(people.jurors[1], sheet.key)
    chair = Person(app, login_as(people.chair), "en")
    where = {"slug": the_round(people).slug, "group": people.products[0].group}
    codes = sorted(nomination.codes[0].code for nomination in the_round(people).nominations)
    page = chair.open("voting.close_scoring", slug=where["slug"])
    assert [f"{code}: one juror is missing" in page for code in codes] == [True, True, True]
    with pytest.raises(RuleBroken) as missing:
        act(people.chair, scoring_stage.sign_closing, people.round_id)
    assert (missing.value.code, missing.value.params) == ("sheets_missing", {"count": 3})
    before, late = held(), accounts.user("juror")
    assert ", ".join(codes) in chair.open("voting.add_juror", **where)
    chair.send("voting.add_juror", {"email": late.email, "reason": "Thay người"}, **where)
    assert loads() == ({"G2": 3, "G3": 3}, {2})
    assert (held() | before, faults(people)) == (held(), [])
    assert "Entries lack jurors" not in chair.open("voting.close_scoring", slug=where["slug"])


def test_round_closed_with_too_few_jurors_says_why_and_holds(factory):
    people = opened(divided(factory, products=2, jurors=2, per_entry=2))
    without(people, "G1")
    close(people, "Không tìm được người thay")
    publish(people)
    bundle = assert_bundle_holds(people)
    assert [(row["ballots"], row["verdict"]) for row in bundle["results"]] == [(0, "undecided")] * 2
    shares = {row["alias"]: len(row["shares"]) for row in bundle["roster"]}
    assert shares == {"G1": 0, "G2": 2}


def in_conflict(people):
    """G1 is found to have a conflict with one entry while scoring runs, and another juror gets the entry."""
    first = db.session.query(Juror).filter_by(alias="G1").one()
    mine = next(sheet for sheet in sheets() if sheet.juror_id == first.id)
    before = set(held())
    with transaction():
        nomination = db.session.get_one(Nomination, mine.nomination_id)
        recusal = jury.propose_conflict(SYSTEM, first, nomination, "same_facility")
        jury.share_anew(the_round(people))
        db.session.flush()
        recusal_id = recusal.id
    [key] = set(held()) - before
    return recusal_id, mine.key, key


def holders(key):
    """The keys of the sheets on the entry of one sheet."""
    [entry] = [sheet.nomination_id for sheet in db.session.query(ScoreSheet).filter_by(key=key)]
    return {sheet.key for sheet in sheets() if sheet.nomination_id == entry}


def draft(people, key):
    seat = next(sheet.juror for sheet in sheets() if sheet.key == key)
    person = next(user for user in people.jurors if user.id == seat.user_id)
    act(person, jury.declare_conflicts, seat.id, frozenset(), "")
    saving = score_sheets.Saving(str(uuid.uuid4()), {"market": "30"})
    act(person, score_sheets.save_sheet, key, saving)


@pytest.mark.parametrize(("begun", "printed", "stays"), [
    (False, False, "own"), (True, False, "other"), (False, True, "other"),
])  # fmt: skip
def test_refused_conflict_leaves_as_many_jurors_as_before(factory, begun, printed, stays):
    people = opened(divided(factory, products=3, jurors=3, per_entry=2))
    recusal_id, own, other = in_conflict(people)
    if begun:
        draft(people, other)
    if printed:
        act(people.secretary, prepare_paper_sheets, people.round_id)
    act(people.chair, scoring_stage.decide_conflict, recusal_id, stands=False)
    assert loads()[1] == {2}
    assert ({own, other} & holders(own), faults(people)) == ({{"own": own, "other": other}[stays]}, [])


def test_sheet_that_was_given_up_unbegun_is_given_again(factory):
    """G1 comes back, then leaves: what the replacement gave up is theirs again, under the same key."""
    people = opened(divided(factory, products=3, jurors=3, per_entry=2))
    recusal_id, _own, other = in_conflict(people)
    act(people.chair, scoring_stage.decide_conflict, recusal_id, stands=False)
    assert other not in held()
    without(people, "G1")
    assert (other in held(), loads()[1], faults(people)) == (True, {2}, [])


def test_sheet_given_up_is_refused_with_its_reason_and_shows_what_was_typed(factory, app, login_as):
    """The replacement filled its sheet in without a network; meanwhile G1 came back."""
    people = opened(divided(factory, products=3, jurors=3, per_entry=2))
    recusal_id, _own, key = in_conflict(people)
    seat = next(sheet.juror for sheet in sheets() if sheet.key == key)
    user, seat_id = next(person for person in people.jurors if person.id == seat.user_id), seat.id
    [code] = [row.code for row in db.session.query(EntryCode).join(
        ScoreSheet, ScoreSheet.nomination_id == EntryCode.nomination_id).filter(ScoreSheet.key == key)]  # fmt: skip
    act(user, jury.declare_conflicts, seat_id, frozenset(), "")
    juror = Person(app, login_as(user), "en")
    token = TOKEN.search(juror.open("voting.sheet", key=key))[1]
    act(people.chair, scoring_stage.decide_conflict, recusal_id, stands=False)
    form = {"score_market": "31.5", "comment": "Bao bì đẹp", "act": "save", "csrf_token": token}
    answer = juror.client.post(juror.url("voting.sheet", key=key), data=form)
    assert answer.status_code == 409
    page = answer.text
    assert [part in page for part in (f"Entry {code} is scored by another juror now", "31.5", "Bao bì đẹp")] == [
        True, True, True,
    ]  # fmt: skip
    saving = {"client_id": str(uuid.uuid4()), "scores": {"market": "31.5"}}
    answer = juror.client.put(f"/api/v1/juror/sheets/{key}", json=saving, headers={"X-CSRFToken": token})
    assert (answer.status_code, answer.json["code"]) == (409, "sheet_given_up")
    assert code in answer.json["detail"]
    other = Person(app, login_as(next(person for person in people.jurors if person.id != user.id)), "en")
    other.open("voting.sheet", key=key, expect=404)
    act(people.chair, scoring_stage.remove_juror, people.round_id, seat_id, "Đi công tác")
    juror.open("voting.sheet", key=key, expect=404)


def test_late_juror_is_told_whether_there_is_anything_to_score(factory):
    people = opened(divided(factory, products=3, jurors=2, per_entry=2))
    group, told = people.products[0].group, []
    idle, busy = accounts.user("juror"), accounts.user("juror")
    for person in (idle, busy):
        if person is busy:
            without(people, "G1")  # G3 takes its entries over, and G2's go to G4
            without(people, "G2")
        act(people.chair, amendments.seat_late_juror, people.round_id, group, person.email, "Thêm người")
        [mail] = db.session.query(OutboxMail).filter_by(recipient=person.email).all()
        told.append(["chấm điểm." in mail.body, "đã đủ giám khảo" in mail.body])
    assert told == [[False, True], [True, False]]


def test_what_lacks_is_read_and_filled_in_as_many_statements_for_nine_entries_as_for_three(factory):
    counts, rule_set_id = [], rules(minimum_ballots=2)
    for products in (3, 9):
        made = factory.receiving_round(products=products, jurors=3, rule_set_id=rule_set_id)
        people = opened(divided(factory, products=products, jurors=3, per_entry=2, made=made))
        db.session.remove()
        round_ = the_round(people)
        with statements() as seen:
            assert fill_shares(round_, frozenset()) == 0
            assert list_lacking(round_, frozenset()) == {}
        counts.append(len(seen))
    assert counts == [8, 8]


def test_conflict_that_the_chair_confirms_leaves_the_replacement(factory):
    people = opened(divided(factory, products=3, jurors=3, per_entry=2))
    recusal_id, _own, other = in_conflict(people)
    act(people.chair, scoring_stage.decide_conflict, recusal_id, stands=True)
    assert (other in held(), faults(people)) == (True, [])


def test_second_pass_gives_an_entry_whom_there_are(factory):
    """Both pass; G1 is removed between the passes, and two for each entry cannot be found any more."""
    made = factory.receiving_round(products=2, jurors=2, rule_set_id=rules(passes=2, minimum_ballots=1))
    people = opened(divided(factory, products=2, jurors=2, per_entry=2, made=made))
    submit_all(factory, people)
    close(people)
    with transaction():
        seat = db.session.query(Juror).filter_by(alias="G1").one()
        for nomination in the_round(people).nominations:
            jury.propose_conflict(SYSTEM, seat, nomination, "same_facility")
    act(people.officer, second_pass.open_second_pass, people.round_id)
    second = [sheet.juror.alias for sheet in sheets() if sheet.scoring_pass == 2]
    assert (second, faults(people)) == (["G2", "G2"], [])
    assert list(scoring_stage.list_short(the_round(people)).values()) == [1, 1]
    submit_all(factory, people)
    with pytest.raises(RuleBroken, match="sheets_missing"):
        act(people.chair, scoring_stage.sign_closing, people.round_id)
    close(people, "Không tìm được người thay")
    publish(people)
    bundle = assert_bundle_holds(people)
    assert [row["ballots"] for row in bundle["results"]] == [2, 2, 1, 1]


def submit_all(factory, people):
    """All jurors declare nothing and submit what is theirs and not in yet."""
    for sheet in sheets():
        person = next(user for user in people.jurors if user.id == sheet.juror.user_id)
        if sheet.juror.declared_at is None:
            act(person, jury.declare_conflicts, sheet.juror_id, frozenset(), "")
        if sheet.status == "empty":
            factory.submit_sheet(person, sheet.key)


def test_sheet_moved_behind_the_program_is_named(factory):
    people = opened(divided(factory, products=2, jurors=3, per_entry=2))
    assert faults(people) == []
    moved = next(sheet for sheet in sheets() if sheet.juror.alias == "G1")
    other = next(
        seat.id for seat in moved.juror.panel.jurors if (seat.id, moved.nomination_id) not in held().values()
    )
    with transaction():
        db.session.get_one(ScoreSheet, moved.id).juror_id = other
    assert "roster/G1: differs from what was sealed" in faults(people)


def test_divided_round_is_counted_published_and_recounted(factory, app, login_as):
    people = opened(divided(factory, products=3, jurors=3, per_entry=2))
    submit_all(factory, people)
    close(people)
    publish(people)
    bundle = assert_bundle_holds(people)
    assert [row["ballots"] for row in bundle["results"]] == [2, 2, 2]
    assert len([row for row in bundle["ballots"] if row["status"] == "cast"]) == 6
    shared = {(number, code, row["alias"]) for row in bundle["roster"] for number, code in row["shares"]}
    assert shared == {(row["pass"], row["entry"], row["juror"]) for row in bundle["ballots"]}
    assert len(shared) == 6
    chair, slug = Person(app, login_as(people.chair), "vi"), the_round(people).slug
    minutes = chair.client.get(chair.url("voting.paper", slug=slug, name="bien-ban.pdf"))
    assert "3 giám khảo; mỗi hồ sơ do 2 giám khảo được phân công chấm" in words(minutes.data)
    assert "Mỗi hồ sơ do 2 giám khảo trong số này chấm." in chair.open("voting.work_round", slug=slug)


def test_too_few_without_a_conflict_is_said_before_scoring_opens(factory):
    people = divided(factory, products=1, jurors=2, per_entry=2)
    [seat, _other] = the_round(people).panels[0].jurors
    act(people.jurors[0], jury.declare_conflicts, seat.id, frozenset({people.facility.id}), "Em trai")
    with pytest.raises(RuleBroken) as few:
        opened(people)
    code = people.nominations[0].codes[0].code
    assert (few.value.code, few.value.params) == ("share_too_few", {"entry": code, "able": 1, "wanted": 2})


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_form_divides_the_jury_and_the_next_round_takes_it_over(factory, app, login_as, locale):
    people = factory.planned_round(jurors=3)
    officer, slug = Person(app, login_as(people.officer), locale), the_round(people).slug
    group, emails = people.products[0].group, [juror.email for juror in people.jurors]
    for wrong in ("4", "0", "hai", "²"):
        form = {"jurors": emails, "per_entry": wrong}
        officer.send("voting.seat_jury", form, expect=422, slug=slug, group=group)
        assert len(officer.errors) == 1, wrong
    officer.send("voting.seat_jury", {"jurors": emails, "per_entry": "2"}, slug=slug, group=group)
    source = the_round(people)
    assert [panel.per_entry for panel in source.panels] == [2]
    assert 'value="2"' in officer.open("voting.seat_jury", slug=slug, group=group)
    plan = rounds.RoundPlan("Kỳ 2027", "tinh", 2027, source.rule_set_id, source.unit_id)
    done = act(people.officer, plan_next_round, source.id, plan, {JURIES})
    assert [panel.per_entry for panel in done.round.panels] == [2]
