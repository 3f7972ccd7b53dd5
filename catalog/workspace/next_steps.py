"""The next steps of a facility, and what ends soon. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from catalog.enums import FacilityState, ProductState
from catalog.validity import EXPIRY_NOTICE


@dataclass(frozen=True, slots=True)
class ListingState:
    """A product as far as its next step goes. missing: how many needed points its check list lacks."""

    product_id: int
    name: str
    state: str
    missing: int
    waits: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """A paper with an end. kind: `award`, `certificate`, `trademark`. paper_id: of a certificate to renew. mark_id: of
    a trademark.
    """

    kind: str
    name: str
    until: date
    paper_id: int | None = None
    mark_id: int | None = None


@dataclass(frozen=True, slots=True)
class MarkDeadline:
    """What the intellectual property office waits for. code: of `NEXT_STEPS`."""

    code: str
    name: str
    until: date
    mark_id: int


@dataclass(frozen=True, slots=True)
class Step:
    """code: named in labels. urgent: everything else waits for it."""

    code: str
    name: str = ""
    product_id: int | None = None
    count: int = 0
    until: date | None = None
    urgent: bool = False
    paper_id: int | None = None
    mark_id: int | None = None


def next_steps(
    state: FacilityState,
    listings: Iterable[ListingState],
    papers: Iterable[Ending],
    day: date,
    marks: Iterable[MarkDeadline] = (),
) -> list[Step]:
    """Urgent ones first, then what ends soonest, then what a product needs."""
    listings = list(listings)
    steps = []
    if state in {FacilityState.RETURNED, FacilityState.WITHDRAWN}:
        steps.append(Step("correct_facility", urgent=True))
    steps += [
        Step("correct_product", row.name, row.product_id, urgent=True)
        for row in listings
        if row.state == ProductState.RETURNED
    ]
    steps += [
        Step(row.code, row.name, until=row.until, urgent=row.until < day, mark_id=row.mark_id)
        for row in marks
    ]
    steps += _papers_that_end(papers, day)
    for row in listings:
        if row.state == ProductState.DRAFT:
            code = "complete_product" if row.missing else "submit_product"
            steps.append(Step(code, row.name, row.product_id, row.missing))
    if not listings and state in {FacilityState.PENDING, FacilityState.VERIFIED}:
        steps.append(Step("first_product"))
    return steps


def _papers_that_end(papers: Iterable[Ending], day: date) -> Iterator[Step]:
    ending = [row for row in papers if row.until <= day + EXPIRY_NOTICE]
    for paper in sorted(ending, key=lambda paper: paper.until):
        code = "renew" if paper.until >= day else "ended"
        is_over = paper.until < day
        yield Step(
            code,
            paper.name,
            until=paper.until,
            urgent=is_over,
            paper_id=paper.paper_id,
            mark_id=paper.mark_id,
        )
