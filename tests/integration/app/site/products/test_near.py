import re
from datetime import timedelta

from app.core.clock import today
from app.core.database.reading import reading
from app.site.products.near import list_near
from app.site.products.rows import get_product_row
from catalog.enums import Level, ProductGroup, ProductState
from catalog.listings.cards import list_cards


def section(page, name):
    """The cards of a section as (name, badge)."""
    found = re.search(rf'<section aria-labelledby="{name}">.*?</section>', page.text, re.DOTALL)
    if found is None:
        return []
    cards = re.findall(r'<article class="card">.*?</article>', found[0], re.DOTALL)
    return [
        (
            re.search(r'class="card-title"><a[^>]*>(?:<span[^>]*>)?([^<]+)<', card)[1],
            "Chưa từng được công nhận" not in card,
        )
        for card in cards
    ]


def test_more_of_the_maker_by_name_with_what_is_recognised(factory, client):
    maker = factory.facility()
    page = factory.product(maker, slug="day")
    factory.product(maker, name_vi="Trà sen")
    factory.award(factory.product(maker, name_vi="Mắm nêm"))
    factory.product(maker, name_vi="Bản nháp", state=ProductState.DRAFT)
    assert section(client.get(f"/san-pham/{page.slug}"), "more") == [("Mắm nêm", True), ("Trà sen", False)]


def test_others_of_the_group_and_province_what_is_recognised_first(factory, client):
    factory.product(slug="day")
    factory.award(factory.product(name_vi="Được công nhận"))
    factory.product(name_vi="Mới nhất")
    factory.product(name_vi="Nhóm khác", group=ProductGroup.CRAFT)
    factory.product(factory.facility(unit_code="01"), name_vi="Tỉnh khác")
    expected = [("Được công nhận", True), ("Mới nhất", False)]
    assert section(client.get("/san-pham/day"), "near") == expected
    assert section(client.get("/en/products/day"), "near")[0][0] == "Được công nhận"


def test_a_card_shows_the_recognition_that_cards_of_lists_show(factory, app):
    day, maker = today(), factory.facility()
    product = factory.product(maker, slug="day")
    cases = {
        "in force, highest": [{"level": Level.PROVINCE}, {"level": Level.NATIONAL}],
        "highest is over": [
            {
                "level": Level.NATIONAL,
                "issued_on": day - timedelta(days=900),
                "valid_until": day - timedelta(days=1),
            },
            {"level": Level.COMMUNE},
        ],
        "none in force": [
            {"issued_on": day - timedelta(days=900), "valid_until": day - timedelta(days=3)},
            {"issued_on": day - timedelta(days=800), "valid_until": day - timedelta(days=2)},
        ],
        "taken back": [{"revoked_on": day}, {"suspended_on": day, "level": Level.NATIONAL}],
    }
    ids = []
    for name, awards in cases.items():
        row = factory.product(maker, name_vi=name)
        ids.append(row.id)
        for values in awards:
            factory.award(row, **values)
    wanted = {card.id: card.award.id for card in list_cards(ids, day)}
    with reading() as source:
        found = list_near(source, get_product_row(product.slug), day)
    assert {row.id: row.award_id for row in found} == wanted
