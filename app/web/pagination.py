"""One page of a list: which rows, and the addresses of its neighbours."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import abort, redirect, request, url_for

from app.web.paths import with_question

Item = TypeVar("Item")
PER_PAGE = 24
LAST_PAGE = 10_000
FEW = 5


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """items: the rows of this page; total: of the whole list; number counts from 1."""

    items: list[Item]
    total: int
    number: int = 1
    per_page: int = PER_PAGE

    def __post_init__(self) -> None:
        count_pages(self.total, self.number, self.per_page)

    @property
    def pages(self) -> int:
        return last_page(self.total, self.per_page)

    @property
    def first(self) -> int:
        return (self.number - 1) * self.per_page + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.per_page, self.total)

    def url(self, number: int) -> str | None:
        """The address of another page of the same list, or None when there is none."""
        return _address(number) if 1 <= number <= self.pages else None


def count_pages(total: int, number: int, per_page: int = PER_PAGE) -> int:
    """How many pages a list has. Who opens a page behind the last is led to the last one."""
    last = last_page(total, per_page)
    if number > last and request.method == "GET" and (address := _address(last)) is not None:
        abort(redirect(address, 302))
    return last


def last_page(total: int, per_page: int) -> int:
    """Its number; a list without rows has one page."""
    return max(1, -(-total // per_page))


def _address(number: int) -> str | None:
    """Another page of the list that was asked for."""
    if request.endpoint is None:
        return None
    return same_question(page=str(number) if number > 1 else None)


def same_question(**changed: str | None) -> str:
    """The address asked for, with other answers to some of its questions; None takes one out. A question is only ever
    a question, whatever its name: it never replaces a part of the path.
    """
    asked = request.args.to_dict(flat=False)
    path = url_for(request.endpoint or "", **(request.view_args or {}))
    kept = {name: value for name, value in asked.items() if name not in changed}
    return with_question(path, {**kept, **changed})


def asked_page() -> int:
    """The page number asked for; anything unreadable is page 1."""
    text = request.args.get("page", "1")
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 8 else 1  # noqa: PLR2004  # digits


def shown_pages(current: int, last: int) -> list[int]:
    """The numbers that the row of pages goes through: all of a few, else the first, the last and those around the
    current one.
    """
    if last <= FEW:
        return list(range(1, last + 1))
    near = range(max(current - 2, 1), min(current + 2, last) + 1)
    return sorted({1, *near, last})
