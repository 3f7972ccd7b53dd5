"""What a round takes over from an earlier one as it is typed anew: title and calendar of another year."""

import re
from datetime import datetime


def move_years(moment: datetime | None, years: int) -> datetime | None:
    """The same day and hour some years later; 29 February becomes the 28th where there is none."""
    if moment is None:
        return None
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)


def title_of_year(title: str, old: int, new: int) -> str:
    """The title with the old year replaced; with the new one put at the end where it names none."""
    if re.search(rf"(?<!\d){old}(?!\d)", title):
        return re.sub(rf"(?<!\d){old}(?!\d)", str(new), title)
    return f"{title} {new}" if title else ""
