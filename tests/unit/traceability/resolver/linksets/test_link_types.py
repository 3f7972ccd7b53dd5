import pytest

from tests.helpers.vectors import vectors
from traceability.resolver.linksets.link_types import FACILITY_LINK_TYPES, LINK_TYPES, find_link_type


@pytest.mark.parametrize(
    "written",
    ["gs1:pip", "https://gs1.org/voc/pip", "https://www.gs1.org/voc/pip", "https://ref.gs1.org/voc/pip"],
)
def test_find_link_type_in_every_spelling(written):
    assert find_link_type(written) == LINK_TYPES["pip"]


@pytest.mark.parametrize(
    "written", ["", "pip", "gs1:", "gs1:nosuchlt", "GS1:pip", "schema:url", "https://example.vn/voc/pip"]
)
def test_find_link_type_unknown(written):
    assert find_link_type(written) is None


def test_link_type_written_both_ways():
    assert (LINK_TYPES["dpp"].curie, LINK_TYPES["dpp"].uri) == ("gs1:dpp", "https://ref.gs1.org/voc/dpp")


def test_every_link_type_has_both_titles():
    assert [found.name for found in LINK_TYPES.values() if not (found.title_vi and found.title_en)] == []
    assert set(FACILITY_LINK_TYPES) - LINK_TYPES.keys() == set()


@pytest.mark.vectors
def test_link_types_are_those_of_the_vocabulary():
    assert LINK_TYPES.keys() == vectors("resolver", "link_types_standin.json").keys()
