"""Sheets of labels: where each label stands on the paper. Millimetres, from the upper left corner of the
page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from app.core.errors import CodedError

MAX_OFFSET_MM = 10.0
MAX_COUNT = 50
MIN_SIDE_MM = 5.0
MAX_SIDE_MM = 1200.0
RESOLUTIONS = (203, 300)
"""Dots an inch of thermal printers."""
OWN = "own"
"""Name of a grid that somebody measured."""
_A4 = (210.0, 297.0)
_SLACK_MM = 0.05
_AXES = (0, 1)


class SheetError(CodedError):
    """A sheet or a job that cannot be printed; `code` and `params` say why."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid of equal labels."""

    name: str
    columns: int
    rows: int
    label_mm: tuple[float, float]
    margin_mm: tuple[float, float]
    gap_mm: tuple[float, float] = (0.0, 0.0)
    page_mm: tuple[float, float] = _A4

    @property
    def labels(self) -> int:
        return self.columns * self.rows

    def corner_mm(self, place: int) -> tuple[float, float]:
        """Upper left corner of a place; places count from 0, row by row."""
        row, column = divmod(place, self.columns)
        x = self.margin_mm[0] + column * (self.label_mm[0] + self.gap_mm[0])
        y = self.margin_mm[1] + row * (self.label_mm[1] + self.gap_mm[1])
        return x, y


# Rolls for thermal printers: a page is one row, so that the gap between rows is the printer's own to find.
_ROLLS = (
    Sheet("roll-50x30", 1, 1, (50.0, 30.0), (0.0, 0.0), page_mm=(50.0, 30.0)),
    Sheet("roll-40x30", 1, 1, (40.0, 30.0), (0.0, 0.0), page_mm=(40.0, 30.0)),
    Sheet("roll-60x40", 1, 1, (60.0, 40.0), (0.0, 0.0), page_mm=(60.0, 40.0)),
    Sheet("roll-100x50", 1, 1, (100.0, 50.0), (0.0, 0.0), page_mm=(100.0, 50.0)),
    Sheet("roll-2x50x30", 2, 1, (50.0, 30.0), (1.0, 0.0), (2.0, 0.0), (104.0, 30.0)),
    Sheet("roll-3x35x22", 3, 1, (35.0, 22.0), (0.5, 0.0), (2.0, 0.0), (110.0, 22.0)),
)

# Die-cut A4 sheets sold everywhere: 65 labels 38.1 x 21.2 mm, 40 of 45.7 x 25.4 mm, 24 of 63.5 x 33.9 mm.
SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        Sheet("a4-65", 5, 13, (38.1, 21.2), (4.75, 10.7), (2.5, 0.0)),
        Sheet("a4-40", 4, 10, (45.7, 25.4), (9.75, 21.5), (2.57, 0.0)),
        Sheet("a4-24", 3, 8, (63.5, 33.9), (7.25, 12.9), (2.5, 0.0)),
        *_ROLLS,
    )
}
ROLLS = frozenset(sheet.name for sheet in _ROLLS)


def is_roll(sheet: Sheet) -> bool:
    """Whether its page is one row of labels, so that a thermal printer takes it by its pitch."""
    return sheet.rows == 1 and sheet.page_mm[1] <= sheet.label_mm[1] + 2 * sheet.margin_mm[1] + _SLACK_MM


def get_sheet(asked: object) -> Sheet:
    """A sheet by name, or one of one's own from a mapping with the fields of `Sheet`.

    SheetError: sheet_unknown, sheet_malformed, sheet_off_page.
    """
    if isinstance(asked, str):
        if asked not in SHEETS:
            known = ", ".join(SHEETS)
            raise SheetError(
                "sheet_unknown", f"unknown sheet {asked!r}; known: {known}", sheet=asked, known=known
            )
        return SHEETS[asked]
    if not isinstance(asked, Mapping):
        raise SheetError("sheet_malformed", "the sheet must be a name or an object")
    return _checked(_read(asked))


def places(sheet: Sheet, count: int, start: int) -> Iterator[tuple[int, int]]:
    """(page, place) for each of `count` labels when the first goes on place `start`, counted from 1."""
    if not 1 <= start <= sheet.labels:
        raise SheetError(
            "start_outside", f"start must be 1 to {sheet.labels}", start=start, last=sheet.labels
        )
    return (divmod(n, sheet.labels) for n in range(start - 1, start - 1 + count))


def _read(asked: Mapping[str, Any]) -> Sheet:
    return Sheet(
        name=str(asked.get("name", OWN)),
        columns=_whole(asked, "columns"),
        rows=_whole(asked, "rows"),
        label_mm=_pair(asked, "label_mm", None, MIN_SIDE_MM),
        margin_mm=_pair(asked, "margin_mm", None),
        gap_mm=_pair(asked, "gap_mm", (0.0, 0.0)),
        page_mm=_pair(asked, "page_mm", _A4, MIN_SIDE_MM),
    )


def _checked(sheet: Sheet) -> Sheet:
    for axis, count in zip(_AXES, (sheet.columns, sheet.rows), strict=True):
        used = sheet.margin_mm[axis] + count * sheet.label_mm[axis] + (count - 1) * sheet.gap_mm[axis]
        if used > sheet.page_mm[axis] + _SLACK_MM:
            raise SheetError(
                "sheet_off_page",
                f"the labels need {used:g} mm and the page has {sheet.page_mm[axis]:g} mm",
                needed_mm=used,
                page_mm=sheet.page_mm[axis],
            )
    return sheet


def is_number(value: object) -> bool:
    """Whether a value out of JSON is a finite number; JSON's true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _whole(asked: Mapping[str, Any], field: str) -> int:
    value = asked.get(field)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_COUNT:
        raise SheetError("sheet_malformed", f"sheet {field} must be 1 to {MAX_COUNT}", field=field)
    return value


def _pair(
    asked: Mapping[str, Any], field: str, default: tuple[float, float] | None, least: float = 0.0
) -> tuple[float, float]:
    value = asked.get(field, default)
    if not isinstance(value, list | tuple) or len(value) != len(_AXES) or not all(map(is_number, value)):
        raise SheetError("sheet_malformed", f"sheet {field} must be two lengths in millimetres", field=field)
    if not all(least <= length <= MAX_SIDE_MM for length in value):
        raise SheetError(
            "sheet_malformed", f"sheet {field} must be from {least:g} to {MAX_SIDE_MM:g} mm", field=field
        )
    return float(value[0]), float(value[1])
