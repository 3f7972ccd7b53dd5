"""The holidays the complaint window is counted with: data, one entry a year, extended when a year is announced.

Fixed public holidays by the Labour Code (1 January, 30 April, 1 May, 2 September and the day beside it) and Tết and
Hùng Kings' day by the lunar calendar. Days off in lieu that the government announces are added here as they come.
"""

from datetime import date, timedelta

from voting.errors import CalendarError
from voting.rounds.calendar import get_complaint_deadline, read_calendar

HOLIDAYS: dict[str, dict[str, list[str]]] = {
    "2024": {
        "holidays": ["2024-01-01", *(f"2024-02-{d:02d}" for d in range(8, 15)), "2024-04-18", "2024-04-29",
                     "2024-04-30", "2024-05-01", "2024-09-02", "2024-09-03"],
        "made_up": ["2024-05-04"],
    },
    "2025": {
        "holidays": ["2025-01-01", *(f"2025-01-{d:02d}" for d in range(27, 32)), "2025-04-07", "2025-04-30",
                     "2025-05-01", "2025-05-02", "2025-09-01", "2025-09-02"],
        "made_up": ["2025-04-26"],
    },
    "2026": {
        "holidays": ["2026-01-01", "2026-01-02", *(f"2026-02-{d:02d}" for d in range(16, 21)), "2026-04-27",
                     "2026-04-30", "2026-05-01", "2026-08-31", "2026-09-01", "2026-09-02"],
        "made_up": ["2026-01-10", "2026-08-22"],
    },
}  # fmt: skip
WEEKDAYS_A_WEEK = 5


def answer_deadline(received: date, days: int) -> date:
    """The last day to answer a complaint received on a day; counted as complaint_deadline counts."""
    return complaint_deadline(received, days)


def complaint_deadline(notice: date, days: int) -> date:
    """The last day to complain; where a year's holidays are not recorded yet, weekends alone are counted out."""
    try:
        return get_complaint_deadline(notice, read_calendar(HOLIDAYS), days)
    except CalendarError:
        return notice + timedelta(days=7 * -(-days // WEEKDAYS_A_WEEK))
