"""Who acts on proposals."""

import pytest


@pytest.fixture
def world(factory):
    """Both programmes, an open year, a facility of Đồng Nai with its member, offices, and three appraisers."""
    programmes = {name: factory.loaded_programme(name) for name in ("quoc-gia", "dong-nai")}
    factory.plan_year(kinds=("machine-support", "trademark-support"))
    facility = factory.facility(unit_code="75")
    unit_id = factory.unit("75").id
    people = {
        "member": factory.user("facility", facility_id=facility.id),
        "province": factory.user("officer-province", unit_id=unit_id),
        "second": factory.user("officer-province", unit_id=unit_id),
        "editor": factory.user("programme-editor", unit_id=unit_id),
        "ministry": factory.user("officer-national"),
        "away": factory.user("officer-province"),
        "away-editor": factory.user("programme-editor"),
        "commune": factory.user("officer-commune", commune="2025-26158"),
        "chair": factory.user("appraiser", name="Chủ tịch Thử"),
        "secretary": factory.user("appraiser", name="Thư ký Thử"),
        "appraiser": factory.user("appraiser"),
        "stranger": factory.user("facility", facility_id=factory.facility().id),
    }
    return programmes, facility, people
