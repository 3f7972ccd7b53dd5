"""What a facility, a product or a recognition is counted as. Pure.

Each row keeps the text of its cell (`counted_as`, empty where it is not counted), so that a change can be taken out of
the old numbers and put into the new ones without asking what the row looked like before.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

FACILITY, PRODUCT, CERTIFICATE, ENDS = "facility", "product", "certificate", "award.ends"
PRODUCT_UNIT = "product.unit"
FACETS = ("level", "year", "province", "group", "round")
"""What results are asked by; each alone, each pair of them and all together have numbers of their own."""
CELL = "award.cell"
"""The number of all facets together; kept in a table of its own, by columns."""
BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class AwardFacts:
    """A recognition as far as it is counted. is_public: of a published product of a verified facility; is_ended:
    revoked or suspended, whatever the day.
    """

    level: str
    year: int
    unit_id: int
    group: str
    round_id: int | None
    number: str | None
    valid_until: date
    is_public: bool
    is_corrected: bool
    is_ended: bool

    @property
    def in_results(self) -> bool:
        """Recognised in a round of this site, or of a public product; a corrected one counts as the new one."""
        return (self.is_public or self.round_id is not None) and not self.is_corrected

    @property
    def is_listed(self) -> bool:
        """Among the certificates that can be looked up."""
        return self.is_public and self.number is not None


def award_cell(facts: AwardFacts) -> str:
    """The cell of a recognition: its facets where results show it, whether it is listed, when it ends."""
    facets: tuple[object, ...] = ("",) * len(FACETS)
    if facts.in_results:
        facets = (facts.level, facts.year, facts.unit_id, facts.group, facts.round_id or "")
    ends = facts.valid_until.isoformat() if facts.is_public and not facts.is_ended else ""
    cell = BETWEEN.join(map(str, (*facets, "listed" if facts.is_listed else "", ends)))
    return cell if cell.strip(BETWEEN) else ""


def award_numbers(cell: str) -> Iterator[tuple[str, str]]:
    """The numbers (kind, value) that a recognition adds one to."""
    if not cell:
        return
    *values, listed, ends = cell.split(BETWEEN)
    facets = [(name, value) for name, value in zip(FACETS, values, strict=True) if value]
    if facets:
        yield "award", ""
    for name, value in facets:
        yield f"award.{name}", value
    for (first, one), (second, other) in combinations(facets, 2):
        yield f"award.{first}.{second}", f"{one}{BETWEEN}{other}"
    if facets:
        yield CELL, BETWEEN.join(values)
    if listed:
        yield CERTIFICATE, ""
    if ends:
        yield ENDS, ends


def cell_columns(value: str) -> dict[str, str | int]:
    """The columns of a number of all facets together, by its value."""
    level, year, unit, group, round_id = value.split(BETWEEN)
    return {"level": level, "year": int(year), "unit": int(unit), "group": group, "round": int(round_id or 0)}


def facility_numbers(cell: str) -> Iterator[tuple[str, str]]:
    """The number that a facility adds one to: its cell is its unit."""
    if cell:
        yield FACILITY, cell


def product_cell(group: str, unit_id: int) -> str:
    """The cell of a product that the public sees."""
    return f"{group}{BETWEEN}{unit_id}"


def product_numbers(cell: str) -> Iterator[tuple[str, str]]:
    """The numbers that a product adds one to: of its group, and of the unit of its facility."""
    if cell:
        group, _, unit = cell.partition(BETWEEN)
        yield PRODUCT, group
        yield PRODUCT_UNIT, unit


def difference(
    before: Iterator[tuple[str, str]], after: Iterator[tuple[str, str]]
) -> Counter[tuple[str, str]]:
    """What a change adds to each number; numbers that stay are left out."""
    found = Counter(after)
    found.subtract(before)
    return Counter({key: by for key, by in found.items() if by})
