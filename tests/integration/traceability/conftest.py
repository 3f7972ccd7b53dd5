"""A product, a lot of it, and its maker: as a browser, and as the use cases know them."""

import pytest


@pytest.fixture
def product(factory):
    return factory.product(name_vi="Nước mắm Hương Quê")


@pytest.fixture
def lot(factory, product):
    return factory.lot(product)


@pytest.fixture
def maker(factory, login_as, product):
    return login_as(factory.user("facility", facility_id=product.facility_id))


@pytest.fixture
def member(factory, product):
    return factory.member_actor(product.facility)
