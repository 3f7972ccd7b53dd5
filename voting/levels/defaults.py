"""Who usually recognises at each level, who signs, and whether a round is an administrative procedure. Pure.

The circular leaves open who signs at commune level and whether a commune's round is a procedure: an office sets it.
"""

from dataclasses import dataclass

from catalog.enums import Level

AREA = "{area}"


@dataclass(frozen=True, slots=True)
class LevelRules:
    """authority: `{area}` in it is replaced by the commune or province. sign: the part after QĐ- in a
    decision's number.
    """

    is_procedure: bool
    authority: str
    signer_title: str
    sign: str


DEFAULTS = {
    Level.COMMUNE: LevelRules(False, f"Ủy ban nhân dân {AREA}", "Chủ tịch", "UBND"),
    Level.PROVINCE: LevelRules(True, f"Ủy ban nhân dân {AREA}", "Chủ tịch", "UBND"),
    Level.REGION: LevelRules(
        True, "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công", "Cục trưởng", "ĐCK"
    ),
    Level.NATIONAL: LevelRules(False, "Bộ Công Thương", "Bộ trưởng", "BCT"),
}
