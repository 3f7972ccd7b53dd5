"""Messages to a person: always on their page, by mail as they chose; no page says "sent" if nothing is sent."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from app.accounts.models import User
from app.accounts.notifications.kinds import Choice, Kind
from app.accounts.notifications.queries import list_notifications
from app.accounts.notifications.services import choose, notify, stop_address
from app.accounts.notifications.tasks import send_digests
from app.accounts.sessions.actors import actor_of
from app.core.clock import FixedClock, use_clock
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work.jobs import run_pending
from tests.helpers import mails_to, send
from tests.helpers.postman import hire

NIGHT = datetime(2026, 11, 2, 15, tzinfo=UTC)  # 22:00 in Viet Nam
DAWN, MORNING = datetime(2026, 11, 2, 23, tzinfo=UTC), datetime(2026, 11, 3, 0, 30, tzinfo=UTC)


@pytest.fixture
def person(factory):
    return factory.user()


def tell(person, subject, kind=Kind.LISTING):
    with transaction():
        notify(db.session.get_one(User, person.id), kind, subject, f"{subject}: nội dung")


def prefer(person, choice, kind=Kind.LISTING):
    with transaction():
        choose(actor_of(db.session.get_one(User, person.id)), {kind: choice})


def stop_link(person):
    """The path at the foot of the newest mail."""
    (line,) = [row for row in mails_to(person.email)[-1].body.splitlines() if "/thong-bao/thoi-nhan/" in row]
    return line[line.index("/thong-bao/") :]


def test_the_bell_counts_and_the_page_tells(person, login_as):
    tell(person, "Gốm Việt đã được công khai")
    browser = login_as(person)
    assert '<span class="count">1</span>' in browser.get("/tai-khoan").text
    page = browser.get("/thong-bao").text
    assert "Gốm Việt đã được công khai" in page
    assert "nội dung" in page
    assert send(browser, "/thong-bao/da-doc", page="/thong-bao").status_code == 303
    assert '<span class="count">' not in browser.get("/tai-khoan").text.partition("<main")[0]


def test_each_mail_carries_a_way_to_end_its_kind_with_one_press(app, client, person):
    postman = hire()
    tell(person, "Một")
    run_pending()
    ((_to, subject, _body, stop),) = postman.sent
    assert subject == "Một"
    path = stop.removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200
    assert len(mails_to(person.email)) == 1
    tell(person, "Hai")  # looking at the page ended nothing
    assert len(mails_to(person.email)) == 2
    pressed = app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})
    assert pressed.status_code == 200
    tell(person, "Ba")
    tell(person, "Lô bị giữ", Kind.ORIGIN)
    assert [mail.subject for mail in mails_to(person.email)] == ["Một", "Hai", "Lô bị giữ"]
    assert [row.subject for row in list_notifications(person.id)] == ["Lô bị giữ", "Ba", "Hai", "Một"]


def test_a_made_up_link_ends_nothing(client, person):
    tell(person, "Một")
    path = stop_link(person)
    other_seal = path[:-1] + ("0" if path[-1] != "0" else "1")
    begin = "/thong-bao/thoi-nhan/"
    longest = f"{begin}{'9' * 5_000}-listing-{'0' * 32}"
    for spoilt in (other_seal, path.replace("listing", "origin"), f"{begin}x", longest):
        assert client.post(spoilt).status_code == 404
    tell(person, "Hai")
    assert len(mails_to(person.email)) == 2


def test_one_mail_a_day_from_seven_in_the_morning(person):
    with use_clock(FixedClock(NIGHT)):
        prefer(person, Choice.DAILY)
        tell(person, "Một")
        tell(person, "Hai")
    assert mails_to(person.email) == []
    with use_clock(FixedClock(DAWN)):
        assert send_digests() == 0
    with use_clock(FixedClock(MORNING)):
        assert send_digests() == 1
        assert send_digests() == 0
        tell(person, "Ba")
        assert send_digests() == 0  # that is for tomorrow
    (mail,) = mails_to(person.email)
    assert mail.subject == "Tiêu Biểu: 2 thông báo trong ngày"
    assert "1. Một" in mail.body
    assert "2. Hai" in mail.body
    assert "Ba" not in mail.body


def test_the_choice_is_made_on_the_page(person, login_as):
    browser = login_as(person)
    chosen = {
        "listing": "off",
        "certificates": "each",
        "selection": "daily",
        "origin": "each",
        "searches": "off",
    }
    assert send(browser, "/thong-bao/thu", page="/thong-bao", **chosen).status_code == 303
    tell(person, "Một")
    tell(person, "Hai", Kind.SELECTION)
    tell(person, "Ba", Kind.ORIGIN)
    assert [mail.subject for mail in mails_to(person.email)] == ["Ba"]
    send(browser, "/thong-bao/thu", page="/thong-bao", **{**chosen, "listing": "sideways"})
    tell(person, "Bốn")
    assert len(mails_to(person.email)) == 1


def test_nothing_says_sent_where_no_mail_travels(client, factory, login_as):
    send(client, "/en/forgot-password", email="nobody@example.vn")
    page = client.get("/en/forgot-password").text
    assert "This server sends no mail at present" in page
    assert "we have sent it" not in page
    admin = login_as(factory.user("admin"))
    send(admin, "/en/admin/users/invite", email="moi@example.vn", role="admin")
    assert "pass on the link" in admin.get("/en/admin/users").text
    run_pending()
    assert "in the log, not sent" in admin.get("/en/admin/mails").text


def test_link_that_ends_the_mails_of_nobody_is_not_found(client):
    gone = SimpleNamespace(id=999_999, locale="vi")
    path = stop_address(gone, Kind.LISTING)
    assert client.get(path[path.index("/thong-bao/") :]).status_code == 404
