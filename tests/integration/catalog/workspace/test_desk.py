"""The desk of a facility: what is next, the most urgent first, and what holds until when."""

import re
from datetime import timedelta

from app.accounts.models import Membership
from app.core.clock import today, utc_now
from app.core.database.transaction import transaction
from catalog.enums import ProductState


def steps(page):
    """(the days left or nothing, the text) of each step."""
    cards = re.findall(r'<li class="next-step.*?</li>', page, re.DOTALL)
    left = [re.search(r'<p class="due.*?</strong><span>([^<]*)', card, re.DOTALL) for card in cards]
    text = [re.sub("<.*?>", "", re.search(r"<h3>(.*?)</h3>", card, re.DOTALL)[1]).strip() for card in cards]
    return [(found[1] if found else "", words) for found, words in zip(left, text, strict=True)]


def test_steps_stand_by_their_days_and_papers_by_their_ends(factory, facility, member):
    factory.product(facility, name_vi="Cà phê hòa tan", state=ProductState.DRAFT, materials="")
    factory.product(facility, name_vi="Hạt điều", state=ProductState.RETURNED)
    factory.certificate(facility, number="1/2025/ATTP-ĐN", valid_until=today() + timedelta(days=6))
    factory.certificate(facility, number="2/2025/ATTP-ĐN", valid_until=today() + timedelta(days=200))
    page = member.get("/co-so-cua-toi").text
    found = steps(page)
    assert [left for left, _ in found] == ["", "còn 6 ngày", ""]
    assert "Hạt điều" in found[0][1]
    assert "1/2025/ATTP-ĐN" in found[1][1]
    assert "Cà phê hòa tan" in found[2][1]
    beside = page.partition('<ul class="side-list"')[2].partition("</ul>")[0]
    assert re.findall(r"<strong>(.*?)</strong>", beside) == ["còn 6 ngày", "còn 6 tháng"]


def test_all_areas_stand_in_one_menu_and_the_open_one_is_named(factory, member):
    page = member.get("/co-so-cua-toi/dau-nhan-dien").text
    menu = page.partition('<details class="areas-menu">')[2].partition("</details>")[0]
    assert len(re.findall(r"<li", menu)) == 8
    assert re.findall(r'aria-current="page">([^<]+)<', menu) == ["Dấu nhận diện"]
    summary = " ".join(re.sub("<.*?>", " ", menu.partition("</summary>")[0]).split())
    assert summary.startswith("Khu vực làm việc: Dấu nhận diện")


def test_a_step_names_its_facility_where_a_person_has_several(factory, facility, login_as):
    person = factory.user("facility", facility_id=facility.id)
    page = login_as(person).get("/co-so-cua-toi").text
    assert f"<p>{facility.name}</p>" not in page
    other_id, person_id = factory.facility(name="Hợp tác xã Hai").id, person.id
    with transaction() as session:
        session.add(
            Membership(
                user_id=person_id, role="facility", facility_id=other_id, duty="owner", created_at=utc_now()
            )
        )
    page = login_as(person).get("/co-so-cua-toi").text
    assert "<p>Hợp tác xã Hai</p>" in page


def test_a_round_that_takes_entries_stands_among_the_steps(factory, login_as):
    people = factory.receiving_round(entries_until=utc_now() + timedelta(days=3))
    found = steps(login_as(people.member).get("/co-so-cua-toi").text)
    assert found == [("còn 3 ngày", "Các kỳ đang nhận hồ sơ")]
