"""The titles of artisans. Pure.

Decree 43/2024/NĐ-CP knows the first two; provinces give the others by rules of their own.
"""

from enum import StrEnum


class Title(StrEnum):
    PEOPLE = "nghe-nhan-nhan-dan"
    EMINENT = "nghe-nhan-uu-tu"
    PROVINCE = "nghe-nhan-cap-tinh"
    WORKER = "tho-gioi-cap-tinh"
    BRINGER = "nguoi-co-cong-dua-nghe"


ORDER = {title: rank for rank, title in enumerate(Title)}
"""The highest first."""
