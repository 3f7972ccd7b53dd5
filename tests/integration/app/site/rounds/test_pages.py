"""Public pages of rounds: nothing before its time, everything after."""

from datetime import timedelta

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.models import Product
from voting.models import SelectionRound


def text(response):
    return response.get_data(as_text=True)


def test_a_round_in_scoring_tells_only_its_calendar(client, factory):
    round_ = db.session.get_one(SelectionRound, factory.round_in_scoring().round_id)
    page = text(client.get(f"/ky-binh-chon/{round_.slug}"))
    assert round_.title_vi in page
    for nomination in round_.nominations:
        assert nomination.product.name_vi not in page
        assert all(code.code not in page for code in nomination.codes)
    for suffix in ("/ket-qua.csv", "/so-lieu.json"):
        assert client.get(f"/ky-binh-chon/{round_.slug}{suffix}").status_code == 404
    body = client.get(f"/api/v1/rounds/{round_.slug}").json
    assert (body["provisional"], body["result"]) == (None, None)
    assert client.get(f"/api/v1/rounds/{round_.slug}/bundle").status_code == 404


def test_a_published_round_names_products_and_certificates(client, factory):
    slug = db.session.get_one(SelectionRound, factory.published_round().round_id).slug
    result = client.get(f"/api/v1/rounds/{slug}").json["result"]
    page, rows = (
        text(client.get(f"/ky-binh-chon/{slug}")),
        text(client.get(f"/ky-binh-chon/{slug}/ket-qua.csv")),
    )
    assert result["recognised"]
    for row in result["recognised"]:
        assert row["certificate"] in page
        assert row["certificate"] in rows
        assert client.get(f"/giay-chung-nhan/{row['certificate']}").status_code == 200
        assert f"/ky-binh-chon/{slug}" in text(client.get(f"/san-pham/{row['product_slug']}"))
    assert client.get(f"/ky-binh-chon/{slug}/so-lieu.json").json["round"]["slug"] == slug
    assert client.get("/ky-binh-chon").status_code == client.get("/en/rounds?level=tinh").status_code == 200


def test_a_round_that_receives_shows_its_calendar_and_its_rules(client, factory):
    now = utc_now()
    people = factory.receiving_round(entries_until=now + timedelta(days=3, minutes=5))
    slug = db.session.get_one(SelectionRound, people.round_id).slug
    page = client.get(f"/en/rounds/{slug}")
    assert ("3 days 0 hours left" in text(page), "Set-Cookie" in page.headers) == (True, False)
    assert "69.996 is less than 70" in text(page)
    file = client.get(f"/ky-binh-chon/{slug}/lich.ics")
    lines = file.data.decode().split("\r\n")
    assert file.content_type == "text/calendar; charset=utf-8"
    assert (lines[0], lines[-2:], lines.count("BEGIN:VEVENT"), lines.count("END:VEVENT")) == (
        "BEGIN:VCALENDAR",
        ["END:VCALENDAR", ""],
        2,
        2,
    )


def test_a_provisional_list_names_the_last_day_to_complain(client, factory):
    people = factory.provisional_round()
    round_ = db.session.get_one(SelectionRound, people.round_id)
    slug, last = round_.slug, round_.complaints_until
    page = text(client.get(f"/ky-binh-chon/{slug}"))
    assert f"{last:%d/%m/%Y}" in page
    assert "15 ngày làm việc, tính từ ngày sau ngày công bố" in page
    assert 'href="/khieu-nai"' in page


def test_rules_on_complaints_are_public_in_both_languages(client):
    pages = [client.get(path) for path in ("/khieu-nai", "/en/complaints")]
    assert [(page.status_code, "Set-Cookie" in page.headers) for page in pages] == [(200, False)] * 2


def test_a_withdrawn_product_is_named_and_not_linked(client, factory):
    people = factory.published_round()
    slug = db.session.get_one(SelectionRound, people.round_id).slug
    gone, kept = (product.slug for product in people.products)
    with transaction():
        row = db.session.query(Product).filter_by(slug=gone).one()
        name, row.state = row.name_vi, "withdrawn"
    assert client.get(f"/san-pham/{gone}").status_code == 404
    page = text(client.get(f"/ky-binh-chon/{slug}"))
    links = (f'<a href="/san-pham/{gone}"' in page, f'<a href="/san-pham/{kept}"' in page)
    assert (links, f'<span lang="vi">{name}</span>' in page) == ((False, True), True)
    recognised = client.get("/ket-qua.json").json["items"][0]["_tieu_bieu"]["recognised"]
    assert sorted(row["product_slug"] for row in recognised) == sorted(["", kept])


def test_the_link_of_a_merged_product_stays(factory):
    from catalog.merging.queries import list_open_slugs  # here alone

    facility = factory.facility()
    kept, merged, draft = (factory.product(facility) for _ in range(3))
    slugs = [kept.slug, merged.slug, draft.slug]
    with transaction():
        merged.state, merged.merged_into_id, draft.state = "merged", kept.id, "draft"
    assert list_open_slugs("product", slugs) == {slugs[0], slugs[1]}
    assert list_open_slugs("facility", [facility.slug, "none", ""]) == {facility.slug}
    with transaction():
        kept.state = "withdrawn"
    assert list_open_slugs("product", slugs) == frozenset()
