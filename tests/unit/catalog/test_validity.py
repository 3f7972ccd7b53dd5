from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.enums import Recognition, TrademarkState, Validity
from catalog.models import Award
from catalog.validity import (
    HOLDING,
    award_valid_until,
    recognition_of,
    state_of,
    trademark_validity,
    validity_on,
)

FROM, UNTIL = date(2026, 5, 1), date(2029, 12, 31)
days = st.dates(date(2010, 1, 1), date(2045, 12, 31))


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 4, 30), Validity.NOT_YET),
        (date(2026, 5, 1), Validity.VALID),
        (date(2029, 10, 1), Validity.VALID),
        (date(2029, 10, 2), Validity.EXPIRING),
        (date(2029, 12, 31), Validity.EXPIRING),
        (date(2030, 1, 1), Validity.EXPIRED),
    ],
)
def test_validity_turns_on_its_days(day, state):
    assert validity_on(day, FROM, UNTIL) == state


def test_validity_without_ends_never_ends():
    assert validity_on(date(2100, 1, 1), None, None) == Validity.VALID


@pytest.mark.parametrize(
    ("day", "facts", "state"),
    [
        (date(2027, 1, 1), {"revoked_on": date(2027, 1, 1)}, Validity.REVOKED),
        (date(2026, 12, 31), {"revoked_on": date(2027, 1, 1)}, Validity.VALID),
        (date(2031, 1, 1), {"revoked_on": date(2027, 1, 1)}, Validity.REVOKED),
        (date(2027, 1, 1), {"suspended_on": date(2027, 1, 1)}, Validity.SUSPENDED),
        (date(2026, 12, 31), {"suspended_on": date(2027, 1, 1)}, Validity.VALID),
        (date(2031, 1, 1), {"suspended_on": date(2027, 1, 1)}, Validity.EXPIRED),
        (
            date(2028, 1, 1),
            {"suspended_on": date(2027, 1, 1), "revoked_on": date(2027, 6, 1)},
            Validity.REVOKED,
        ),
    ],
)
def test_revocation_outweighs_the_end_and_the_end_outweighs_a_suspension(day, facts, state):
    assert validity_on(day, FROM, UNTIL, **facts) == state


@pytest.mark.parametrize(
    ("issued", "until"),
    [
        (date(2026, 11, 21), date(2029, 12, 31)),
        (date(2023, 12, 1), date(2026, 12, 31)),
        (date(2018, 8, 16), date(2021, 12, 31)),
        (date(2018, 8, 15), date(2020, 12, 31)),
        (date(2015, 1, 1), date(2017, 12, 31)),
    ],
)
def test_an_award_ends_with_the_fourth_year_or_the_third_before_2018(issued, until):
    assert award_valid_until(issued) == until


def test_an_award_may_be_given_another_number_of_years():
    assert award_valid_until(date(2026, 1, 1), 1) == date(2026, 12, 31)
    with pytest.raises(ValueError, match="year of issue"):
        award_valid_until(date(2026, 1, 1), 0)


@settings(max_examples=50)
@given(issued=days)
def test_an_award_holds_from_its_issue_to_its_last_day_and_not_beyond(issued):
    until = award_valid_until(issued)
    assert {validity_on(issued, issued, until), validity_on(until, issued, until)} <= HOLDING
    assert validity_on(until + timedelta(days=1), issued, until) == Validity.EXPIRED


@settings(max_examples=50)
@given(day=days, start=days, end=days, later=st.integers(0, 400))
def test_what_has_ended_never_holds_again(day, start, end, later):
    if validity_on(day, start, end) == Validity.EXPIRED:
        assert validity_on(day + timedelta(days=later), start, end) == Validity.EXPIRED


@pytest.mark.parametrize(
    ("state", "validity"),
    [
        (TrademarkState.GRANTED, Validity.VALID),
        (TrademarkState.CANCELLED, Validity.REVOKED),
        (TrademarkState.FILED, None),
        (TrademarkState.PUBLISHED, None),
        (TrademarkState.REFUSED, None),
        (TrademarkState.WITHDRAWN, None),
    ],
)
def test_only_a_granted_mark_is_protected(state, validity):
    assert trademark_validity(state, date(2020, 1, 1), None, date(2026, 1, 1)) == validity


class Stood:
    def __init__(self, state):
        self.state = state

    def validity_on(self, _day):
        return self.state


@pytest.mark.parametrize(
    ("states", "standing"),
    [
        ([], "none"),
        ([Validity.NOT_YET], "none"),
        ([Validity.REVOKED], "revoked"),
        ([Validity.REVOKED, Validity.EXPIRED], "expired"),
        ([Validity.EXPIRED, Validity.SUSPENDED], "suspended"),
        ([Validity.SUSPENDED, Validity.EXPIRING], "in_force"),
        ([Validity.VALID], "in_force"),
    ],
)
def test_what_is_in_force_decides_where_a_product_stands(states, standing):
    assert recognition_of(map(Stood, states), FROM) == Recognition(standing)


def test_state_of_a_recognition_is_read_from_its_days():
    award = Award(
        issued_on=FROM, valid_until=UNTIL, suspended_on=date(2027, 1, 1), revoked_on=date(2028, 1, 1)
    )
    days = (date(2026, 4, 30), date(2026, 5, 1), date(2027, 1, 1), date(2028, 1, 1))
    assert [state_of(award, day) for day in days] == [
        Validity.NOT_YET, Validity.VALID, Validity.SUSPENDED, Validity.REVOKED,
    ]  # fmt: skip
