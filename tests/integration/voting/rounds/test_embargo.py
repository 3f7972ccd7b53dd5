"""Before publication nothing outside the council depends on a score, a place or a verdict."""

import json

import pytest
from sqlalchemy import select

from app.core.audit import AuditEntry
from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.mail import OutboxMail
from app.core.work.jobs import Job
from tests.helpers.voting.acts import hold_session
from tests.helpers.voting.intruder import drop_guards, edit
from tests.helpers.voting.walk import again, walk
from voting.council import services as council
from voting.jury import services as jury
from voting.models import EntryCode, SelectionRound

SECRET = {"market": "31.07", "economy": "29.03", "culture": "8.09", "other": "6.11"}
NOT_OFFERED = 501  # what an optional part of EPCIS that we leave out has to answer
REASON = "Điều chỉ hội đồng biết"
TELLING = ["31.07", "31,07", "29.03", "29,03", "8.09", "8,09", "6.11", "6,11", "74.3", "74,3", REASON]


@pytest.fixture
def people(factory):
    """A round with the council, one entry refused against its score. The clock stands: pages say how long is left."""
    with use_clock(FixedClock(utc_now())):
        yield _decided(factory)


@pytest.fixture
def still_clock():
    """Pages say how long is left, and `/readyz` whether the index is late: neither moves between two walks."""
    with use_clock(FixedClock(utc_now())):
        yield


def _decided(factory):
    made = factory.closed_round({0: SECRET, 1: SECRET})
    made.chair_actor = factory.actor(made.chair)
    hold_session(made)
    for nomination, votes in zip(made.nominations, ((2, 0), (0, 2)), strict=True):
        with transaction():
            council.decide_entry(
                made.chair_actor,
                made.round_id,
                nomination.id,
                recognised=votes == (2, 0),
                reason=REASON,
                votes_for=votes[0],
                votes_against=votes[1],
            )
    return made


def values_of(people):
    codes = list(db.session.scalars(select(EntryCode.code)))
    return {
        "slug": [
            db.session.get_one(SelectionRound, people.round_id).slug,
            people.products[0].slug,
            people.facility.slug,
        ],
        "code": codes,
        "key": list(people.sheets.values())[:3],
        "nomination_id": [n.id for n in people.nominations],
        "product_id": [people.products[0].id],
        "facility_id": [people.facility.id],
        "juror_id": [seat.id for seat in people.seats],
        "document_id": [1],
        "group": [people.products[0].group],
        "number": ["0"],
        "width": ["320"],
    }


def outsiders(factory, login_as, app, people):
    return {
        "public": app.test_client(),
        "entrant": login_as(people.member),
        "officer of the area": login_as(people.officer),
        "officer elsewhere": login_as(factory.user("officer-province")),
        "chair of another round": login_as(factory.user("chair", "secretary")),
        "administrator": login_as(factory.user("admin")),
        "juror": login_as(people.jurors[0]),
    }


@pytest.mark.slow
def test_no_page_of_an_outsider_depends_on_the_count(app, factory, login_as, people):
    values = values_of(people)
    browsers = outsiders(factory, login_as, app, people)
    before = {name: walk(app, browser, values) for name, browser in browsers.items()}
    change_the_count(people)
    after = {name: again(browser, before[name]) for name, browser in browsers.items()}
    differ = {(name, at) for name in after for at in after[name] if before[name][at] != after[name][at]}
    work = f"/can-bo/ky-binh-chon/{values['slug'][0]}"
    assert {name for name in after if work in after[name]} == {"officer of the area"}
    assert {name for name in after if "/giam-khao" in after[name]} == {"juror"}
    assert (broken_pages(before), leaks(before), differ) == (set(), set(), set())


def broken_pages(walked):
    return {
        (name, address)
        for name, pages in walked.items()
        for address, page in pages.items()
        if page[0] >= 500 and page[0] != NOT_OFFERED
    }


def leaks(walked):
    """Pages that say what only the count knows. The juror who gave these scores may read them again."""
    return {
        (name, address, word)
        for name, pages in walked.items()
        if name != "juror"
        for address, (_status, body) in pages.items()
        for word in TELLING
        if word.encode() in body
    }


def change_the_count(people):
    """Another result: other scores of the other jurors, other places, the opposite verdicts."""
    drop_guards()
    juror_id = people.jurors[0].id
    edit('UPDATE score_sheet_revision SET scores = \'{"market":"1"}\' WHERE saved_by <> :id', id=juror_id)
    edit(
        "UPDATE tally_record SET"
        " result = replace(replace(result, '\"pass\"', '\"below\"'), '\"place\": 1', '\"place\": 2')"
    )
    edit("UPDATE council_verdict SET recognised = 1 - recognised, reason = 'Khác', votes_for = 1")
    db.session.expire_all()


def test_council_page_does_depend_on_the_count(app, login_as, people):
    """The proof above could fail: the same change shows on the board."""
    slug = db.session.get_one(SelectionRound, people.round_id).slug
    browser = login_as(people.chair)
    before = browser.get(f"/hoi-dong/{slug}/bang-diem").data
    change_the_count(people)
    assert (b"74,3" in before, browser.get(f"/hoi-dong/{slug}/bang-diem").data == before) == (True, False)


def test_mails_jobs_and_register_hold_no_score(people):
    texts = [f"{mail.subject} {mail.body}" for mail in db.session.scalars(select(OutboxMail))]
    texts += [
        f"{row.act} {row.subject_label} {json.dumps(row.detail)}"
        for row in db.session.scalars(select(AuditEntry))
    ]
    texts += [json.dumps(job.payload) for job in db.session.scalars(select(Job))]
    receipts = [text for text in texts if "Receipt" in text or "biên nhận" in text.lower()]
    words = [*TELLING, "recognised", "verdict"]
    assert receipts != []
    assert [
        (word, text) for text in texts for word in words if word in text and "checkpoint" not in text
    ] == []


def test_recused_juror_cannot_tell_that_the_entry_exists(app, factory, login_as, still_clock):
    people = factory.round_in_scoring(products=3, declared=False)
    for user, seat in zip(people.jurors, people.seats, strict=True):
        with transaction():
            jury.declare_conflicts(factory.actor(user), seat.id, frozenset(), "")
    hidden = people.nominations[2]
    with transaction():
        jury.propose_conflict(factory.actor(people.chair), people.seats[0], hidden, "owner")
    browser = login_as(people.jurors[0])
    values = values_of(people) | {"key": [key for (seat, _n), key in people.sheets.items() if seat == 0]}
    with_entry = walk(app, browser, values)
    mails = db.session.scalars(select(OutboxMail).where(OutboxMail.recipient == people.jurors[0].email)).all()
    api = browser.get("/api/v1/juror/sheets").json["items"]
    for table in ("score_sheet", "recusal", "entry_code", "dossier_document"):
        edit(f"DELETE FROM {table} WHERE nomination_id = :id", id=hidden.id)
    edit("DELETE FROM nomination WHERE id = :id", id=hidden.id)
    db.session.expire_all()
    without = again(browser, with_entry)
    assert {address for address in without if with_entry[address] != without[address]} == set()
    assert (len(api), mails) == (2, [])
