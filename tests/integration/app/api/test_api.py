"""The API: shapes as described, refusals by name, open to every origin."""

from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from app.api.description.openapi import document
from app.web.requests.buckets import Buckets
from catalog.search.tasks import rebuild_index
from programme.artisans import services as artisans
from programme.fairs import services as fairs
from tests.helpers.voting.acts import act


def fits(body: Any, schema: str) -> None:
    described = document("http://127.0.0.1:8000")
    wanted = {"$ref": f"#/components/schemas/{schema}", "components": described["components"]}
    jsonschema.Draft202012Validator(wanted).validate(body)


@pytest.fixture
def shop(factory):
    owner = factory.facility(unit_code="75")
    product = factory.product(owner, gtin="08938501234568", trademark_id=factory.trademark(owner).id)
    factory.certificate(owner, products=(product,))
    award = factory.award(product)
    lot = factory.lot_with_events(product)
    rebuild_index()
    return owner.slug, product.slug, award.number, lot.code


def test_every_answer_fits_its_description(client, shop):
    owner, product, number, _ = shop
    for path, schema in {
        "products": "ProductPage", f"products/{product}": "Product", "facilities": "FacilityPage",
        f"facilities/{owner}": "Facility", "rounds": "RoundPage", f"certificates/{number}": "AwardCertificate",
        "lots": "LotPage",
    }.items():  # fmt: skip
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        fits(answer.json, schema)


def test_places_fit_their_description_and_are_walked(client, factory):
    officer = factory.officer_actor(unit_code="75")
    fair, room = factory.fair(officer), factory.showroom(officer)
    village = factory.village(officer)
    person = factory.artisan(officer, village_id=village.id)
    act(officer, fairs.add_stands, fair.id, f"A1; {factory.product().facility.slug}; có; *")
    data = fairs.OutcomeData(visitors=Decimal(5), evidence="Báo cáo", evidence_date=fair.starts_on)
    act(officer, fairs.record_outcome, fair.id, data)
    for path, schema, row in (
        ("events", "Event", fair), ("showrooms", "Showroom", room), ("craft-villages", "Village", village),
    ):  # fmt: skip
        fits(client.get(f"/api/v1/{path}").json, f"{schema}Page")
        fits(client.get(f"/api/v1/{path}/{row.slug}").json, schema)
        assert [one["slug"] for one in client.get(f"/api/v1/{path}?cursor=0").json["items"]] == [row.slug]
        assert client.get(f"/api/v1/{path}?province=75").json["total"] == 1
        assert client.get(f"/api/v1/{path}?province=01").json["total"] == 0
    assert client.get("/api/v1/artisans").json["total"] == 0
    act(officer, artisans.record_consent, person.id, fair.starts_on, "Hồ sơ 12")
    fits(client.get("/api/v1/artisans").json, "ArtisanPage")
    fits(client.get(f"/api/v1/artisans/{person.slug}").json, "Artisan")
    assert client.get(f"/api/v1/craft-villages/{village.slug}").json["artisans"] == [person.slug]
    act(officer, artisans.end_consent, person.id)
    assert client.get(f"/api/v1/artisans/{person.slug}").status_code == 404
    assert client.get("/api/v1/artisans?updated_since=2020-01-01").json["items"] == []


def test_products_carry_what_filters_take(client, shop):
    owner, product, _, _ = shop
    item = client.get(
        "/api/v1/products?province=75&group=che-bien-nong-lam-thuy-san-thuc-pham&level=tinh"
    ).json["items"][0]
    assert (item["slug"], item["facility_slug"], item["province"]) == (product, owner, "75")
    assert item["group"] == "che-bien-nong-lam-thuy-san-thuc-pham"
    assert client.get("/api/v1/products?province=01").json["total"] == 0
    assert client.get("/api/v1/products?nothing=known").json["total"] == 1


def test_lot_names_what_its_code_holds(client, shop):
    _, product, _, lot = shop
    item = client.get("/api/v1/lots").json["items"][0]
    assert (item["product"], item["lot"], item["gtin"]) == (product, lot, "08938501234568")
    assert item["uri"] == f"http://127.0.0.1:8000/01/08938501234568/10/{lot}"


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("page=x", "bad_page", "page"), ("page=0", "bad_page", "page"), ("level=zzz", "bad_level", "level"),
        ("group=zzz", "bad_group", "group"), ("province=99", "bad_province", "province"),
        ("q=" + "x" * 300, "bad_text", "q"), ("year=20x6", "bad_year", "year"), ("sort=zzz", "bad_sort", "sort"),
    ],
)  # fmt: skip
def test_bad_parameters_are_refused_by_name(client, query, code, field):
    answer = client.get(f"/api/v1/products?{query}")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert (answer.json["code"], answer.json["field"]) == (code, field)
    fits(answer.json, "Problem")


def test_refusals_are_problems(client):
    for path, method, status, code in (
        ("products/none", "GET", 404, "not_found"), ("nowhere", "GET", 404, "not_found"),
        ("products", "POST", 405, "method_not_allowed"), ("certificates/none", "GET", 404, "not_found"),
    ):  # fmt: skip
        answer = client.open(f"/api/v1/{path}", method=method)
        assert (answer.status_code, answer.content_type, answer.json["code"]) == (
            status,
            "application/problem+json",
            code,
        )


def test_labels_follow_the_language_and_codes_stay(client, shop):
    number = shop[2]
    found = {
        lang: client.get(f"/api/v1/certificates/{number}", headers={"Accept-Language": lang}).json
        for lang in ("vi", "en")
    }
    assert found["vi"]["level"] == found["en"]["level"] == "tinh"
    assert (found["vi"]["level_label"], found["en"]["level_label"]) == ("Cấp tỉnh", "Provincial level")


def test_description_covers_every_address_and_its_references_resolve(app, client):
    described = client.get("/api/v1/openapi.json").json
    assert described["openapi"] == "3.1.0"
    rules = {
        rule.rule.replace("<slug>", "{slug}")
        .replace("<number>", "{number}")
        .replace("<key>", "{id}")
        .replace("<code>", "{code}")
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
    }
    assert set(described["paths"]) == rules

    def references(node):
        if isinstance(node, dict):
            if "$ref" in node:
                yield node["$ref"]
            for value in node.values():
                yield from references(value)
        elif isinstance(node, list):
            for value in node:
                yield from references(value)

    for reference in set(references(described)):
        node = described
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]
        assert node
    for schema in described["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_address_that_asks_too_fast_is_told_when_to_come_back(app, client, monkeypatch):
    monkeypatch.setattr("app.web.requests.buckets.monotonic", lambda: 7.0)
    app.extensions["api_buckets"] = Buckets(burst=1, per_second=0.1)
    first, second = (client.get("/api/v1/products", query_string={"page": n}) for n in (1, 2))
    assert (first.status_code, second.status_code, second.headers["Retry-After"]) == (200, 429, "10")
    assert (second.json["code"], second.mimetype) == ("too_many_requests", "application/problem+json")


def ends_of(schema: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    """The first and last values that a schema allows, and those beside them that it does not."""
    if "enum" in schema:
        return [schema["enum"][0], *schema["enum"][-2:]], ["zzz"]
    if schema["type"] == "integer":
        return [schema["minimum"], schema["maximum"]], [schema["minimum"] - 1, "x"]
    if "maxLength" in schema:
        return ["", "x" * schema["maxLength"], "\x00a"], ["x" * (schema["maxLength"] + 1)]
    if "pattern" in schema:
        return ["0000", "9999", ""], ["20x6"]
    assert schema["anyOf"] == [{"format": "date-time"}, {"format": "date"}]
    moments = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00"]
    return [*moments, "0001-01-01", "9999-12-31"], ["gestern", "2026-02-30"]


def test_parameters_take_what_their_schema_allows_and_no_more(client):
    told = []
    for path, described in document("")["paths"].items():
        asked = (
            {}
            if "{" in path
            else {row["name"]: row for row in described.get("get", {}).get("parameters", ())}
        )
        for name, parameter in asked.items():
            schema = parameter["schema"]
            taken, refused = ends_of(schema.get("items", schema))
            tries = [({name: value}, 200) for value in taken] + [({name: value}, 400) for value in refused]
            if "cursor" in asked:  # which makes the others count no more, but not right
                tries += [({"cursor": "0", name: value}, 400) for value in refused]
            for query, status in tries:
                answer = client.get(path, query_string=query)
                if answer.status_code != status:
                    told.append((path, query, answer.status_code))
    assert told == []


def test_sheet_without_a_session_asks_to_sign_in(client):
    answer = client.put("/api/v1/juror/sheets/1", json={"client_id": "x"})
    assert (answer.status_code, answer.json["code"]) == (401, "login_required")
    described = document("")["paths"]["/api/v1/juror/sheets/{id}"]["put"]["responses"]
    assert str(answer.status_code) in described
