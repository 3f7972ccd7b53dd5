"""Names stand in the order of a Vietnamese dictionary wherever people choose from them or read them: Đ after D."""

import pytest

from app.core.clock import today
from catalog.brochure.prints import list_print_units
from programme.activities.forms import served_units
from programme.artisans.queries import list_artisans
from programme.artisans.services import record_consent
from programme.showrooms.queries import list_showrooms
from programme.villages.queries import list_villages
from tests.helpers.voting.acts import act

NAMES = ["Ấu", "Dũng", "Đỗ", "Hà", "Ý"]
AS_TYPED = ["Ý", "Hà", "Đỗ", "Dũng", "Ấu"]


@pytest.fixture
def officer(factory):
    return factory.officer_actor(unit_code="75")


def last_words(rows):
    return [row.name_vi.split()[-1] for row in rows]


def test_artisans_villages_and_showrooms(factory, officer):
    for name in AS_TYPED:
        factory.village(officer, name_vi=f"Làng {name}")
        factory.showroom(officer, name_vi=f"Phòng {name}")
        person = factory.artisan(officer, name_vi=f"Nguyễn {name}")
        act(officer, record_consent, person.id, today(), "Hồ sơ 1/2026")
    assert last_words(list_artisans()) == NAMES
    assert last_words(list_villages()) == NAMES
    assert last_words(list_showrooms(today())) == NAMES


def test_provinces_to_choose_from(factory):
    everywhere = factory.officer_actor()
    for units in (served_units(everywhere), list_print_units(everywhere)):
        names = [unit.name_vi for unit in units if unit.valid_until is None]
        assert names[:4] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng"]
        assert names.index("Điện Biên") < names.index("Đồng Nai") < names.index("Gia Lai")
