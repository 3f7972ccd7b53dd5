"""How dates, numbers and texts look: day-month-year in Vietnamese, ISO 8601 in data."""

import hashlib
import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, url_for
from markupsafe import Markup, escape

from app.core.clock import VIETNAM, local_day
from app.web.i18n import current_locale, grouped
from app.web.pagination import shown_pages

_ADDRESS = re.compile(r"""(https?://[^\s<>"]*[^\s<>"'.,;:!?)\]])""")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date_text(day: date | None) -> str:
    """31/12/2026 in Vietnamese, 31 Dec 2026 in English; a dash for None. Of a moment the day that it is in Việt Nam."""
    if isinstance(day, datetime):
        day = local_day(day)
    return "—" if day is None else date_in(current_locale(), day)


def date_in(locale: str, day: date) -> str:
    """The same in a language that is not the page's, as in mails."""
    return _date_in(locale, day.year, day.month, day.day)


@lru_cache(maxsize=4_000)
def _date_in(locale: str, year: int, month: int, day: int) -> str:
    return f"{day:02d}/{month:02d}/{year}" if locale == "vi" else f"{day} {MONTHS[month - 1]} {year}"


def datetime_text(at: datetime | None) -> str:
    """Local time of Việt Nam with its zone: `14:30 ngày 31/12/2026 (giờ Việt Nam)`."""
    if at is None:
        return "—"
    local = at.astimezone(VIETNAM)
    clock = f"{local.hour:02d}:{local.minute:02d}"
    if current_locale() == "vi":
        return f"{clock} ngày {date_text(local.date())} (giờ Việt Nam)"
    return f"{clock}, {date_text(local.date())} (Vietnam time, UTC+7)"


def moment_text(at: datetime | None) -> str:
    """Local time of Việt Nam for the cells of a table whose head names the zone: `14:30 31/12/2026`."""
    if at is None:
        return "—"
    local = at.astimezone(VIETNAM)
    return f"{local.hour:02d}:{local.minute:02d}{'' if current_locale() == 'vi' else ','} {date_text(local.date())}"


def number_text(number: int | Decimal | Fraction | str | None) -> str:
    """A number with the locale's marks: 1.234,5 in Vietnamese, 1,234.5 in English."""
    if number is None:
        return "—"
    text = str(number)
    whole, _, part = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    if not digits.isdigit():
        return text
    mark = "," if current_locale() == "vi" else "."
    return sign + grouped(int(digits)) + (mark + part if part else "")


def exact_total(text: str | None) -> str:
    """An exact total for people: decimals as they are, an endless one as its fraction and two decimals beside it."""
    if text is None:
        return "—"
    if "/" not in text:
        return number_text(text)
    value = Fraction(text)
    return f"{number_text(f'{int(value * 100) / 100:.2f}')}… ({text})"


def iso_datetime(at: datetime | None) -> str:
    """ISO 8601 with offset, for the `datetime` attribute and for data."""
    return at.astimezone(VIETNAM).isoformat(timespec="seconds") if at else ""


def paragraphs(text: str | None) -> Markup:
    """Plain text as paragraphs; single line ends become breaks."""
    blocks = [block.strip() for block in (text or "").split("\n\n") if block.strip()]
    shown = ("<br>".join(escape(line) for line in block.split("\n")) for block in blocks)
    return Markup("".join(f"<p>{block}</p>" for block in shown))  # noqa: S704  # each line is escaped


def source_text(text: str | None) -> Markup:
    """A named source with its web addresses as links that show the host alone: `Báo cáo: baodongnai.com.vn`."""
    parts = _ADDRESS.split(text or "")
    shown = (
        f'<a href="{escape(part)}" rel="nofollow noopener">{escape(urlsplit(part).hostname or part)}</a>'
        if place % 2
        else escape(part)
        for place, part in enumerate(parts)
    )
    return Markup("".join(shown))  # noqa: S704  # each part is escaped


@cache
def _digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def install(app: Flask) -> None:
    @cache
    def asset(name: str) -> str:
        """The address of a static file with the hash of its content, cacheable for ever."""
        path = Path(app.static_folder or "") / name
        return url_for("static", filename=name, v=_digest(str(path)) if path.is_file() else "0")

    functions: dict[str, Any] = {
        "date_text": date_text,
        "datetime_text": datetime_text,
        "moment_text": moment_text,
        "exact_total": exact_total,
        "number_text": number_text,
        "shown_pages": shown_pages,
        "iso_datetime": iso_datetime,
        "paragraphs": paragraphs,
        "source_text": source_text,
    }
    app.jinja_env.filters.update(functions)
    app.jinja_env.globals.update(functions)
    app.jinja_env.globals["asset"] = asset
