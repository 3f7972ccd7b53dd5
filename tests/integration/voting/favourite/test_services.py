"""The public favourite end to end: off by default, set after the decision, one confirmed address one vote."""

from datetime import datetime, timedelta

import pytest

from app.core.actor import SYSTEM
from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.core.mail import OutboxMail
from catalog.awards.services import revoke_award
from catalog.models import Award, Product
from tests.factories import accounts
from tests.helpers import link_in, mails_to, send, token_of
from tests.helpers.postman import hire
from voting.favourite import services as service
from voting.models import FavouriteBallot, FavouriteVote, SelectionRound

SLUG = "ky-binh-chon-thu"
PAGE = f"/en/rounds/{SLUG}/favourite"
OFFICE = f"/en/officer/rounds/{SLUG}/favourite"


@pytest.fixture(autouse=True)
def postman(app):
    """Votes are confirmed by mail."""
    return hire()


@pytest.fixture
def people(factory):
    return factory.published_round(products=3)


@pytest.fixture
def clock(people):
    with use_clock(FixedClock(utc_now())) as clock:
        yield clock


@pytest.fixture
def opened(people, clock):
    """A vote that is open, and closes in ten days."""
    set_vote(people, utc_now() + timedelta(minutes=1), utc_now() + timedelta(days=10))
    clock.advance(timedelta(minutes=2))
    return people


def set_vote(people, opens, closes):
    with transaction():
        service.set_favourite(accounts.actor(people.officer), people.round_id, opens, closes)


def vote(app, email, number=1):
    """Ask for the link and press its button, as a browser of its own."""
    browser = app.test_client()
    send(browser, f"{PAGE}/{number}", email=email)
    mails = mails_to(email)
    return send(browser, link_in(mails[-1])) if mails else None


def ballots():
    return db.session.query(FavouriteBallot).order_by(FavouriteBallot.id).all()


def test_there_is_no_vote_until_it_is_set(client, people):
    assert (client.get(PAGE).status_code, client.get(f"{PAGE}/1").status_code) == (404, 404)
    assert "favourite" not in client.get(f"/en/rounds/{SLUG}").text


def test_it_cannot_be_set_before_the_decision(factory, login_as):
    people = factory.provisional_round()
    with pytest.raises(RuleBroken, match="favourite_not_yet"):
        set_vote(people, utc_now(), utc_now() + timedelta(days=1))
    assert login_as(people.officer).get(OFFICE).status_code == 404


def test_the_officer_sets_it_and_the_public_finds_it(client, login_as, people):
    browser = login_as(people.officer)
    now = datetime.now().replace(microsecond=0, second=0)  # noqa: DTZ005  # as a form sends it
    opens, closes = now + timedelta(days=1), now + timedelta(days=5)
    answer = send(browser, OFFICE, opens_at=opens.isoformat(), closes_at=closes.isoformat())
    assert answer.status_code == 303
    page = client.get(PAGE)
    assert (
        "Voting opens at" in page.text,
        "Set-Cookie" in page.headers,
        "Vote for this product" in page.text,
    ) == (
        True,
        False,
        False,
    )
    assert "/favourite" in client.get(f"/en/rounds/{SLUG}").text
    wrong = send(browser, OFFICE, opens_at=closes.isoformat(), closes_at=opens.isoformat())
    assert (wrong.status_code, wrong.text.count(closes.strftime("%Y-%m-%dT%H:%M")) > 0) == (422, True)
    assert "after the opening and in the future" in wrong.text


def test_only_the_officer_of_the_area_sets_it(people, factory):
    for user in (people.chair, people.jurors[0], people.member, factory.user("officer-national")):
        with pytest.raises(NotAllowed), transaction():
            service.set_favourite(
                accounts.actor(user), people.round_id, utc_now(), utc_now() + timedelta(days=1)
            )


def test_an_open_vote_cannot_be_moved(opened):
    with pytest.raises(Conflict, match="favourite_running"):
        set_vote(opened, utc_now(), utc_now() + timedelta(days=1))


@pytest.mark.parametrize(("given", "field"), [((True, False), "closes_at"), ((False, True), "opens_at")])
def test_a_vote_needs_both_its_times(people, given, field):
    soon = utc_now() + timedelta(days=1)
    with pytest.raises(RuleBroken, match="required") as caught:
        set_vote(people, *(soon if is_given else None for is_given in given))
    assert caught.value.field == field


def test_a_vote_that_waits_may_be_moved(people, clock):
    set_vote(people, utc_now() + timedelta(days=1), utc_now() + timedelta(days=5))
    later = utc_now() + timedelta(days=2), utc_now() + timedelta(days=9)
    set_vote(people, *later)
    [row] = db.session.query(FavouriteVote)
    assert (row.opens_at, row.closes_at, len(row.finalists)) == (*later, 3)


def test_a_product_that_lost_its_certificate_gets_no_vote_by_an_older_link(app, client, opened):
    _address, key = service.make_confirmation(SLUG, 1, "lan@example.vn")
    slug = db.session.query(FavouriteVote).one().finalists[0].product_slug
    award = db.session.query(Award).join(Product).filter(Product.slug == slug).one()
    with transaction():
        revoke_award(SYSTEM, award.id, "Vi phạm nhãn hiệu")
    page = client.get(f"{PAGE}/confirm/{key}")
    assert page.status_code == 422
    with pytest.raises(RuleBroken, match="favourite_out"):
        service.cast_favourite(SLUG, key, None)
    assert ballots() == []


def test_a_vote_counts_when_its_link_is_used_once(app, client, opened):
    assert vote(app, "lan@example.vn", 2).status_code == 200
    again = vote(app, "lan+2@example.vn", 1)  # the same mailbox
    assert (again.status_code, "voted already" in again.text) == (409, True)
    (ballot,) = ballots()
    finalist = db.session.query(FavouriteVote).one().finalists[1]
    assert ballot.finalist_id == finalist.id


def test_asking_alone_counts_nothing_and_tells_nothing(app, opened):
    first = send(app.test_client(), f"{PAGE}/1", email="lan@example.vn")
    vote(app, "minh@example.vn")
    second = send(app.test_client(), f"{PAGE}/1", email="minh@example.vn")
    assert (len(ballots()), first.status_code, first.headers["Location"]) == (
        1,
        303,
        second.headers["Location"],
    )


def test_no_address_is_kept_with_the_vote(app, opened):
    vote(app, "lan@example.vn")
    row = ballots()[0]
    stored = " ".join(str(value) for value in (row.voter, row.origin, row.domain))
    assert ("lan" in stored, "example" in stored, "127.0.0.1" in stored) == (False, False, False)


def test_the_mail_is_forgotten_when_its_link_is_dead(app, opened, clock):
    vote(app, "lan@example.vn")
    with transaction():
        assert service.delete_old_letters() == 0
    clock.advance(timedelta(days=2, minutes=1))
    with transaction():
        assert service.delete_old_letters() == 1
    assert db.session.query(OutboxMail).filter_by(recipient="lan@example.vn").count() == 0


@pytest.mark.parametrize(
    "spoil", [lambda key: key[:-1] + "x", lambda key: "x" + key, lambda _: "nothing", lambda _: "."]
)
def test_a_made_up_link_is_dead(client, opened, spoil):
    _address, key = service.make_confirmation(SLUG, 1, "lan@example.vn")
    assert client.get(f"{PAGE}/confirm/{spoil(key)}").status_code == 404
    with pytest.raises(NotFound, match="link_dead"):
        service.cast_favourite(SLUG, spoil(key), None)


def test_a_link_dies_after_two_days_and_with_the_vote(client, opened, clock):
    _address, key = service.make_confirmation(SLUG, 1, "lan@example.vn")
    clock.advance(timedelta(days=2, seconds=1))
    assert client.get(f"{PAGE}/confirm/{key}").status_code == 404
    clock.advance(timedelta(days=6))
    _address, key = service.make_confirmation(SLUG, 1, "lan@example.vn")
    clock.advance(timedelta(days=1, hours=23, minutes=59))
    with pytest.raises(RuleBroken, match="favourite_closed"):
        service.cast_favourite(SLUG, key, None)
    with pytest.raises(RuleBroken, match="favourite_closed"):
        service.make_confirmation(SLUG, 1, "lan@example.vn")


def test_page_about_to_turn_is_kept_nowhere(client, opened, clock):
    clock.advance(db.session.query(FavouriteVote).one().closes_at - utc_now() - timedelta(seconds=5))
    late = client.get(PAGE).headers["Cache-Control"]
    clock.advance(timedelta(seconds=5))
    assert (late, client.get(PAGE).headers["Cache-Control"]) == (
        "no-store",
        "public, max-age=0, must-revalidate",
    )


def test_one_mailbox_cannot_order_mails_without_end(app, opened):
    answers = [send(app.test_client(), f"{PAGE}/1", email="lan@example.vn").status_code for _ in range(4)]
    assert (answers, len(mails_to("lan@example.vn"))) == ([303, 303, 303, 429], 3)


def test_a_wrong_address_is_named_and_kept(app, opened):
    answer = send(app.test_client(), f"{PAGE}/1", email="lan@nowhere")
    assert (answer.status_code, 'value="lan@nowhere"' in answer.text) == (422, True)
    assert app.test_client().get(f"{PAGE}/99").status_code == 404


def test_where_no_mail_travels_voting_is_closed_and_nothing_is_said_to_be_sent(app, opened, monkeypatch):
    browser = app.test_client()
    monkeypatch.setattr("app.site.rounds.favourite.mail_travels", lambda: False)
    page = browser.get(f"{PAGE}/1").text
    assert "sends none at present" in page
    assert 'name="email"' not in page
    monkeypatch.undo()
    token = token_of(browser, f"{PAGE}/1")  # of a form that was open before
    monkeypatch.setattr("app.site.rounds.favourite.mail_travels", lambda: False)
    late = browser.post(f"{PAGE}/1", data={"email": "lan@example.vn", "csrf_token": token})
    assert (late.status_code, late.headers.get("Location")) == (503, None)
    assert "sends none at present" in late.text
    assert mails_to("lan@example.vn") == []


def test_odd_votes_are_shown_voided_with_a_reason_and_kept(app, login_as, opened, clock):
    for number in range(6):
        vote(app, f"p{number}@gmail.com", 1)
    browser = login_as(opened.officer)
    assert "Many votes from one connection" in browser.get(OFFICE).text
    key = browser.get(OFFICE).text.split('name="cluster" value="')[1].split('"')[0]
    send(browser, f"{OFFICE}/void", page=OFFICE, cluster=key, reason=" ")
    long = "Một máy gửi sáu phiếu. " * 20
    refused = send(browser, f"{OFFICE}/void", page=OFFICE, cluster=key, reason=long)
    assert (refused.status_code, long.strip() in refused.text) == (422, True)
    assert "Voided</dt>\n    <dd>0" in browser.get(OFFICE).text
    send(browser, f"{OFFICE}/void", page=OFFICE, cluster=key, reason="Một máy gửi sáu phiếu")
    send(browser, f"{OFFICE}/void", page=f"{PAGE}/1", cluster="origin:none", reason="Không có")
    assert ("Voided</dt>\n    <dd>6" in browser.get(OFFICE).text, len(ballots())) == (True, 6)


def test_counts_are_secret_until_published_and_frozen_then(app, client, login_as, opened, clock):
    for number, wanted in enumerate((2, 2, 3)):
        vote(app, f"p{number}@example.vn", wanted)
    browser = login_as(opened.officer)
    send(browser, f"{OFFICE}/publish", page=f"{PAGE}/1")  # too early
    assert (db.session.query(FavouriteVote).one().published_at, "Votes</th>" in client.get(PAGE).text) == (
        None,
        False,
    )
    clock.advance(timedelta(days=11))
    browser = login_as(opened.officer)
    assert "đang được kiểm tra" in client.get(f"/ky-binh-chon/{SLUG}/yeu-thich").text  # not kept from before
    send(browser, f"{OFFICE}/publish", page=OFFICE)
    page = client.get(PAGE).text
    row = db.session.query(FavouriteVote).one()
    assert [(r["number"], r["votes"], r["place"]) for r in row.frozen["rows"]] == [
        (2, 2, 1),
        (3, 1, 2),
        (1, 0, None),
    ]
    assert ("3 votes counted" in page, row.salt) == (True, "")
    with pytest.raises(Conflict, match="favourite_published"), transaction():
        service.publish_favourite(accounts.actor(opened.officer), opened.round_id)
    with pytest.raises(Conflict, match="favourite_published"), transaction():
        service.void_votes(accounts.actor(opened.officer), opened.round_id, "origin:x", "Quá muộn")


def test_the_result_of_the_round_does_not_move(app, client, opened):
    def result():
        return [client.get(f"/ky-binh-chon/{SLUG}{tail}").data for tail in ("/ket-qua.csv", "/so-lieu.json")]

    before = result()
    vote(app, "lan@example.vn")
    assert result() == before


def test_an_annulled_round_has_no_vote(client, opened):
    with transaction():
        db.session.get_one(SelectionRound, opened.round_id).state = "annulled"
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("table", ["favourite_ballot", "favourite_void"])
def test_votes_cannot_be_deleted_or_changed(app, opened, table):
    from sqlalchemy import text
    from sqlalchemy.exc import DatabaseError

    vote(app, "lan@example.vn")
    ballot = ballots()[0].id
    if table == "favourite_void":
        from voting.models import FavouriteVoid

        with transaction():
            db.session.add(FavouriteVoid(ballot_id=ballot, reason="Thử", voided_by=None, voided_at=utc_now()))
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id + 100"):
        with pytest.raises(DatabaseError):
            db.session.execute(text(statement))
        db.session.rollback()


def test_the_form_needs_its_token(app, opened):
    browser = app.test_client()
    browser.post(f"{PAGE}/1", data={"email": "lan@example.vn"})
    assert mails_to("lan@example.vn") == []
