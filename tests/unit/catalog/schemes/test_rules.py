"""Who issues a certificate on a day, its usual end, and the list as officers type it."""

from datetime import date

import pytest

from catalog.schemes.queries import base_schemes
from catalog.schemes.rules import Issuer, Scheme, read_issuers, write_issuers

OCOP = next(scheme for scheme in base_schemes() if scheme.code == "ocop")
DISTRICT, PROVINCE = "Ủy ban nhân dân cấp huyện", "Ủy ban nhân dân cấp tỉnh"


@pytest.mark.parametrize(
    ("day", "stars", "names"),
    [
        (date(2025, 6, 30), 3, [DISTRICT]),
        (date(2025, 7, 1), 3, []),
        (date(2025, 7, 5), 4, [PROVINCE]),
        (date(2025, 7, 6), 3, [PROVINCE]),
        (date(2026, 1, 1), 4, [PROVINCE]),
        (date(2026, 1, 1), 5, ["Cấp trung ương của Chương trình OCOP"]),
    ],
)
def test_the_province_recognises_three_and_four_stars_since_july_2025(day, stars, names):
    assert [issuer.name for issuer in OCOP.issuers_on(day, stars)] == names


def test_a_paper_of_a_former_district_runs_36_months():
    issued = date(2024, 11, 12)
    assert OCOP.usual_end(issued) == date(2027, 11, 12)
    assert OCOP.runs_long(issued, date(2027, 11, 12)) is False
    assert OCOP.runs_long(issued, date(2028, 11, 12)) is True
    assert OCOP.runs_long(issued, None) is True


def test_what_is_not_known_is_not_asked_about():
    halal = Scheme(code="halal", kind="halal")
    assert (halal.usual_end(date(2024, 2, 29)), halal.runs_long(date(2024, 2, 29), None)) == (None, False)
    assert Scheme(code="x", kind="x", months=12).usual_end(date(2024, 2, 29)) == date(2025, 2, 28)


def test_the_list_of_issuers_is_read_as_it_is_written():
    text = "Ủy ban nhân dân cấp huyện | 3 sao | đến 30/06/2025\n\nSở Công Thương | từ 01/03/2020"
    issuers = (
        Issuer("Ủy ban nhân dân cấp huyện", None, date(2025, 6, 30), (3,)),
        Issuer("Sở Công Thương", date(2020, 3, 1)),
    )
    assert read_issuers(text) == issuers
    assert write_issuers(issuers, "vi") == text.replace("\n\n", "\n")
    assert read_issuers(write_issuers(issuers, "en")) == issuers
    assert read_issuers("UBND tỉnh | 3, 4 sao")[0].stars == (3, 4)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Sở Công Thương\n| 3 sao", 2),
        ("Sở | 6 sao", 1),
        ("Sở | từ 31/02/2025", 1),
        ("Sở | từ hôm qua", 1),
        ("Sở | đến 01/01/2020 | từ 01/01/2021", 1),
        ("Sở | từ 01/01/2020 | từ 01/01/2021", 1),
        ("Sở | vài sao", 1),
        ("Sở | Hà Nội", 1),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, line):
    with pytest.raises(ValueError) as fault:  # noqa: PT011  # the number of the line is what it says
        read_issuers(text)
    assert fault.value.args == (line,)
