"""A facility and its member, signed in; a folder whose facility makes something has its own."""

import pytest


@pytest.fixture
def facility(factory):
    return factory.facility(name="HTX Sen Việt")


@pytest.fixture
def member(factory, facility, login_as):
    return login_as(factory.user("facility", facility_id=facility.id))
