"""Two officers of one office: one writes, the other releases."""

import pytest


@pytest.fixture
def writer(factory):
    return factory.officer_actor(unit_code="75")


@pytest.fixture
def second(factory):
    return factory.officer_actor(unit_code="75")
