"""Rounds in public: nothing before its time, everything after."""

from app.core.db import db
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
