import pytest

from app.web.csv_files import csv_number


@pytest.mark.parametrize(
    ("exact", "with_comma", "with_point"),
    [
        ("82", "82", "82"),
        ("78.25", "78,25", "78.25"),
        ("76.5", "76,50", "76.50"),
        ("81.875", "81,8750", "81.8750"),
        ("241/3", "80,3333", "80.3333"),
        ("1951/24", "81,2917", "81.2917"),
        ("-0.5", "-0,50", "-0.50"),
        ("", "", ""),
        ("vắng", "vắng", "vắng"),
        ("CNNT-75-2026-0001", "CNNT-75-2026-0001", "CNNT-75-2026-0001"),
    ],
)
def test_no_program_reads_a_number_as_thousands_or_as_a_date(exact, with_comma, with_point):
    assert (csv_number(exact, ","), csv_number(exact, ".")) == (with_comma, with_point)
