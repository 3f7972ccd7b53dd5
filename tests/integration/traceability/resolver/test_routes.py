"""The resolver: every bullet of GS1-Conformant Resolver 1.2.0 that applies, and `/t/<code>`."""

import pytest
from jsonschema import Draft7Validator

from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.models import Product
from catalog.review.products import accept_product_changes
from tests.helpers.vectors import vectors
from traceability.links.services import LinkData, add_link, remove_link

GTIN = "08938501234568"
OTHER_GTIN = "08938501234575"
BASE = "http://127.0.0.1:8000"
LINKSET = {"Accept": "application/linkset+json"}
VOC = "https://ref.gs1.org/voc/"


@pytest.fixture
def product(factory):
    facility = factory.facility(gln="8938501234001", website="https://huongque.vn")
    return factory.product(facility, name_vi="Nước mắm Hương Quê", name_en="Huong Que fish sauce", gtin=GTIN)


@pytest.fixture
def lot(factory, product):
    return factory.lot(product, code="L1")


@pytest.fixture
def item(factory, lot):
    return factory.codes(factory.labels(lot))[0].code


def location(response):
    assert response.status_code == 307, response.status
    return response.headers["Location"]


def test_lot_goes_to_its_scan_page_by_language(client, factory, lot):
    code = factory.lot_code(lot).code
    path = f"/01/{GTIN}/10/L1"
    assert location(client.get(path)) == f"{BASE}/truy-xuat/{code}"
    assert (
        location(client.get(path, headers={"Accept-Language": "en-GB,en;q=0.8"})) == f"{BASE}/en/trace/{code}"
    )
    assert (
        location(client.get(path, headers={"Accept-Language": "vi;q=0.4, en;q=0.9"}))
        == f"{BASE}/en/trace/{code}"
    )
    assert location(client.get(path, headers={"Accept-Language": "fr"})) == f"{BASE}/truy-xuat/{code}"


def test_gtin_alone_goes_to_the_product_page(client, lot, product):
    assert location(client.get(f"/01/{GTIN}")) == f"{BASE}/san-pham/{product.slug}"
    assert (
        location(client.get(f"/01/{GTIN}", headers={"Accept-Language": "en"}))
        == f"{BASE}/en/products/{product.slug}"
    )


def test_unknown_lot_walks_up_and_says_so(client, lot, product):
    assert location(client.get(f"/01/{GTIN}/10/KL8G")) == f"{BASE}/san-pham/{product.slug}?lot=unknown"
    page = client.get(f"/san-pham/{product.slug}?lot=unknown").get_data(as_text=True)
    assert "Lô của mã này chưa có trên hệ thống" in page
    answer = client.get(f"/01/{GTIN}/10/KL8G?utm=a")
    assert location(answer) == f"{BASE}/san-pham/{product.slug}?utm=a&lot=unknown"


def test_serial_goes_to_its_own_page_with_and_without_lot_and_variant(client, item):
    target = f"{BASE}/truy-xuat/{item}"
    for path in (f"/01/{GTIN}/10/L1/21/{item}", f"/01/{GTIN}/21/{item}", f"/01/{GTIN}/22/2A/10/L1/21/{item}"):
        assert location(client.get(path)) == target


@pytest.mark.parametrize(
    "path",
    [
        "/10/L1/21/XYZ", "/21/XYZ", "/10/L1/21/S0000000000000000000", "/10/L2/21/{item}", "/10/L1/21/{lot}",
        "/235/ANY",
    ],
)  # fmt: skip
def test_unknown_serial_never_shows_the_product(client, factory, lot, item, path):
    path = f"/01/{GTIN}" + path.format(item=item, lot=factory.lot_code(lot).code)
    answer = client.get(path)
    assert answer.status_code == 404
    assert "chưa được cấp trên hệ thống" in answer.get_data(as_text=True)
    assert "Nước mắm" not in answer.get_data(as_text=True)
    assert client.get(path, headers=LINKSET).status_code == 404


@pytest.mark.parametrize(
    "path", ["/10/L1/21/{i}", "/21/{i}", "/22/2A/10/L1/21/{i}", "/22/2A/10/L1", "/22/2A", ""]
)
def test_linkset_is_anchored_at_the_address_asked_for(client, item, path):
    path = f"/01/{GTIN}" + path.format(i=item)
    levels = client.get(path, headers=LINKSET).get_json()["linkset"]
    assert levels[0]["anchor"] == BASE + path
    assert levels[-1]["anchor"] == f"{BASE}/01/{GTIN}"


def test_linkset_of_a_place_with_an_extension_is_anchored_there(client, product):
    path = "/414/8938501234001/254/KL8G"
    levels = client.get(path, headers=LINKSET).get_json()["linkset"]
    assert [level["anchor"] for level in levels] == [BASE + path, f"{BASE}/414/8938501234001"]


def test_serial_in_small_letters_is_the_same(client, item):
    assert location(client.get(f"/01/{GTIN}/10/l1/21/{item.lower()}")) == f"{BASE}/truy-xuat/{item}"


def test_unknown_gtin_and_place_are_not_in_the_register(client, lot):
    assert client.get(f"/01/{OTHER_GTIN}").status_code == 404
    assert client.get("/414/8938501234018").status_code == 404
    problem = client.get(f"/01/{OTHER_GTIN}", headers={"Accept": "application/json"})
    assert (problem.content_type, problem.get_json()["code"]) == (
        "application/problem+json",
        "not_in_register",
    )


def test_place_goes_to_the_facility(client, product):
    assert location(client.get("/414/8938501234001")) == f"{BASE}/co-so/{product.facility.slug}"
    assert location(client.get("/414/8938501234001/254/KL8G")) == f"{BASE}/co-so/{product.facility.slug}"


@pytest.mark.parametrize(
    "path",
    ["/01/08938501234569", "/01/8938501234568", "/01/", "/01/{g}/foo", "/01/{g}/21/A/10/B", "/01/{g}/10/",
     "/01/{g}/10/a%20b", "/01/{g}?10=A", "/01/{g}/10/" + "A" * 21, "/414/8938501234002", "/01/{g}//10/A"],
)  # fmt: skip
def test_bad_syntax_is_400_and_says_what_is_wrong(client, lot, path):
    answer = client.get(path.format(g=GTIN))
    assert answer.status_code == 400
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    machine = client.get(path.format(g=GTIN), headers={"Accept": "application/problem+json"})
    assert machine.status_code == 400
    assert machine.content_type == "application/problem+json"
    assert machine.get_json()["code"].startswith("digital_link_")


@pytest.mark.parametrize("path", ["/10/%zz", "/10/A%2", "/10/%", "/21/%G0"])
def test_broken_percent_escape_is_400(client, lot, path):
    sent = f"/01/{GTIN}{path}"
    assert client.get(sent, environ_overrides={"REQUEST_URI": sent}).status_code == 400


def test_check_digit_message_names_the_part(client):
    assert "GTIN" in client.get("/01/08938501234569").get_data(as_text=True)


def test_trailing_slash_changes_nothing(client, lot, item):
    for path in (
        f"/01/{GTIN}",
        f"/01/{GTIN}/10/L1",
        f"/01/{GTIN}/10/L1/21/{item}",
        f"/t/{item}",
        "/414/8938501234001",
    ):
        assert location(client.get(path)) == location(client.get(path + "/"))


def test_query_is_passed_on(client, factory, lot):
    code = factory.lot_code(lot).code
    assert (
        location(client.get(f"/01/{GTIN}/10/L1?foo=bar&17=261231"))
        == f"{BASE}/truy-xuat/{code}?foo=bar&17=261231"
    )


@pytest.mark.parametrize("space", ["gs1:", VOC, "https://gs1.org/voc/", "https://www.gs1.org/voc/"])
def test_link_type_in_every_namespace(client, lot, product, space):
    answer = client.get(f"/01/{GTIN}/10/L1?linkType={space}pip")
    assert location(answer) == f"{BASE}/san-pham/{product.slug}?linkType={space}pip"


def test_link_type_of_a_higher_level_walks_up(client, lot, product):
    answer = client.get(f"/01/{GTIN}/10/L1?linkType=gs1:pip", headers={"Accept-Language": "vi"})
    assert location(answer) == f"{BASE}/san-pham/{product.slug}?linkType=gs1:pip"


@pytest.mark.parametrize("name", ["gs1:nosuchlt", "pip", "gs1:recipeInfo", "https://example.org/voc/pip"])
def test_link_type_that_is_not_there_is_404(client, lot, name):
    assert client.get(f"/01/{GTIN}", query_string={"linkType": name}).status_code == 404


def test_own_links_by_language_and_a_real_choice(client, factory, lot, product):
    actor = factory.member_actor(product.facility)
    for number, language in enumerate(("vi", "en", "en")):
        with transaction():
            data = LinkData(
                link_type="recipeInfo",
                url=f"https://huongque.vn/mon-{number}",
                title=f"Món {number}",
                hreflang=language,
            )
            add_link(actor, product.id, data)
    ask = f"/01/{GTIN}?linkType=gs1:recipeInfo"
    assert (
        location(client.get(ask, headers={"Accept-Language": "vi"}))
        == "https://huongque.vn/mon-0?linkType=gs1:recipeInfo"
    )
    choice = client.get(ask, headers={"Accept-Language": "en"})
    assert choice.status_code == 300
    html = choice.get_data(as_text=True)
    assert ("https://huongque.vn/mon-1" in html, "https://huongque.vn/mon-0" in html) == (True, False)
    listed = client.get(ask, headers={"Accept-Language": "en", "Accept": "application/json"})
    assert [link["title"] for link in listed.get_json()["choices"]] == ["Món 1", "Món 2"]


def test_links_of_a_public_product_stand_in_its_history_until_an_officer_has_seen_them(
    client, factory, lot, product
):
    member, officer = factory.member_actor(product.facility), factory.officer_actor()
    page = f"/san-pham/{product.slug}/lich-su"
    data = LinkData(link_type="recipeInfo", url="https://huongque.vn/mon", title="Món kho")
    with transaction():
        link = add_link(member, product.id, data)
    assert list(db.session.get_one(Product, product.id).unchecked) == ["links"]
    assert "Món kho: https://huongque.vn/mon" in client.get(page).text
    with transaction():
        accept_product_changes(officer, product.id)
    assert db.session.get_one(Product, product.id).unchecked == {}
    with transaction():
        remove_link(member, link.id)
    assert list(db.session.get_one(Product, product.id).unchecked) == ["links"]


def test_options_and_head(client, lot):
    for path in (f"/01/{GTIN}", f"/01/{GTIN}/10/L1", "/414/8938501234001", "/t/abc", "/01/bad"):
        answer = client.options(
            path, headers={"Origin": "https://a.example", "Access-Control-Request-Method": "GET"}
        )
        assert answer.status_code == 204
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert {"GET", "HEAD", "OPTIONS"} <= set(answer.headers["Access-Control-Allow-Methods"].split(", "))
    assert location(client.head(f"/01/{GTIN}")) == location(client.get(f"/01/{GTIN}"))
    assert client.post(f"/01/{GTIN}").status_code in {400, 405}


def test_redirect_names_its_linkset(client, lot):
    answer = client.get(f"/01/{GTIN}/10/L1")
    assert (
        answer.headers["Link"]
        == f'<{BASE}/01/{GTIN}/10/L1?linkType=linkset>; rel="linkset"; type="application/linkset+json"'
    )
    assert answer.headers["Vary"] == "Accept, Accept-Language"


@pytest.mark.parametrize(
    "ask",
    [{"headers": LINKSET}, {"query_string": {"linkType": "linkset"}}, {"query_string": {"linkType": "all"}}],
)
def test_linkset_of_all_levels(client, factory, product, lot, item, ask):
    factory.award(product, number="CN-1")
    factory.recall(lot)
    answer = client.get(f"/01/{GTIN}/10/L1/21/{item}", **ask)
    assert (answer.status_code, answer.content_type) == (200, "application/linkset+json")
    assert 'rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"' in answer.headers["Link"]
    levels = answer.get_json()["linkset"]
    root = f"{BASE}/01/{GTIN}"
    assert [level["anchor"] for level in levels] == [f"{root}/10/L1/21/{item}", f"{root}/10/L1", root]
    assert [level[VOC + "defaultLink"][0]["href"] for level in levels] == [
        f"{BASE}/truy-xuat/{item}", f"{BASE}/truy-xuat/{factory.lot_code(lot).code}", f"{BASE}/san-pham/{product.slug}",
    ]  # fmt: skip
    assert {VOC + "traceability", VOC + "recallStatus"} <= levels[1].keys()
    assert {VOC + "pip", VOC + "certificationInfo"} <= levels[2].keys()


def test_every_link_of_a_linkset_is_where_its_type_leads(client, factory, product, lot):
    """What GS1's suite asks of each link: its type, media type and language together lead to it."""
    factory.recall(lot)
    for level in client.get(f"/01/{GTIN}/10/L1", headers=LINKSET).get_json()["linkset"]:
        path = level["anchor"].removeprefix(BASE)
        for name, links in level.items():
            if not name.startswith(VOC):
                continue
            for link in links:
                headers = (
                    {"Accept": link["type"], "Accept-Language": link["hreflang"][0]} if "type" in link else {}
                )
                answer = client.get(
                    path, query_string={"linkType": "gs1:" + name.removeprefix(VOC)}, headers=headers
                )
                assert location(answer).partition("?")[0] == link["href"]


@pytest.mark.vectors
def test_linkset_and_description_fit_the_published_schemas(client, factory, lot, item):
    factory.recall(lot)
    for name in ("gs1-linkset-schema-repo.json", "gs1-linkset-schema-1.2-fork-copy.json"):
        schema = vectors("resolver", name)
        for path in (f"/01/{GTIN}", f"/01/{GTIN}/10/L1", f"/01/{GTIN}/10/L1/21/{item}", "/414/8938501234001"):
            found = client.get(path, headers=LINKSET).get_json()
            assert [error.message for error in Draft7Validator(schema).iter_errors(found)] == []
    schema = vectors("resolver", "description-file-schema-1.2.0.json")
    found = client.get("/.well-known/gs1resolver").get_json()
    assert [error.message for error in Draft7Validator(schema).iter_errors(found)] == []


def test_description_names_root_keys_and_context(client):
    found = client.get("/.well-known/gs1resolver").get_json()
    assert (found["resolverRoot"], found["supportedPrimaryKeys"]) == (BASE, ["01", "414"])
    context = client.get(found["jsonLdContextLocation"].removeprefix(BASE))
    assert (context.status_code, context.content_type) == (200, "application/ld+json")


def test_trace_code_without_gtin(client, factory):
    lot = factory.lot()
    code = factory.lot_code(lot).code
    assert location(client.get(f"/t/{code}")) == f"{BASE}/truy-xuat/{code}"
    assert location(client.get(f"/t/{code.lower()}")) == f"{BASE}/truy-xuat/{code}"
    linkset = client.get(f"/t/{code}", headers=LINKSET).get_json()["linkset"]
    assert [level["anchor"] for level in linkset] == [f"{BASE}/t/{code}"]
    for bad in ("B" + "0" * 19, "x", code[:-1] + ("0" if code[-1] != "0" else "1")):
        assert client.get(f"/t/{bad}").status_code == 404


def test_codes_printed_before_a_gtin_stay_alive(client, factory):
    product = factory.product()
    lot = factory.lot(product, code="L9")
    item = factory.codes(factory.labels(lot))[0].code
    with transaction():
        db.session.get_one(Product, product.id).gtin = OTHER_GTIN
    assert location(client.get(f"/t/{item}")) == f"{BASE}/truy-xuat/{item}"
    assert location(client.get(f"/01/{OTHER_GTIN}/10/L9/21/{item}")) == f"{BASE}/truy-xuat/{item}"


def test_codes_printed_with_a_gtin_that_was_corrected_stay_alive(client, factory, product, lot, item):
    for gtin in (OTHER_GTIN, None):
        with transaction():
            db.session.get_one(Product, product.id).gtin = gtin
        assert location(client.get(f"/01/{GTIN}/10/L1/21/{item}")) == f"{BASE}/truy-xuat/{item}"
        assert location(client.get(f"/01/{GTIN}/10/L1")) == f"{BASE}/truy-xuat/{factory.lot_code(lot).code}"
        assert location(client.get(f"/01/{GTIN}")) == f"{BASE}/san-pham/{product.slug}"
    another = factory.product(gtin=GTIN)
    assert location(client.get(f"/01/{GTIN}")) == f"{BASE}/san-pham/{another.slug}"
    assert location(client.get(f"/01/{GTIN}/10/L1")) == f"{BASE}/truy-xuat/{factory.lot_code(lot).code}"


def test_lot_of_a_withdrawn_product_stays_alive(client, factory, product, lot):
    with transaction():
        db.session.get_one(Product, product.id).state = "withdrawn"
    assert location(client.get(f"/01/{GTIN}/10/L1")) == f"{BASE}/truy-xuat/{factory.lot_code(lot).code}"
    assert client.get(f"/01/{GTIN}").status_code == 404
    assert client.get(f"/01/{GTIN}/10/KL8G").status_code == 404


def test_single_segment_that_is_no_compressed_address_is_404(client, lot):
    assert client.get("/khong-co-trang-nay").status_code == 404


PATHS = [
    "/01/{g}", "/01/{g}/", "/01/{g}/10/L1", "/01/{g}/10/L1/", "/01/{g}/10/L1/21/{i}",
    "/01/{g}/21/{i}", "/01/{g}/21/{i}/", "/01/{g}/10/KL8G", "/01/{g}/10/L2/21/{i}", "/01/{g}/21/S123",
    "/01/{g}/22/2A/10/L1", "/01/08938501234569", "/01/123", "/t/{i}", "/t/{i}/",
    "/t/{l}", "/t/BAD", "/01/{g}/10/l1", "/01/08938501234575", "/01/{g}?a=b",
    "/01/{g}?linkType=linkset", "/01/", "/t/",
]  # fmt: skip


@pytest.mark.parametrize("language", ["", "en", "vi", "fr, en;q=0.3", "*", "en;q=0"])
def test_fast_path_answers_as_flask_does(app, factory, lot, item, language):
    fast = app.test_client()
    names = (
        "Location",
        "Link",
        "Vary",
        "Cache-Control",
        "Access-Control-Allow-Origin",
        "X-Content-Type-Options",
        "Referrer-Policy",
    )
    for path in [path.format(g=GTIN, i=item, l=factory.lot_code(lot).code) for path in PATHS]:
        headers = {"Accept-Language": language} if language else {}
        for method in ("GET", "HEAD"):
            answers = [
                fast.open(path, method=method, headers=headers),
                fast.open(
                    path, method=method, headers=headers | {"Accept": "*/*, application/linkset+json;q=0.001"}
                ),
            ]
            quick, slow = [(a.status_code, {n: a.headers.get(n) for n in names}) for a in answers]
            assert quick == slow, path


def test_fast_path_is_taken(app, lot, item, monkeypatch):
    import traceability.resolver.routes as views

    monkeypatch.setattr(views, "find_by_link", None)
    monkeypatch.setattr(views, "find_by_code", None)
    client = app.test_client()
    for path in (f"/01/{GTIN}", f"/01/{GTIN}/10/L1", f"/01/{GTIN}/10/L1/21/{item}", f"/t/{item}"):
        assert client.get(path).status_code == 307
