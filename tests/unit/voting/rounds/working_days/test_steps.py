from datetime import date, timedelta

import pytest

from voting.rounds.working_days.steps import COMPLAINT_STEPS, SHEET_STEPS, due_step

END = date(2027, 2, 17)


@pytest.mark.parametrize(
    ("left", "complaint", "sheet"),
    [(30, None, None), (4, None, None), (3, 3, 3), (2, 3, 3), (1, 3, 1), (0, 0, 1), (-1, -1, 1), (-9, -1, 1)],
)
def test_step_that_a_day_has_reached(left, complaint, sheet):
    day = END - timedelta(days=left)
    assert (due_step(day, END, COMPLAINT_STEPS), due_step(day, END, SHEET_STEPS)) == (complaint, sheet)
