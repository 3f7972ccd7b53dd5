"""Walking lists of the API by cursor, and asking for what has changed."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from app.api import walks
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import Change, record_change
from app.core.database.transaction import transaction


def walk(client, path):
    """The slugs of every answer until the cursor ends."""
    found, cursor = [], 0
    while cursor is not None:
        body = client.get(f"{path}{'&' if '?' in path else '?'}cursor={cursor}").json
        found.append([item["slug"] for item in body["items"]])
        cursor = body["next_cursor"]
    return found


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(walks, "PER_WALK", 2)


def test_a_walk_gives_each_row_once_whatever_changes_meanwhile(client, factory, small):
    place = factory.facility()
    made = [factory.product(place).slug for _ in range(5)]
    assert walk(client, "/api/v1/products") == [made[:2], made[2:4], made[4:]]
    first = client.get("/api/v1/products?cursor=0").json
    assert (first["total"], first["next_cursor"] is not None) == (5, True)
    late = factory.product(place).slug  # comes in behind: it is given, and nothing twice
    rest = client.get(f"/api/v1/products?cursor={first['next_cursor']}").json
    assert [item["slug"] for item in rest["items"]] == made[2:4]
    assert walk(client, "/api/v1/products")[-1] == [made[4], late]


def test_only_what_has_changed_since(client, factory):
    old, new = factory.product(), factory.product()
    new_id, slug = new.id, new.slug
    with transaction() as session:
        session.query(Change).update({"at": utc_now() - timedelta(days=9)})
        record_change("product", new_id)
    since = quote((utc_now() - timedelta(hours=1)).isoformat())
    body = client.get(f"/api/v1/products?updated_since={since}").json
    assert ([item["slug"] for item in body["items"]], body["total"], body["next_cursor"]) == ([slug], 1, None)
    assert client.get("/api/v1/products?updated_since=2000-01-01").json["total"] == 2
    assert old.slug != slug


def test_facilities_rounds_and_lots_are_walked_too(client, factory):
    people = factory.published_round()
    lot = factory.lot(people.products[0])
    code = lot.code
    assert len(client.get("/api/v1/facilities?cursor=").json["items"]) == 1
    assert len(client.get("/api/v1/rounds?cursor=0").json["items"]) == 1
    assert [item["lot"] for item in client.get("/api/v1/lots?cursor=0").json["items"]] == [code]
    assert db.session.query(Change).count() > 0


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("cursor=abc", "bad_cursor"),
        ("cursor=-1", "bad_cursor"),
        ("cursor=9007199254740993", "bad_cursor"),
        ("updated_since=gestern", "bad_moment"),
        ("updated_since=", "bad_moment"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(client, query, code):
    answer = client.get(f"/api/v1/products?{query}")
    assert (answer.status_code, answer.json["code"]) == (400, code)


def test_the_largest_cursor_that_is_described_is_taken(client):
    assert client.get("/api/v1/products?cursor=9007199254740992").json["items"] == []


def test_moments_as_the_standard_writes_them(client):
    for moment in ("2026-01-01t00:00:00z", "2016-12-31T23:59:60Z", "2026-01-01T00:00:00.123456789-05:00"):
        assert client.get(f"/api/v1/products?updated_since={moment}").status_code == 200
    assert client.get("/api/v1/products?updated_since=2016-12-31T23:60:00Z").status_code == 400


def test_moments_of_the_first_and_last_years_do_no_harm(client):
    for moment in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00"):
        assert client.get(f"/api/v1/products?updated_since={moment}").status_code == 200


def test_walk_of_products_is_narrowed_by_group_and_tells_of_one_without_a_picture(client, factory):
    place = factory.facility()
    craft = factory.product(place, group="thu-cong-my-nghe", pictures=0).slug
    factory.product(place)
    assert walk(client, "/api/v1/products?group=thu-cong-my-nghe") == [[craft]]
    assert client.get(f"/api/v1/products/{craft}").json["pictures"] == []
    assert client.get("/api/v1/products?cursor=0&group=thu-cong-my-nghe").json["items"][0]["picture"] is None


def test_page_of_another_site_may_ask_what_it_may_do(client):
    answer = client.options("/api/v1/products")
    told = [
        answer.headers.get(f"Access-Control-{name}") for name in ("Allow-Origin", "Allow-Methods", "Max-Age")
    ]
    assert told == ["*", "GET, HEAD, OPTIONS", "86400"]
    assert "Access-Control-Allow-Methods" not in client.get("/api/v1/products").headers
