import re
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.notifications.kinds import Choice, Kind
from app.accounts.notifications.models import Notification
from app.accounts.notifications.queries import get_choices
from app.accounts.notifications.services import stop_address, stop_mails
from app.core.clock import VIETNAM, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.site.catalogue.search_address import read_question
from app.site.saved_searches.models import SavedSearch
from app.site.saved_searches.services import MOST, save_search, tell_what_is_new
from app.site.saved_searches.tasks import follow_searches, message
from catalog.enums import ProductGroup
from catalog.search.tasks import catch_up_index
from tests.helpers import send
from tests.helpers.voting.acts import act, refused

PAGE = "/tai-khoan/tim-kiem"
DAY = date(2026, 11, 30)


@pytest.fixture
def person(factory):
    return factory.user()


def kept(client, question, name="Của tôi"):
    return send(client, PAGE, page="/thong-bao", name=name, question=question)


def told():
    db.session.expire_all()
    return [(row.subject, row.body, row.mail) for row in db.session.scalars(select(Notification))]


def look(found):
    """One look at the only search, on the next day that was not looked at."""
    db.session.expire_all()
    row = db.session.scalars(select(SavedSearch)).one()
    day = (row.checked_on or DAY) + timedelta(days=1)
    with transaction():
        return tell_what_is_new(row.id, found, day, message)


def test_a_search_is_kept_without_what_is_no_question(person, login_as):
    client = login_as(person)
    answer = kept(client, "q=tra+sen&group=khac&sort=newest&page=3&group=x&colour=red")
    assert answer.status_code == 303
    row = db.session.scalars(select(SavedSearch)).one()
    assert row.question == "q=tra+sen&group=khac"
    page = client.get(PAGE).text
    assert 'href="/san-pham?q=tra+sen&amp;group=khac"' in page
    assert 'href="/san-pham.atom?q=tra+sen&amp;group=khac"' in page
    assert "Các sản phẩm khác" in page


def test_what_cannot_be_kept_says_why(person, login_as):
    client = login_as(person)
    assert kept(client, "sort=newest").status_code == 422
    assert kept(client, "q=tra", name="").status_code == 422
    kept(client, "q=tra")
    again = kept(client, "q=tra", name="Lần hai")
    assert again.status_code == 422
    assert "Lần hai" in again.text
    with transaction() as session:
        for number in range(MOST - 1):
            at = {"created_at": utc_now(), "seen_at": utc_now()}
            session.add(SavedSearch(user_id=person.id, name="x", question=f"q={number}", **at))
    assert kept(client, "q=them").status_code == 422


def test_one_removes_ones_own_only(person, login_as, factory):
    client, other = login_as(person), login_as(factory.user())
    kept(client, "q=tra")
    key = db.session.scalars(select(SavedSearch.id)).one()
    assert send(other, f"{PAGE}/{key}/bo", page="/thong-bao").status_code == 404
    assert send(client, f"{PAGE}/{key}/bo", page="/thong-bao").status_code == 303
    assert db.session.scalars(select(SavedSearch)).all() == []


def test_new_products_are_told_once_by_the_mail_of_the_day(person, login_as, factory):
    old = factory.product(name_vi="Trà cũ", published_at=utc_now() - timedelta(days=3)).id
    kept(login_as(person), "q=tra", name="Trà")
    new = factory.product(name_vi="Trà mới", slug="tra-moi", published_at=utc_now() + timedelta(seconds=5)).id
    assert look([new, old]) == 1
    (subject, body, mail) = told()[0]
    assert subject == "1 sản phẩm mới: Trà"
    assert "/san-pham/tra-moi" in body
    assert "Trà cũ" not in body
    assert mail == Choice.DAILY
    assert look([new, old]) == 0
    assert len(told()) == 1


def test_the_runner_looks_once_a_day_by_the_index(person, login_as, factory, monkeypatch):
    kept(login_as(person), "q=tra&group=che-bien-nong-lam-thuy-san-thuc-pham")
    for name, group in (
        ("Trà sen", ProductGroup.FOOD),
        ("Trà cụ gốm", ProductGroup.CRAFT),
        ("Mắm", ProductGroup.FOOD),
    ):
        factory.product(name_vi=name, group=group, published_at=utc_now() + timedelta(seconds=5))
    catch_up_index()
    morning = datetime(2026, 11, 30, 5, 59, tzinfo=VIETNAM)
    monkeypatch.setattr("app.site.saved_searches.tasks.utc_now", lambda: morning)
    assert follow_searches() == 0
    monkeypatch.setattr("app.site.saved_searches.tasks.utc_now", lambda: morning + timedelta(minutes=1))
    assert follow_searches() == 1
    assert follow_searches() == 0
    assert "Trà sen" in told()[0][1]
    assert "gốm" not in told()[0][1]


def test_a_search_that_fails_does_not_stop_the_others(person, login_as, factory, monkeypatch, caplog):
    client = login_as(person)
    kept(client, "q=den")
    kept(client, "q=tra")
    factory.product(name_vi="Trà sen", published_at=utc_now() + timedelta(seconds=5))
    factory.product(name_vi="Đèn lồng", published_at=utc_now() + timedelta(seconds=5))
    catch_up_index()
    noon = datetime(2026, 11, 30, 12, tzinfo=VIETNAM)
    monkeypatch.setattr("app.site.saved_searches.tasks.utc_now", lambda: noon)

    def broken(question):
        if question == "q=den":
            raise RuntimeError(question)
        return read_question(question)

    monkeypatch.setattr("app.site.saved_searches.tasks.read_question", broken)
    assert follow_searches() == 1
    assert ["Trà sen" in body for _subject, body, _mail in told()] == [True]
    assert "could not be followed" in caplog.text
    monkeypatch.setattr("app.site.saved_searches.tasks.read_question", read_question)
    assert follow_searches() == 1
    assert "Đèn lồng" in told()[1][1]


def test_a_question_of_too_many_fields_asks_nothing(person, login_as):
    client, many = login_as(person), "&".join(f"a{number}=1" for number in range(60)) + "&q=tra"
    assert read_question(many) == read_question("")
    assert client.get(PAGE, query_string={"from": many}).status_code == 200
    assert kept(client, many).status_code == 422


def test_one_press_ends_the_mails(person):
    assert get_choices(person.id)[Kind.SEARCHES] is Choice.DAILY
    key = stop_address(person, Kind.SEARCHES).rpartition("/")[2]
    with transaction():
        assert stop_mails(key) is Kind.SEARCHES
    assert get_choices(person.id)[Kind.SEARCHES] is Choice.OFF


def test_the_feed_honours_its_question(client, factory):
    factory.product(name_vi="Trà <sen>", published_at=utc_now() - timedelta(days=2))
    factory.product(name_vi="Trà nhài", group=ProductGroup.OTHER)
    factory.product(name_vi="Mắm")
    catch_up_index()
    whole = client.get("/san-pham.atom").text
    assert whole.count("<entry>") == 3
    words = client.get("/san-pham.atom?q=tra").text
    assert re.findall(r"<entry><title>([^<]+)<", words) == ["Trà nhài", "Trà &lt;sen&gt;"]
    one = client.get("/en/products.atom?q=tra&group=khac").text
    assert re.findall(r"<entry><title>([^<]+)<", one) == ["Trà nhài"]
    assert "/en/products.atom?q=tra&amp;group=khac" in one
    assert 'href="/san-pham.atom?q=tra"' in client.get("/san-pham?q=tra").text


def test_a_question_is_read_as_the_catalogue_reads_it():
    search = read_question("q=%20tr%C3%A0%20&province=75&province=99&year=2024&level=x&page=9")
    assert (search.text, search.page) == ("trà", 1)
    assert {name: set(values) for name, values in search.filters.items()} == {
        "province": {"75"},
        "year": {"2024"},
    }


def test_search_needs_a_name_of_at_most_its_length(person):
    assert refused(person, save_search, "", "q=sen") == ("required", "name")
    assert refused(person, save_search, "x" * 121, "q=sen") == ("too_long", "name")
    act(person, save_search, "x" * 120, "q=sen")


def test_search_that_is_gone_or_was_looked_at_today_tells_nothing(person, factory):
    row = act(person, save_search, "Của tôi", "q=sen")
    product = factory.product(published_at=utc_now() + timedelta(hours=1))
    found = [product.id]
    with transaction():
        assert tell_what_is_new(row.id + 1, found, DAY, message) == 0
        assert tell_what_is_new(row.id, [], DAY, message) == 0
        assert tell_what_is_new(row.id, found, DAY, message) == 0
    assert told() == []
    assert look(found) == 1
    assert len(told()) == 1


def test_person_who_may_not_sign_in_any_more_is_told_nothing(person, factory):
    act(person, save_search, "Của tôi", "q=sen")
    with transaction():
        db.session.get_one(User, person.id).disabled_at = utc_now()
    assert look([factory.product(published_at=utc_now() + timedelta(hours=1)).id]) == 1
    assert told() == []
