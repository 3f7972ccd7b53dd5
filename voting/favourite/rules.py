"""Rules of the public favourite, pure: who is one voter, what looks like stuffing, how votes are counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LARGE_SERVICES = frozenset(
    {
        "gmail.com", "googlemail.com", "yahoo.com", "yahoo.com.vn", "ymail.com", "outlook.com", "outlook.com.vn",
        "hotmail.com", "live.com", "icloud.com", "me.com", "proton.me", "protonmail.com",
    }
)  # fmt: skip
"""Domains with so many users that many votes from one mean nothing."""
DOTS_DO_NOT_COUNT = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
SAME_ORIGIN = 5
SAME_DOMAIN = 10
IN_A_BURST = 15
BURST = timedelta(minutes=10)


class Anomaly(StrEnum):
    """What a group of votes has in common; a sign to check, never proof."""

    ORIGIN = "origin"
    DOMAIN = "domain"
    BURST = "burst"


@dataclass(frozen=True, slots=True)
class CastVote:
    """A confirmed vote as the report reads it. origin, domain: hashes, empty where unknown or said nothing."""

    id: int
    finalist: int
    origin: str
    domain: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Cluster:
    """Votes that belong together. key: the same for the same votes' cause; finalists: votes by finalist."""

    kind: Anomaly
    key: str
    first: datetime
    last: datetime
    votes: tuple[int, ...]
    finalists: Mapping[int, int]


def one_mailbox(email: str) -> str:
    """The address that several spellings of one mailbox share: no `+tag`, and no dots where they do not count."""
    local, _, domain = email.lower().rpartition("@")
    local = local.partition("+")[0] or local
    if domain in DOTS_DO_NOT_COUNT:
        return f"{local.replace('.', '')}@{DOTS_DO_NOT_COUNT[domain]}"
    return f"{local}@{domain}"


def telling_domain(email: str) -> str:
    """The domain of an address; empty for a large service, whose name says nothing about its votes."""
    domain = email.lower().rpartition("@")[2]
    return "" if domain in LARGE_SERVICES else domain


def count_votes(finalists: Iterable[int], votes: Iterable[CastVote], void: frozenset[int]) -> dict[int, int]:
    """Votes that count, by finalist; every finalist is there."""
    found = Counter(vote.finalist for vote in votes if vote.id not in void)
    return {finalist: found[finalist] for finalist in finalists}


def places(counts: Mapping[int, int]) -> dict[int, int]:
    """Place by finalist: equal counts share one, the next is left free; no vote is no place."""
    ordered = sorted(counts.values(), reverse=True)
    return {finalist: ordered.index(count) + 1 for finalist, count in counts.items() if count}


def find_anomalies(votes: Iterable[CastVote]) -> list[Cluster]:
    """Groups of votes to check: one origin on one day, one small mail domain, a burst for one finalist."""
    votes = sorted(votes, key=lambda vote: (vote.at, vote.id))
    return [
        *_alike(votes, Anomaly.ORIGIN, SAME_ORIGIN),
        *_alike(votes, Anomaly.DOMAIN, SAME_DOMAIN),
        *_bursts(votes),
    ]


def _alike(votes: list[CastVote], kind: Anomaly, least: int) -> list[Cluster]:
    groups: dict[str, list[CastVote]] = defaultdict(list)
    for vote in votes:
        if key := vote.origin if kind is Anomaly.ORIGIN else vote.domain:
            groups[key].append(vote)
    large = [_cluster(kind, key[:8], group) for key, group in groups.items() if len(group) >= least]
    return sorted(large, key=lambda cluster: (-len(cluster.votes), cluster.key))


def _bursts(votes: list[CastVote]) -> list[Cluster]:
    """Stretches in which each run of IN_A_BURST votes for one finalist took at most BURST."""
    by_finalist: dict[int, list[CastVote]] = defaultdict(list)
    for vote in votes:
        by_finalist[vote.finalist].append(vote)
    found = []
    for finalist, own in sorted(by_finalist.items()):
        hot = {
            number
            for start in range(len(own) - IN_A_BURST + 1)
            if own[start + IN_A_BURST - 1].at - own[start].at <= BURST
            for number in range(start, start + IN_A_BURST)
        }
        for run in _runs(sorted(hot)):
            group = [own[number] for number in run]
            found.append(_cluster(Anomaly.BURST, f"{finalist}-{group[0].id}", group))
    return found


def _runs(numbers: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _cluster(kind: Anomaly, key: str, votes: list[CastVote]) -> Cluster:
    return Cluster(
        kind,
        key,
        votes[0].at,
        votes[-1].at,
        tuple(vote.id for vote in votes),
        dict(Counter(vote.finalist for vote in votes)),
    )
