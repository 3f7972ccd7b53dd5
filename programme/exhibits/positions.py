"""A place on the earth as people copy it from a map: "10.9510, 106.8440". Pure."""

import re

from app.core.errors import RuleBroken

_PAIR = re.compile(r"(-?\d{1,3}(?:\.\d{1,8})?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d{1,8})?)")
NORTHMOST, EASTMOST = 90, 180


def read_position(text: str, field: str = "position") -> str:
    """Latitude and longitude, `10.9510,106.8440`; empty stays empty. Raises RuleBroken."""
    typed = text.strip()
    if not typed:
        return ""
    found = _PAIR.fullmatch(typed)
    if found is None or abs(float(found[1])) > NORTHMOST or abs(float(found[2])) > EASTMOST:
        raise RuleBroken("position_form", field)
    return f"{found[1]},{found[2]}"
