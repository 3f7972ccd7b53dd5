"""The micro-cache in front of the real application."""

from werkzeug.test import EnvironBuilder

from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.database.transaction import transaction
from catalog.models import Product
from catalog.search.tasks import catch_up_index


def test_a_change_shows_at_once_and_without_one_the_page_is_kept(app, client, factory):
    product = factory.product(name_vi="Tên cũ")
    path, product_id = f"/san-pham/{product.slug}", product.id
    assert "Tên cũ" in client.get(path).get_data(as_text=True)
    with transaction():
        db.session.get_one(Product, product_id).name_vi = "Tên mới"
    assert "Tên cũ" in client.get(path).get_data(
        as_text=True
    )  # nobody said that the public sees a difference
    with transaction():
        record_change("product", product_id)
    assert "Tên mới" in client.get(path).get_data(as_text=True)


def test_a_withdrawn_product_is_gone_at_once(client, factory):
    product = factory.product()
    path, product_id = f"/san-pham/{product.slug}", product.id
    assert client.get(path).status_code == 200
    with transaction():
        db.session.get_one(Product, product_id).state = "withdrawn"
        record_change("product", product_id)
    assert client.get(path).status_code == 404


def test_search_asked_before_the_index_followed_is_not_kept(client, factory):
    product_id = factory.product().id
    with transaction():
        record_change("product", product_id)
    catch_up_index()
    other_id = factory.product(name_vi="Lụa tơ tằm").id
    with transaction():
        record_change("product", other_id)
    found = []  # the runner is a second behind
    for _ in range(2):
        found.append("Lụa tơ tằm" in client.get("/san-pham?q=lua+to+tam").text)
        catch_up_index()
    assert found == [False, True]


PAST = {"Authorization": "Bearer none"}
"""A request with a token bypasses the cache."""


def test_a_page_goes_out_whole_or_without_a_body(app, client, factory):
    path = f"/san-pham/{factory.product().slug}"
    page = client.get(path, headers=PAST)
    bare = [
        client.head(path, headers=PAST),
        client.get(path, headers=PAST | {"If-None-Match": page.headers["ETag"]}),
    ]
    assert [(answer.status_code, answer.data, answer.content_length) for answer in bare] == [
        (200, b"", len(page.data)),
        (304, b"", None),
    ]
    asked = [EnvironBuilder(path, headers=headers).get_environ() for headers in (PAST, {}, {})]
    sent = [app.wsgi_app(environ, lambda *_: None) for environ in asked]
    assert sent == [[page.data]] * 3  # a list: the server sends it at once


def test_private_pages_are_never_kept(app, factory, login_as):
    one, other = (login_as(factory.user(name=name)) for name in ("Người Một", "Người Hai"))
    pages = [browser.get("/tai-khoan").get_data(as_text=True) for browser in (one, other)]
    assert ["Người Một" in page for page in pages] == [True, False]


def test_languages_do_not_mix_where_the_address_names_none(client, factory):
    number = factory.award().number
    answers = [
        client.get(f"/api/v1/certificates/{number}", headers={"Accept-Language": lang}).json["level_label"]
        for lang in ("vi", "en", "vi")
    ]
    assert answers == ["Cấp tỉnh", "Provincial level", "Cấp tỉnh"]
