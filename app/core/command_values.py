"""Values on the command line, read as strictly as everywhere: ASCII digits, no underscores, no other scripts."""

import re
from datetime import datetime
from typing import Any

import click


class WholeNumber(click.IntRange):
    """Digits within a range."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and not re.fullmatch("-?[0-9]+", value):
            self.fail(f"{value!r} is not a whole number such as 15.", param, ctx)
        return super().convert(value, param, ctx)


class IsoDay(click.DateTime):
    """Year, month and day."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, str) and not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            self.fail(f"{value!r} is not a day such as 2026-11-22.", param, ctx)
        return super().convert(value, param, ctx)
