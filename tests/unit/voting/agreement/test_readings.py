"""What the figures of agreement mean, in a sentence."""

from fractions import Fraction

import pytest

from voting.agreement.readings import severity_reading, spread_reading, w_reading

LOW, WEAK = (
    "Thứ tự của các giám khảo gần như không liên quan với nhau.",
    "Thứ tự của các giám khảo chỉ giống nhau một phần.",
)


@pytest.mark.parametrize(("value", "text"), [(Fraction(29, 100), LOW), (Fraction(3, 10), WEAK)])
def test_agreement_is_read_by_its_band(value, text):
    assert w_reading(value) == text


def test_one_juror_and_no_sheet_leave_nothing_to_read():
    assert severity_reading({"G1": Fraction(1)}) == "Chỉ có một giám khảo nên không so sánh được."
    assert spread_reading({}) == "Không có phiếu nào được tính."
