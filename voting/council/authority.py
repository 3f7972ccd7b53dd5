"""Who usually recognises at each level: a proposal for the form of the decision, which the secretary may change."""

from catalog.enums import Level
from voting.models import SelectionRound

REGION_AUTHORITY = "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công"
NATION_AUTHORITY = "Bộ Công Thương"
SIGNS = {Level.COMMUNE: "UBND", Level.PROVINCE: "UBND", Level.REGION: "ĐCK", Level.NATIONAL: "BCT"}
"""What stands behind QĐ- in a decision's number."""


def authority_of(round_: SelectionRound) -> str:
    """UBND of the area, the ministry's department for a region, the ministry for the nation."""
    if round_.level == Level.NATIONAL:
        return NATION_AUTHORITY
    if round_.level == Level.REGION:
        return REGION_AUTHORITY
    return f"Ủy ban nhân dân {round_.unit_name}".strip()


def number_example(round_: SelectionRound) -> str:
    return f"44/QĐ-{SIGNS[Level(round_.level)]}"
