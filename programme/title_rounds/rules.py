"""The life of a round for titles and of a candidate, and what a vote of its council gives. Pure.

Titles of the state go from the province to the ministry; a people's artisan is an eminent artisan first (Decree
43/2024/NĐ-CP). Shares of votes, years and pupils are settings of each round: its notice says them.
"""

from enum import StrEnum

from programme.artisans.titles import Title


class RoundState(StrEnum):
    OPEN = "open"
    PREPARED = "prepared"
    PUBLISHED = "published"
    UNDONE = "undone"


class CandidateState(StrEnum):
    HANDED_IN = "handed-in"
    RETURNED = "returned"
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"


class Base(StrEnum):
    """Of whom the share of votes is taken."""

    MEMBERS = "members"
    PRESENT = "present"


OF_THE_STATE = frozenset({Title.PEOPLE, Title.EMINENT})
FIRST = {Title.PEOPLE: Title.EMINENT}
"""Title -> the one that is held before it."""
OPEN_TO_CHANGE = (CandidateState.HANDED_IN, CandidateState.RETURNED)


def may_give(title: Title, *, of_nation: bool) -> bool:
    """Whether a round may end in the title itself: a province proposes those of the state."""
    return of_nation or title not in OF_THE_STATE


def is_enough(votes: int, of: int, percent: int) -> bool:
    """Whether the votes are at least that share, exactly."""
    return votes * 100 >= percent * of


def agreed(votes: int, present: int, members: int | None, percent: int, base: str) -> bool:
    """What a vote gives. Where the number of members is not known, of those present."""
    of = members if base == Base.MEMBERS and members is not None else present
    return is_enough(votes, of, percent)


def below(asked: int | None, told: int | None) -> bool:
    """Whether less is told than the notice asks; nothing told is less."""
    return asked is not None and (told is None or told < asked)
