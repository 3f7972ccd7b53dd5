"""Whether a thing counts towards a target."""

from datetime import date

import pytest

from programme.facts.rules import Claim, Terms, why_not

MACHINES = Terms("machine", date(2021, 1, 1), date(2025, 12, 31), None, ("machine-support",))
OF_DONG_NAI = Terms("facility", date(2021, 1, 1), date(2025, 12, 31), 7, ())


@pytest.mark.parametrize(
    ("terms", "claim", "reason"),
    [
        (MACHINES, Claim("machine", "machine-support", date(2023, 5, 1), 7), None),
        (
            MACHINES,
            Claim("facility", "machine-support", date(2023, 5, 1), 7),
            ("fact_other_measure", "measure"),
        ),
        (MACHINES, Claim("machine", "workshop", date(2023, 5, 1), 7), ("fact_other_kind", "kind")),
        (MACHINES, Claim("machine", "machine-support", date(2020, 12, 31), 7), ("fact_outside_years", "day")),
        (MACHINES, Claim("machine", "machine-support", date(2025, 12, 31), None), None),
        (
            MACHINES,
            Claim("machine", "machine-support", date(2026, 1, 1), None),
            ("fact_outside_years", "day"),
        ),
        (OF_DONG_NAI, Claim("facility", "consultancy", date(2023, 5, 1), 7), None),
        (OF_DONG_NAI, Claim("facility", "consultancy", date(2023, 5, 1), 8), ("fact_other_area", "unit")),
        (OF_DONG_NAI, Claim("facility", "consultancy", date(2023, 5, 1), None), ("fact_other_area", "unit")),
    ],
)
def test_first_reason_is_told(terms, claim, reason):
    assert why_not(terms, claim) == reason
