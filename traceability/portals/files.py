"""Lots as files for the national traceability portals: the ten items of Circular 02/2024/TT-BKHCN, a row a lot. Pure.

No import format of a portal is public. The built-in profile therefore names its columns after the circular; an operator
who has been given a portal's own form describes it in a file (docs/portals.md), and nothing here is changed.
"""

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

Value = str | date | datetime | None
Facts = Mapping[str, Value]

FACTS = (
    "name", "picture", "maker", "address", "maker_number", "gln", "steps", "product_code", "place_code",
    "made_on", "trace_code", "uri", "gtin", "lot", "trademark", "best_before", "shelf_life", "standard", "origin",
    "certificates", "safety_note", "recalled",
)  # fmt: skip
"""What a column may show. steps: each with its time, joined by "; "; recalled: `yes` or `no`."""
_DATES = "%Y-%m-%d"
_TAG = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ProfileError(ValueError):
    """A file of profiles that cannot be used; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A portal's form. columns: (heading of the column or name of the element, fact). delimiter, bom: of CSV; root,
    row: of XML; dates: as strftime has it.
    """

    code: str
    title: str
    columns: tuple[tuple[str, str], ...]
    format: str = "csv"
    delimiter: str = ","
    bom: bool = True
    dates: str = _DATES
    root: str = "lots"
    row: str = "lot"


CIRCULAR = (
    ("1. Tên sản phẩm, hàng hóa", "name"),
    ("2. Hình ảnh sản phẩm", "picture"),
    ("3. Tên đơn vị sản xuất, kinh doanh", "maker"),
    ("4. Địa chỉ đơn vị", "address"),
    ("5. Các công đoạn và thời gian", "steps"),
    ("5. Mã truy vết sản phẩm", "product_code"),
    ("5. Mã truy vết địa điểm", "place_code"),
    ("6. Thời gian sản xuất, kinh doanh", "made_on"),
    ("7. Mã truy xuất nguồn gốc", "uri"),
    ("8. Thương hiệu, nhãn hiệu", "trademark"),
    ("8. Mã ký hiệu (GTIN)", "gtin"),
    ("8. Số lô", "lot"),
    ("9. Thời hạn sử dụng", "best_before"),
    ("10. Tiêu chuẩn, quy chuẩn áp dụng", "standard"),
)
BUILT_IN = (
    Profile("tt02-csv", "TT 02/2024/TT-BKHCN", CIRCULAR),
    Profile(
        "tt02-xml",
        "TT 02/2024/TT-BKHCN",
        tuple((fact, fact) for _heading, fact in CIRCULAR),
        format="xml",
    ),
)


def read_profiles(text: str) -> tuple[Profile, ...]:
    """Profiles of a TOML file: tables `[[profile]]` with the fields of Profile. Raises ProfileError."""
    try:
        tables = tomllib.loads(text).get("profile", [])
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(str(error)) from error
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ProfileError("profiles are tables [[profile]]")
    found = tuple(_profile(number, table) for number, table in enumerate(tables, start=1))
    codes = [profile.code for profile in (*BUILT_IN, *found)]
    if len(set(codes)) < len(codes):
        raise ProfileError("two profiles have the same code")
    return found


def _profile(number: int, table: Mapping[str, object]) -> Profile:
    where = f"profile {number}"
    unknown = sorted(set(table) - set(Profile.__dataclass_fields__))
    if unknown:
        raise ProfileError(f"{where}: no such field: {', '.join(unknown)}")
    texts = _texts(table, where)
    columns = _columns(table.get("columns"), where)
    bom = table.get("bom", True)
    if not isinstance(bom, bool):
        raise ProfileError(f"{where}: bom: give true or false")
    if missing := sorted({"code", "title"} - set(texts)):
        raise ProfileError(f"{where}: {', '.join(missing)} is missing")
    return _checked(Profile(columns=columns, bom=bom, **texts), where)


def _texts(table: Mapping[str, object], where: str) -> dict[str, str]:
    """Every field but those that are no text."""
    given = {name: value for name, value in table.items() if name not in {"columns", "bom"}}
    texts = {name: value for name, value in given.items() if isinstance(value, str) and value}
    if wrong := sorted(given.keys() - texts.keys()):
        raise ProfileError(f"{where}: {', '.join(wrong)}: give a text")
    return texts


def _columns(given: object, where: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(given, list) or not given or not all(_is_column(column) for column in given):
        raise ProfileError(f"{where}: columns: give a list of [heading, fact]; facts: {', '.join(FACTS)}")
    return tuple((str(heading), str(fact)) for heading, fact in given)


def _checked(profile: Profile, where: str) -> Profile:
    if not re.fullmatch(r"[a-z0-9-]{1,40}", profile.code):
        raise ProfileError(f"{where}: code: a–z, digits and hyphens")
    if profile.format not in {"csv", "xml"}:
        raise ProfileError(f"{where}: format: csv or xml")
    if profile.format == "csv" and (len(profile.delimiter) != 1 or profile.delimiter in '"\r\n'):
        raise ProfileError(f"{where}: delimiter: one character")
    names = (profile.root, profile.row, *(heading for heading, _fact in profile.columns))
    if profile.format == "xml" and (bad := [name for name in names if not _TAG.fullmatch(name)]):
        raise ProfileError(f"{where}: {bad[0]!r} is no name of an XML element")
    return profile


def _is_column(column: object) -> bool:
    return (
        isinstance(column, list)
        and [type(part) for part in column] == [str, str]
        and bool(column[0])
        and column[1] in FACTS
    )


def write_lots(profile: Profile, lots: Iterable[Facts]) -> bytes:
    """The file, UTF-8. A cell that a spreadsheet would take for a formula gets an apostrophe in front."""
    rows = [[_text(facts.get(fact), profile.dates) for _heading, fact in profile.columns] for facts in lots]
    headings = [heading for heading, _fact in profile.columns]
    return _xml(profile, headings, rows) if profile.format == "xml" else _csv(profile, headings, rows)


def _csv(profile: Profile, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=profile.delimiter)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([f"'{text}" if text.startswith(_FORMULA) else text for text in row])
    return out.getvalue().encode("utf-8-sig" if profile.bom else "utf-8")


def _xml(profile: Profile, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    root = Element(profile.root)
    for row in rows:
        lot = SubElement(root, profile.row)
        for heading, text in zip(headings, row, strict=True):
            SubElement(lot, heading).text = "".join(char for char in text if char >= " " or char in "\t\n")
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _text(value: Value, dates: str) -> str:
    return value.strftime(dates) if isinstance(value, date) else value or ""
