"""Folded templates and prepared statements give what the plain ones give."""

import pytest
from flask import render_template
from jinja2 import DictLoader
from sqlalchemy import bindparam, select

from app.core.database.base import db
from app.core.database.reading import Prepared
from app.site import pages
from app.site.products.routes import product_context
from app.site.products.rows import get_product_rows
from app.web.templates.compiler import page_template, render_page
from catalog.models import Award, Product, ProductPicture
from traceability.scan_page import routes as scan

ODD = "{% extends 'b.html' %}{% if 1 %}{% set x = 1 %}{% endif %}"


@pytest.mark.parametrize("path", ["/san-pham/{slug}", "/en/products/{slug}"])
def test_a_page_drawn_in_its_language_is_the_page_drawn_plainly(app, factory, path):
    product = factory.product(pictures=3, name_vi="Mắm <b>&</b> muối")
    factory.award(product)
    factory.certificate(product.facility, products=(product,))
    with app.test_request_context(path.format(slug=product.slug)):
        app.preprocess_request()
        context = {"canonical": "http://a/", **product_context(get_product_rows(product.slug))}
        page = render_page("site/products/product.html", **context)
        assert page == render_template("site/products/product.html", **context)
        assert "Mắm &lt;b&gt;&amp;&lt;/b&gt; muối" in page


def test_every_public_page_drawn_in_its_language_is_the_page_drawn_plainly(app, client, factory, monkeypatch):
    product = factory.product(pictures=2, trademark_id=factory.trademark(factory.facility()).id)
    award, lot = factory.award(product), factory.lot_with_events(product)
    drawn = []

    def both(name, /, **context):
        page = render_page(name, **context)
        assert page == render_template(name, **context)
        drawn.append(name)
        return page

    monkeypatch.setattr(pages, "render_page", both)
    monkeypatch.setattr(scan, "render_page", both)
    for path in (
        "/", "/en/", "/san-pham", "/en/products?q=mam", "/co-so", "/en/facilities", "/ky-binh-chon",
        "/giay-chung-nhan", "/en/about", "/du-lieu-mo", f"/co-so/{product.facility.slug}",
        f"/en/certificates/{award.number}", f"/truy-xuat/{lot.codes[0].code}", f"/en/trace/{lot.codes[0].code}",
    ):  # fmt: skip
        assert client.get(path).status_code == 200, path
    assert len(drawn) == 14


def test_prepared_rows_are_those_of_the_session(app, factory):
    product = factory.product(pictures=2)
    factory.award(product)
    for table in (Product.__table__, Award.__table__, ProductPicture.__table__):
        statement = select(table).where(table.c.id == bindparam("key")).order_by(table.c.id)
        connection = db.session.connection()
        plain = connection.execute(statement, {"key": 1}).all()
        assert [tuple(row) for row in Prepared(statement).all(connection, key=1)] == [
            tuple(row) for row in plain
        ]
        assert plain


@pytest.mark.own_application
def test_a_page_that_cannot_be_put_together_is_drawn_plainly(app):
    with app.test_request_context("/"):
        english = page_template("site/texts/text.html").environment
        english.loader = DictLoader({"odd.html": ODD, "b.html": "."})
        app.jinja_env.loader = english.loader
        assert [english.page("odd.html").render() for _ in range(2)] == [".", "."]
        assert english.page("odd.html").environment is app.jinja_env
