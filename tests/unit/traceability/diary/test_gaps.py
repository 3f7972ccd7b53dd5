"""Missing entries of a diary."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from traceability.diary.gaps import Gap, Step, find_gaps
from traceability.enums import EventKind

PLAN = ("make", "ferment", "check", "fill", "ship")


def day(number):
    return date(2026, 1, number)


def steps(*kinds, hidden=()):
    return [Step(kind, day(n), shown=kind not in hidden) for n, kind in enumerate(kinds, start=1)]


def test_whole_diary_has_no_gap():
    assert find_gaps(steps(*PLAN), PLAN) == []


def test_step_left_out_lies_between_the_entries_around_it():
    assert find_gaps(steps("make", "ferment", "fill"), PLAN) == [Gap(("check",), 2, day(2), day(3))]


def test_what_is_still_to_come_is_no_gap():
    assert find_gaps(steps("make", "ferment"), PLAN) == []
    assert find_gaps([], PLAN) == []


def test_first_step_left_out_has_no_day_before():
    assert find_gaps(steps("ferment"), PLAN) == [Gap(("make",), 0, None, day(1))]


def test_entry_kept_from_the_public_fills_its_place_and_lends_no_day():
    diary = steps("make", "ferment", "check", "fill", hidden={"ferment", "check"})
    assert find_gaps(diary, PLAN) == []
    assert find_gaps(steps("make", "ferment", "fill", hidden={"ferment"}), PLAN) == [
        Gap(("check",), 1, day(1), day(3))
    ]
    assert find_gaps(steps("make", "fill", hidden={"fill"}), PLAN) == []


def test_rare_acts_are_never_missed():
    assert find_gaps(steps("make", "sell"), ("make", "take-back", "destroy", "sell")) == []


def test_lot_without_a_plan_must_come_from_somewhere_before_it_leaves():
    assert find_gaps(steps("pack", "ship")) == [Gap(("make", "receive"), 0, None, day(1))]
    assert find_gaps(steps("receive", "ship")) == []
    assert find_gaps(steps("check")) == []


@given(st.lists(st.sampled_from([str(kind) for kind in EventKind]), max_size=12), st.permutations(PLAN))
def test_gaps_name_absent_steps_and_stand_before_a_later_one(kinds, plan):
    diary = [Step(kind, day(n)) for n, kind in enumerate(kinds, start=1)]
    for gap in find_gaps(diary, plan):
        assert not set(gap.kinds) & set(kinds)
        assert diary[gap.before].on == gap.until
        assert plan.index(diary[gap.before].kind) > plan.index(gap.kinds[0])
