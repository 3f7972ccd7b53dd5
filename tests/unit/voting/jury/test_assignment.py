from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.errors import AssignmentError
from voting.jury.assignment import assign_all, assign_evenly, get_presentation_order

JURORS = ["G1", "G2", "G3", "G4"]


def loads(assigned):
    return Counter(juror for jurors in assigned.values() for juror in jurors)


def test_everybody_scores_everything_but_conflicts():
    assert assign_all(JURORS[:2], ["A", "B"], {("G1", "B")}) == {"A": ["G1", "G2"], "B": ["G2"]}


def test_even_shares_differ_by_no_more_than_one():
    assigned = assign_evenly(JURORS, [f"E{n}" for n in range(10)], set(), per_entry=3)
    assert sorted(loads(assigned).values()) == [7, 7, 8, 8]


def test_work_is_passed_along_a_chain_of_jurors():
    """Handing out in turn leaves G1 with two and G4 with none; three hand-overs even it out."""
    free = {"E0": ["G1", "G3", "G4"], "E1": ["G1", "G2"], "E2": ["G2", "G3"], "E3": ["G1", "G2"]}
    blocked = {(juror, entry) for juror in JURORS for entry, able in free.items() if juror not in able}
    assert assign_evenly(JURORS, list(free), blocked, per_entry=1) == {
        "E0": ["G4"],
        "E1": ["G2"],
        "E2": ["G3"],
        "E3": ["G1"],
    }


def test_entry_with_too_few_free_jurors_is_named():
    with pytest.raises(AssignmentError) as caught:
        assign_evenly(JURORS[:3], ["A", "B"], {("G1", "B"), ("G2", "B")}, per_entry=2)
    assert (caught.value.code, caught.value.params) == ("too_few_jurors", {"entry": "B", "able": 1})


def test_load_that_cannot_be_spread_names_the_jurors_in_the_way():
    entries = ["A", "B", "C"]
    blocked = {("G2", one) for one in entries}
    with pytest.raises(AssignmentError) as caught:
        assign_evenly(["G1", "G2"], entries, blocked, per_entry=1, most=2)
    assert caught.value.code == "load_too_high"
    assert (
        caught.value.message
        == "3 entries (first A) can only go to G1, who would have up to 3 each and may have 2"
    )


def test_load_within_the_limit_is_assigned():
    assert loads(assign_evenly(JURORS, ["A", "B"], set(), per_entry=2, most=1)) == dict.fromkeys(JURORS, 1)


def test_no_jurors_and_no_entries_need_nothing():
    assert assign_evenly([], [], set(), per_entry=3, most=1) == {}


@given(st.sets(st.tuples(st.sampled_from(JURORS), st.integers(0, 7).map(str))), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_conflicts_never_give_way_and_shares_are_as_even_as_any(blocked, per_entry):
    entries = [str(n) for n in range(8)]
    try:
        assigned = assign_evenly(JURORS, entries, blocked, per_entry=per_entry)
    except AssignmentError:
        free = assign_all(JURORS, entries, blocked)
        assert min(map(len, free.values())) < per_entry
        return
    assert all(len(set(jurors)) == per_entry for jurors in assigned.values())
    assert not {(juror, entry) for entry, jurors in assigned.items() for juror in jurors} & blocked
    work = {juror: loads(assigned)[juror] for juror in JURORS}
    for entry, jurors in assigned.items():
        for taker in JURORS:
            if taker not in jurors and (taker, entry) not in blocked:
                assert all(work[giver] - work[taker] < 2 for giver in jurors)


def test_order_of_entries_is_each_jurors_own_and_stays():
    entries = [f"E{n}" for n in range(20)]
    first = get_presentation_order(entries, "seed of G1")
    assert first == get_presentation_order(reversed(entries), "seed of G1")
    assert first != get_presentation_order(entries, "seed of G2")
    assert sorted(first) == sorted(entries)
