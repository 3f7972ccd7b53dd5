"""Folded templates and prepared statements give what the plain ones give."""

import pytest
from flask import render_template
from sqlalchemy import bindparam, select

from app.core.db import db
from app.core.reading import Prepared
from app.site.product_rows import get_product_rows
from app.site.routes.products import product_context
from app.web.templates import render_page
from catalog.models import Award, Product, ProductPicture


@pytest.mark.parametrize("path", ["/san-pham/{slug}", "/en/products/{slug}"])
def test_a_page_drawn_in_its_language_is_the_page_drawn_plainly(app, factory, path):
    product = factory.product(pictures=3, name_vi="Mắm <b>&</b> muối")
    factory.award(product)
    factory.certificate(product.facility, products=(product,))
    with app.test_request_context(path.format(slug=product.slug)):
        app.preprocess_request()
        context = {"canonical": "http://a/", **product_context(get_product_rows(product.slug))}
        page = render_page("site/product.html", **context)
        assert page == render_template("site/product.html", **context)
        assert "Mắm &lt;b&gt;&amp;&lt;/b&gt; muối" in page


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
