"""Schemes of certificates: who issues one on a day, and for how long one is usually valid. Pure.

What is not known is left out and never guessed. An issuer may be a body that is gone: its papers run on.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from catalog.validity import months_after

STARS = (3, 4, 5)
SLACK = timedelta(days=31)
"""How much longer than usual a paper may run before somebody is asked about it."""
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_SINCE, _UNTIL, _STARS = ("từ", "from"), ("đến", "until"), ("sao", "stars")


@dataclass(frozen=True, slots=True)
class Issuer:
    """since, until: the first and the last day on which it issued; None where that is open. stars: of OCOP."""

    name: str
    since: date | None = None
    until: date | None = None
    stars: tuple[int, ...] = ()

    def issues(self, day: date, stars: int | None) -> bool:
        """Whether it issued such papers on a day."""
        in_time = (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
        return in_time and (not self.stars or stars is None or stars in self.stars)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """code: of the list; kind: the kind of certificate it belongs to. Names are empty where the kind's name says
    it. months: how long a paper usually runs, None where that is not known.
    """

    code: str
    kind: str
    name_vi: str = ""
    name_en: str = ""
    issuers: tuple[Issuer, ...] = ()
    months: int | None = None
    source: str = ""
    is_offered: bool = True

    @property
    def is_base(self) -> bool:
        """Whether it stands for its whole kind."""
        return self.code == self.kind

    def issuers_on(self, day: date, stars: int | None = None) -> list[Issuer]:
        """Who issued such papers on a day, as far as the list says."""
        return [issuer for issuer in self.issuers if issuer.issues(day, stars)]

    def usual_end(self, issued_on: date) -> date | None:
        """The day on which a paper issued then usually ends."""
        if self.months is None:
            return None
        return months_after(issued_on, self.months)

    def runs_long(self, issued_on: date, valid_until: date | None) -> bool:
        """Whether a paper runs much longer than is usual, or has no end where one is usual."""
        usual = self.usual_end(issued_on)
        return usual is not None and (valid_until is None or valid_until > usual + SLACK)


def read_issuers(text: str) -> tuple[Issuer, ...]:
    """One a line: `Ủy ban nhân dân cấp huyện | 3 sao | đến 30/06/2025`. Raises ValueError(number of the line)."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        name, *parts = (part.strip() for part in line.split("|"))
        if not name and not parts:
            continue
        try:
            found.append(Issuer(name, **_parts(parts)))
        except ValueError:
            raise ValueError(number) from None
        if not name or _is_backwards(found[-1]):
            raise ValueError(number)
    return tuple(found)


def write_issuers(issuers: Iterable[Issuer], locale: str) -> str:
    """As `read_issuers` takes them."""
    word = 0 if locale == "vi" else 1
    lines = []
    for issuer in issuers:
        parts = [issuer.name]
        if issuer.stars:
            parts.append(f"{', '.join(map(str, issuer.stars))} {_STARS[word]}")
        parts += [
            f"{words[word]} {day:%d/%m/%Y}"
            for words, day in ((_SINCE, issuer.since), (_UNTIL, issuer.until))
            if day is not None
        ]
        lines.append(" | ".join(parts))
    return "\n".join(lines)


def _parts(parts: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in filter(None, parts):
        key, value = _part(part)
        if key in found:
            raise ValueError(part)
        found[key] = value
    return found


def _part(part: str) -> tuple[str, Any]:
    first, last = part.split(maxsplit=1)[0].lower(), part.rsplit(maxsplit=1)[-1].lower()
    if first in _SINCE:
        return "since", _day(part.partition(" ")[2])
    if first in _UNTIL:
        return "until", _day(part.partition(" ")[2])
    if last in _STARS:
        return "stars", _stars(part.rpartition(" ")[0])
    raise ValueError(part)


def _day(text: str) -> date:
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    day, month, year = map(int, found.groups())
    return date(year, month, day)


def _stars(text: str) -> tuple[int, ...]:
    numbers = {int(word) for word in re.split(r"[\s,]+", text.strip())}
    if not numbers <= set(STARS):
        raise ValueError(text)
    return tuple(sorted(numbers))


def _is_backwards(issuer: Issuer) -> bool:
    return issuer.since is not None and issuer.until is not None and issuer.until < issuer.since
