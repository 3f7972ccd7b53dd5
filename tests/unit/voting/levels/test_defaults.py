"""Who recognises at each level where no office has set another."""

from catalog.enums import Level
from voting.levels.defaults import AREA, DEFAULTS


def test_every_level_has_its_authority_and_its_sign():
    assert {level: (rules.is_procedure, rules.sign) for level, rules in DEFAULTS.items()} == {
        Level.COMMUNE: (False, "UBND"),
        Level.PROVINCE: (True, "UBND"),
        Level.REGION: (True, "ĐCK"),
        Level.NATIONAL: (False, "BCT"),
    }
    assert (
        DEFAULTS[Level.PROVINCE].authority.replace(AREA, "tỉnh Khánh Hòa") == "Ủy ban nhân dân tỉnh Khánh Hòa"
    )
