from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.errors import AssignmentError
from voting.jury.assignment import assign_evenly

PEOPLE = ["A", "B", "C", "D"]


def loads(assigned):
    return Counter(person for people in assigned.values() for person in people)


def test_even_shares_differ_by_no_more_than_one():
    assigned = assign_evenly(PEOPLE, [f"P{n}" for n in range(10)], set(), per_place=3)
    assert sorted(loads(assigned).values()) == [7, 7, 8, 8]


def test_work_is_passed_along_a_chain_of_people():
    """Handing out in turn leaves A with two and D with none; three hand-overs even it out."""
    free = {"P0": ["A", "C", "D"], "P1": ["A", "B"], "P2": ["B", "C"], "P3": ["A", "B"]}
    blocked = {(person, place) for person in PEOPLE for place, able in free.items() if person not in able}
    assert assign_evenly(PEOPLE, list(free), blocked, per_place=1) == {
        "P0": ["D"],
        "P1": ["B"],
        "P2": ["C"],
        "P3": ["A"],
    }


def test_place_with_too_few_people_is_named():
    with pytest.raises(AssignmentError) as caught:
        assign_evenly(PEOPLE[:3], ["P", "Q"], {("A", "Q"), ("B", "Q")}, per_place=2)
    assert (caught.value.code, caught.value.params) == ("too_few_people", {"place": "Q", "able": 1})


def test_nobody_and_nowhere_need_nothing():
    assert assign_evenly([], [], set(), per_place=3) == {}


@given(st.sets(st.tuples(st.sampled_from(PEOPLE), st.integers(0, 7).map(str))), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_blocks_never_give_way_and_shares_are_as_even_as_any(blocked, per_place):
    places = [str(n) for n in range(8)]
    free = {place: [p for p in PEOPLE if (p, place) not in blocked] for place in places}
    if min(map(len, free.values())) < per_place:
        with pytest.raises(AssignmentError):
            assign_evenly(PEOPLE, places, blocked, per_place=per_place)
        return
    assigned = assign_evenly(PEOPLE, places, blocked, per_place=per_place)
    assert all(len(set(people)) == per_place for people in assigned.values())
    assert not {(person, place) for place, people in assigned.items() for person in people} & blocked
    assert uneven(assigned, free) == []


def uneven(assigned, free):
    """Hand-overs that would still even the work out: (place, giver, taker)."""
    work = {person: loads(assigned)[person] for person in PEOPLE}
    return [
        (place, giver, taker)
        for place, people in assigned.items()
        for taker in set(free[place]) - set(people)
        for giver in people
        if work[giver] - work[taker] >= 2
    ]
