"""CSV that spreadsheets open as text: UTF-8 with a mark, and no cell that starts a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from flask import Response

from app.web.file_names import disposition

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: object) -> str:
    """The text of a cell; one that a spreadsheet would take for a formula gets an apostrophe in front."""
    text = "" if value is None else str(value)
    return "'" + text if text.lstrip(" \u00a0\u3000").startswith(_FORMULA) else text


def csv_number(text: str, mark: str) -> str:
    """An exact number (`78.25`, `241/3`) as no office program misreads it; mark: the decimal separator of the file.

    A fraction and what has more than two places get four: three would be read as thousands where the mark is the
    separator of thousands, and a fraction as a date. Other text stays as it is.
    """
    digits = text.removeprefix("-").replace(".", "").replace("/", "")
    if text.isdigit() or not (digits.isascii() and digits.isdigit()):
        return text
    value = Fraction(text)
    shown = f"{Decimal(value.numerator) / Decimal(value.denominator):.4f}"
    says_it_all = "/" not in text and len(text.partition(".")[2]) <= 2  # noqa: PLR2004  # of its two places
    return (shown[:-2] if says_it_all else shown).replace(".", mark)


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]], delimiter: str = ",") -> Iterator[str]:
    """The file, line by line, with every cell safe."""
    yield "\ufeff"
    for row in chain([header], rows):
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=delimiter).writerow([safe_cell(value) for value in row])
        yield buffer.getvalue()


def csv_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ","
) -> Response:
    """A download called `name`.csv. The rows are read while the request lasts.

    delimiter: a semicolon where numbers have a decimal comma, as Vietnamese office programs expect.
    """
    response = Response("".join(csv_lines(header, rows, delimiter)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = disposition(f"{name}.csv")
    return response
