"""Showrooms: where, when, what they show."""

from datetime import timedelta

import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import NotAllowed, RuleBroken
from programme.models import Booth, Showroom
from programme.showrooms import services as showrooms
from tests.factories.accounts import signed_in_client
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person


def test_products_are_named_by_page_gtin_or_name_and_wrong_lines_are_all_told(factory):
    officer = factory.officer_actor(unit_code="75")
    first = factory.product(name_vi="Trà sen", gtin="08938501234568")
    second, third = factory.product(name_vi="Mứt sen"), factory.product(name_vi="Chè sen")
    hidden = factory.product(name_vi="Ẩn", state="draft")
    row = factory.showroom(officer)
    lines = ["8938501234568", "", f"https://tieubieu.example/san-pham/{second.slug}", "chè sen", "Chè sen"]
    act(officer, showrooms.show_products, row.id, lines)
    shown = db.session.get_one(Showroom, row.id)
    assert {one.id for one in shown.products} == {first.id, second.id, third.id}
    with pytest.raises(RuleBroken) as refusal:
        act(officer, showrooms.show_products, row.id, [hidden.slug, "Trà sen", "không có"])
    found = [(one.code, one.params["text"]) for one in (refusal.value, *refusal.value.also)]
    assert found == [("named_product_unknown", hidden.slug), ("named_product_unknown", "không có")]


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"closed_on": today() - timedelta(days=31)}, "closed_before_open", "closed_on"),
        ({"operator": ""}, "required", "operator"),
        ({"facility": "không ai"}, "named_facility_unknown", "facility"),
        ({"name_vi": ""}, "required", "name_vi"),
    ],
)
def test_wrong_facts_are_refused_at_their_field(factory, facts, code, field):
    with pytest.raises(RuleBroken) as refusal:
        factory.showroom(factory.officer_actor(unit_code="75"), **facts)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_another_province_changes_nothing(factory):
    row = factory.showroom(factory.officer_actor(unit_code="75"))
    with pytest.raises(NotAllowed, match="area_not_served"):
        act(factory.officer_actor(unit_code="01"), showrooms.show_products, row.id, [])


def test_a_closed_showroom_leaves_the_list_and_its_page_says_so(client, factory):
    officer = factory.officer_actor(unit_code="75")
    product = factory.product(name_vi="Trà sen")
    row = factory.showroom(officer, name_vi="Nhà trưng bày ven sông", hours="8 giờ – 20 giờ")
    act(officer, showrooms.show_products, row.id, [product.slug])
    assert "Nhà trưng bày ven sông" in client.get("/phong-trung-bay?province=75").text
    assert "Nhà trưng bày ven sông" not in client.get("/phong-trung-bay?province=01").text
    page = client.get(f"/phong-trung-bay/{row.slug}").text
    for shown in ("Trà sen", "8 giờ – 20 giờ", "Tại điểm du lịch"):
        assert shown in page
    for path in (f"/san-pham/{product.slug}", f"/co-so/{product.facility.slug}"):
        assert f'href="/phong-trung-bay/{row.slug}"' in client.get(path).text
    closed = showrooms.ShowroomData(
        **factory.place_facts(name_vi="Nhà trưng bày ven sông"), place_kind="du-lich", operator="Trung tâm",
        opened_on=today() - timedelta(days=30), closed_on=today(),
    )  # fmt: skip
    act(officer, showrooms.change_showroom, row.id, closed)
    assert "Nhà trưng bày ven sông" not in client.get("/phong-trung-bay").text
    assert "đã đóng cửa từ" in client.get(f"/phong-trung-bay/{row.slug}").text
    assert f"/phong-trung-bay/{row.slug}" not in client.get(f"/san-pham/{product.slug}").text


def test_an_officer_writes_one_down_and_what_was_typed_stays(app, factory):
    officer = factory.user("officer-province", unit_id=factory.unit("75").id)
    browser = Person(app, signed_in_client(app, officer), "en")
    facts = {"name_vi": "Phòng mẫu", "unit_id": str(factory.unit("75").id), "place_kind": "co-so",
             "operator": "Hợp tác xã", "facility": "ai đó", "opened_on": "2026-01-15"}  # fmt: skip
    page = browser.send("programme.showroom_new", facts, expect=422)
    assert "No verified facility is called “ai đó”." in page
    assert 'value="ai đó"' in page
    assert (
        browser.send("programme.showroom_new", facts | {"facility": ""})
        == "/en/officer/showrooms/phong-mau/products"
    )
    page = browser.send(
        "programme.showroom_products", {"products": "không có", "version": "1"}, slug="phong-mau", expect=422
    )
    assert "No public product is called “không có”." in page
    browser.send(
        "programme.showroom_edit", facts | {"facility": "", "version": "99"}, slug="phong-mau", expect=422
    )
    browser.send("programme.showroom_shown", {}, slug="phong-mau", on="programme.showroom_edit")
    assert browser.client.get("/en/showrooms/phong-mau").status_code == 404


def test_a_facility_of_many_fairs_keeps_its_showroom_and_its_latest_fairs(client, factory):
    officer = factory.officer_actor(unit_code="75")
    owner = factory.facility()
    room = factory.showroom(officer, facility=owner.slug)
    for number in range(25):
        day = today() - timedelta(days=10 * (number + 1))
        fair = factory.fair(officer, name_vi=f"Hội chợ {number:02}", starts_on=day, ends_on=day)
        with transaction() as session:
            session.add(Booth(fair_id=fair.id, code="A1", facility_id=owner.id))
    page = client.get(f"/co-so/{owner.slug}").text
    assert f'href="/phong-trung-bay/{room.slug}"' in page
    assert "Hội chợ 00" in page
    assert "Hội chợ 23" in page
    assert "Hội chợ 24" not in page
