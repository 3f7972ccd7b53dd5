"""Two officers of one province: one writes a merge down, the other confirms it."""

import pytest


@pytest.fixture
def officer(factory):
    return factory.officer_actor(unit_code="75")


@pytest.fixture
def second(factory):
    return factory.officer_actor(unit_code="75")
