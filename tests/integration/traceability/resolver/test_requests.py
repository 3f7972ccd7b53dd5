"""The resolver asked in ways that only show outside Flask: raw addresses, compressed ones, plain sockets."""

from http.client import HTTPConnection

import pytest

from tests.e2e.server import Server

GTIN = "08938501234568"
GLN = "8938501234001"
BASE = "http://127.0.0.1:8000"
BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture
def product(factory):
    facility = factory.facility(name="Cơ sở Hương Quê", gln=GLN)
    return factory.product(facility, name_vi="Nước mắm Hương Quê", gtin=GTIN)


@pytest.fixture
def lot(factory, product):
    return factory.lot(product, code="L1")


def compressed(gtin: str) -> str:
    """A path segment: the AI 01 in two digits of four bits, then the GTIN in 47 bits."""
    bits = "00000001" + f"{int(gtin):047b}"
    bits += "0" * (-len(bits) % 6)
    return "".join(BASE64URL[int(bits[at : at + 6], 2)] for at in range(0, len(bits), 6))


def test_compressed_address_is_answered_and_told_in_full(client, product):
    answer = client.get(f"/{compressed(GTIN)}?utm=zalo")
    assert (answer.status_code, answer.headers["Location"]) == (
        307,
        f"{BASE}/san-pham/{product.slug}?utm=zalo",
    )
    assert answer.headers.getlist("Link") == [
        f'<{BASE}/01/{GTIN}?linkType=linkset>; rel="linkset"; type="application/linkset+json"',
        f'<{BASE}/01/{GTIN}>; rel="owl:sameAs"',
    ]
    linkset = client.get(f"/{compressed(GTIN)}", headers={"Accept": "application/linkset+json"})
    assert [level["anchor"] for level in linkset.get_json()["linkset"]] == [f"{BASE}/01/{GTIN}"]
    assert client.options(f"/{compressed(GTIN)}").status_code == 204


@pytest.mark.parametrize("path", ["08938501234575", "08938501234561"])
def test_compressed_address_of_nothing_is_404(client, product, path):
    """Another's GTIN, and one whose check digit is wrong."""
    assert client.get(f"/{compressed(path)}").status_code == 404


def test_options_name_the_linkset_of_a_well_formed_address(client, lot):
    for path, linkset in (
        (f"/01/{GTIN}/10/L1", f"{BASE}/01/{GTIN}/10/L1"),
        (f"/01/{GTIN}/10/L1/?17=261231", f"{BASE}/01/{GTIN}/10/L1"),
        (f"/414/{GLN}", f"{BASE}/414/{GLN}"),
    ):
        expected = f'<{linkset}?linkType=linkset>; rel="linkset"; type="application/linkset+json"'
        assert client.options(path).headers["Link"] == expected
    assert "Link" not in client.options("/01/bad").headers


@pytest.mark.parametrize("path", ["/01//{g}", "/01///", "/414//8938501234001", "/01/{g}//", "/01/"])
def test_empty_segment_is_bad_syntax(client, lot, path):
    assert client.get(path.format(g=GTIN)).status_code == 400


@pytest.mark.parametrize(("language", "page"), [("vi", "/san-pham/"), ("en-GB", "/en/products/")])
def test_page_without_such_a_link_offers_the_page_in_the_readers_language(client, product, language, page):
    answer = client.get(f"/01/{GTIN}?linkType=gs1:nosuch", headers={"Accept-Language": language})
    assert f'href="{BASE}{page}{product.slug}"' in answer.get_data(as_text=True)


def test_slash_within_a_lot_is_read_as_it_was_sent(client, lot, product):
    walked = f"{BASE}/san-pham/{product.slug}?lot=unknown"
    for path in (f"/01/{GTIN}/10/A%2FB", f"/01/{GTIN}/10/L1%2f21%2FX"):
        answer = client.get(path, environ_overrides={"REQUEST_URI": path})
        assert (answer.status_code, answer.headers["Location"]) == (307, walked)
    assert client.get(f"/01/{GTIN}/10/A/B").status_code == 400
    answer = client.get(f"/01/{GTIN}/10/L1", environ_overrides={"REQUEST_URI": f"/01/{GTIN}%2F10/L1"})
    assert answer.status_code == 400


@pytest.fixture
def site(app, tmp_path):
    """The production server on the test's own database."""
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()


def over_a_socket(site, path: str, method: str = "GET", **headers: str):
    connection = HTTPConnection("127.0.0.1", site.port, timeout=90)
    try:
        connection.putrequest(method, path)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


@pytest.mark.slow
def test_resolver_over_real_sockets(factory, product, lot, request):
    item = factory.codes(factory.labels(lot))[0].code
    code = factory.lot_code(lot).code
    site = request.getfixturevalue("site")  # what is above is written before it starts
    page, scan = f"{site.url}/san-pham/{product.slug}", f"{site.url}/truy-xuat/"
    expected = {
        f"/01/{GTIN}": (307, page),
        f"/01/{GTIN}/": (307, page),
        f"/01/{GTIN}?": (307, page),
        f"/01/{GTIN}/10/L1": (307, scan + code),
        f"/01/{GTIN}/10/%4C1": (307, scan + code),
        f"/01/{GTIN}/10/L1/21/{item}/": (307, scan + item),
        f"/01/{GTIN}/10/L1?a=%2Fb+c&&x=%zz;&z=": (307, f"{scan}{code}?a=%2Fb+c&&x=%zz;&z="),
        f"/01/{GTIN}/10/A%2FB": (307, f"{page}?lot=unknown"),
        f"/01/{GTIN}/10/L1%2F21%2FX": (307, f"{page}?lot=unknown"),
        f"/01/{GTIN}/10/%C3%A9": (400, None),
        f"/01/{GTIN}/10/%00": (400, None),
        f"/01/{GTIN}/10/%zz": (400, None),
        f"/01/{GTIN}/10/L1%": (400, None),
        f"/01/{GTIN}%2F10%2FL1": (400, None),
        f"/01/{GTIN}/10/L1/foo": (400, None),
        f"/01//{GTIN}": (400, None),
        f"/01/{GTIN}/21/KL8G": (404, None),
        f"/01/{GTIN}?linkType=gs1:nosuchlt": (404, None),
        f"/01/{GTIN}?linkType=linkset": (200, None),
        f"/414/{GLN}": (307, f"{site.url}/co-so/{product.facility.slug}"),
        f"/t/{item.lower()}": (307, scan + item),
        f"/{compressed(GTIN)}": (307, page),
    }
    for method in ("GET", "HEAD"):
        answers = {path: over_a_socket(site, path, method) for path in expected}
        found = {path: (status, headers["Location"]) for path, (status, headers, _) in answers.items()}
        assert found == expected
        assert {headers["Access-Control-Allow-Origin"] for _, headers, _ in answers.values()} == {"*"}
    assert [body for _, _, body in answers.values() if body] == []
    status, headers, _ = over_a_socket(
        site,
        f"/01/{GTIN}/10/L1/foo",
        "OPTIONS",
        Origin="https://a.example",
        Access_Control_Request_Method="GET",
    )
    assert (status, headers["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    status, headers, _ = over_a_socket(site, f"/01/{GTIN}/10/L1/foo", Accept="application/problem+json")
    assert (status, headers["Content-Type"]) == (400, "application/problem+json")


def test_programs_are_told_in_json_that_a_link_type_is_not_there(client, lot):
    answer = client.get(f"/01/{GTIN}?linkType=gs1:hasRetailers", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["code"]) == (404, "link_type_not_found")


def test_an_address_is_read_where_the_server_keeps_no_raw_one_and_a_broken_escape_is_refused(client, lot):
    path = f"/01/{GTIN}/10/L1"
    answers = [client.get(path), client.get(path, environ_overrides={"REQUEST_URI": ""})]
    assert [(one.status_code, one.location == answers[0].location) for one in answers] == [(307, True)] * 2
    assert client.get(path, environ_overrides={"REQUEST_URI": f"/01/{GTIN}/10/L%zz"}).status_code == 400
