"""The positions of the dots of a code's scans."""

from datetime import date, timedelta

from traceability.signals.plot import draw_scans

LAST = date(2026, 11, 22)


def test_rows_are_places_and_dots_are_days():
    yesterday = LAST - timedelta(days=1)
    scans = [(LAST, "Huế")] * 4 + [(yesterday, "Huế"), (LAST, ""), (yesterday, "Cà Mau")]
    plot = draw_scans(scans, LAST)
    assert [(row.place, row.total, row.days, row.y) for row in plot.rows] == [
        ("Huế", 5, 2, 42), ("Cà Mau", 1, 1, 74), ("", 1, 1, 106),
    ]  # fmt: skip
    assert [(dot.x, dot.radius, dot.count) for dot in plot.rows[0].dots] == [(295, 4, 1), (305, 5, 4)]
    assert (plot.width, plot.height, plot.sold_x) == (310, 116, None)
    assert plot.first == LAST - timedelta(days=30)


def test_what_lies_before_the_drawing_is_left_out():
    early = LAST - timedelta(days=31)
    plot = draw_scans([(early, "Huế"), (LAST + timedelta(days=1), "Huế")], LAST, sold_on=early)
    assert (plot.rows, plot.sold_x) == ((), None)


def test_day_of_the_sale_and_a_crowd_keep_within_the_drawing():
    plot = draw_scans([(LAST, "Huế")] * 10_000, LAST, sold_on=plot_start())
    assert (plot.rows[0].dots[0].radius, plot.sold_x) == (11, 5)


def plot_start():
    return LAST - timedelta(days=30)
