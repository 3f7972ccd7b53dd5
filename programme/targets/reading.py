"""The file of a programme, as JSON or as the lines of a spreadsheet, checked row by row. Pure.

JSON: {"programme": {…}, "measures": […], "kinds": […], "targets": […]}. Spreadsheet: lines of a name and
a value, then a heading, then a line for each target.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.errors import RuleBroken
from app.core.text import fold, fold_line, nfc, slugify
from app.core.typed_values import read_day, read_whole

MOST_TARGETS = 300
LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Named:
    """A measure, or a kind of activity with the codes of its measures."""

    code: str
    name_vi: str
    name_en: str = ""
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetRow:
    """line: in the file. measure: code or name. number: None where the text gives none."""

    line: int
    code: str
    chapter_vi: str
    chapter_en: str
    wording_vi: str
    wording_en: str
    measure: str
    number: int | None
    is_approximate: bool
    counts: tuple[str, ...]
    breakdown: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ProgrammeFile:
    """amended: decision, day and reason of an amendment of a programme that is there already; empty otherwise."""

    slug: str
    title_vi: str
    title_en: str
    level: str
    unit: str
    begins: date
    ends: date
    decision: str
    decision_day: date | None
    issuer: str
    source: str
    replaces: str
    amended: Mapping[str, str]
    measures: tuple[Named, ...]
    kinds: tuple[Named, ...]
    targets: tuple[TargetRow, ...]


LEVEL_WORDS = {
    "quoc gia": "quoc-gia", "national": "quoc-gia", "tinh": "tinh", "cap tinh": "tinh", "province": "tinh",
    "provincial": "tinh", "cap quoc gia": "quoc-gia", "nation": "quoc-gia",
}  # fmt: skip
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("Mã", "Code"),
    "chapter_vi": ("Nhóm", "Chapter", "Nhóm chỉ tiêu"),
    "chapter_en": ("Nhóm (tiếng Anh)", "Chapter (English)"),
    "wording_vi": ("Chỉ tiêu", "Target", "Nội dung"),
    "wording_en": ("Chỉ tiêu (tiếng Anh)", "Target (English)"),
    "measure": ("Đơn vị tính", "Measure", "ĐVT"),
    "number": ("Số giao", "Number", "Số lượng"),
    "approximate": ("Khoảng", "Approximate", "About"),
    "counts": ("Tính từ", "Counts"),
}
"""Column -> its headings in Vietnamese and English."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    "slug": ("Địa chỉ", "Address"),
    "title_vi": ("Tên chương trình", "Title"),
    "title_en": ("Tên tiếng Anh", "English title"),
    "level": ("Cấp", "Level"),
    "unit": ("Tỉnh, thành phố", "Province"),
    "from": ("Từ ngày", "From"),
    "until": ("Đến ngày", "Until"),
    "decision": ("Quyết định", "Decision"),
    "decision_day": ("Ngày quyết định", "Day of the decision"),
    "issuer": ("Cơ quan ban hành", "Issuer"),
    "source": ("Nguồn", "Source"),
    "replaces": ("Thay cho", "Replaces"),
    "amended_by": ("Sửa đổi theo", "Amended by"),
    "amended_on": ("Ngày sửa đổi", "Amended on"),
    "amended_because": ("Lý do sửa đổi", "Reason of the amendment"),
}
NEEDED = ("code", "wording_vi", "measure", "number")
_COLUMNS = {fold(name): column for column, names in HEADINGS.items() for name in names}
_FIELDS = {fold(name): key for key, names in FIELDS.items() for name in names}
_YES = frozenset({"x", "co", "yes", "true", "khoang", "about", "1"})
Lines = Sequence[tuple[int, Sequence[str]]]


def read_json(data: bytes) -> ProgrammeFile:
    """Raises RuleBroken at field `file`: programme_json, programme_with_facts, and those of `_read`."""
    try:
        sent = json.loads(data.decode("utf-8-sig"))
        head, targets = dict(sent["programme"]), list(sent["targets"])
        rows = [
            (place, {key: _text(value) for key, value in dict(row).items()})
            for place, row in enumerate(targets, 1)
        ]
        lists = {name: [dict(row) for row in sent.get(name, [])] for name in ("measures", "kinds")}
        has_facts = bool(sent.get("facts"))
    except (UnicodeDecodeError, ValueError, KeyError, TypeError, RecursionError, AttributeError):
        raise RuleBroken("programme_json", "file") from None
    if has_facts:
        raise RuleBroken("programme_with_facts", "file")
    return _read({key: _text(value) for key, value in head.items()}, rows, lists)


def read_lines(lines: Lines) -> ProgrammeFile:
    """Raises RuleBroken at field `file`: programme_columns (columns: the missing ones), and those of `_read`."""
    head: dict[str, str] = {}
    for place, (_line, cells) in enumerate(lines):
        columns = [_COLUMNS.get(fold_line(cell)) for cell in cells]
        if all(needed in columns for needed in NEEDED):
            return _read(head, _table(columns, lines[place + 1 :]), {})
        key = _FIELDS.get(fold_line(cells[0])) if cells else None
        if key is not None:
            head[key] = nfc(cells[1]).strip() if len(cells) > 1 else ""
    raise RuleBroken("programme_columns", "file", names=", ".join(HEADINGS[name][0] for name in NEEDED))


def _table(columns: Sequence[str | None], lines: Lines) -> list[tuple[int, dict[str, str]]]:
    rows = []
    for line, cells in lines:
        row = {name: nfc(cell).strip() for name, cell in zip(columns, cells, strict=False) if name}
        if any(row.values()):
            rows.append((line, row))
    return rows


def _read(
    head: Mapping[str, str],
    rows: Sequence[tuple[int, Mapping[str, str]]],
    lists: Mapping[str, list[dict[str, Any]]],
) -> ProgrammeFile:
    """Raises the first RuleBroken, with the others in `also`; each row's fault names its line."""
    faults: list[RuleBroken] = []
    level = _level(head, faults)
    begins, ends = _day(head, "from", faults), _day(head, "until", faults)
    targets = _targets(rows, faults)
    if faults or begins is None or ends is None:
        first, *others = faults
        first.also = tuple(others)
        raise first
    return ProgrammeFile(
        slug=slugify(head.get("slug") or head["title_vi"]), title_vi=head["title_vi"],
        title_en=head.get("title_en", ""),
        level=level, unit=head.get("unit", ""), begins=begins, ends=ends, decision=head.get("decision", ""),
        decision_day=_day(head, "decision_day", []) if head.get("decision_day") else None,
        issuer=head.get("issuer", ""),
        source=head.get("source", ""), replaces=head.get("replaces", ""),
        amended={key: head[key] for key in ("amended_by", "amended_on", "amended_because") if head.get(key)},
        measures=_named(lists.get("measures", [])), kinds=_named(lists.get("kinds", [])), targets=tuple(targets),
    )  # fmt: skip


def _level(head: Mapping[str, str], faults: list[RuleBroken]) -> str:
    if not head.get("title_vi"):
        faults.append(RuleBroken("programme_without_title", "file"))
    level = LEVEL_WORDS.get(fold(head.get("level", "").replace("-", " ")), "")
    if not level:
        faults.append(RuleBroken("programme_level", "file"))
    return level


def _targets(rows: Sequence[tuple[int, Mapping[str, str]]], faults: list[RuleBroken]) -> list[TargetRow]:
    if not rows:
        faults.append(RuleBroken("programme_without_targets", "file"))
    if len(rows) > MOST_TARGETS:
        faults.append(RuleBroken("programme_too_long", "file", most=MOST_TARGETS))
    targets = [
        found for line, row in rows[:MOST_TARGETS] if (found := _target(line, row, faults)) is not None
    ]
    seen: set[str] = set()
    for target in targets:
        if target.code in seen:
            faults.append(RuleBroken("row_code_twice", "file", line=target.line, typed=target.code))
        seen.add(target.code)
    return targets


def _target(line: int, row: Mapping[str, str], faults: list[RuleBroken]) -> TargetRow | None:
    code, wording, measure = (row.get(name, "").strip() for name in ("code", "wording_vi", "measure"))
    given = {"code": code, "wording_vi": wording, "measure": measure}
    missing = [HEADINGS[name][0] for name, value in given.items() if not value]
    if missing:
        faults.append(RuleBroken("row_incomplete", "file", line=line, names=", ".join(missing)))
        return None
    if max(map(len, row.values())) > LONGEST:
        faults.append(RuleBroken("row_too_long", "file", line=line, most=LONGEST))
        return None
    try:
        number, about = _number(row.get("number", ""))
    except RuleBroken:
        faults.append(RuleBroken("row_number", "file", line=line, typed=row.get("number", "")[:40]))
        return None
    return TargetRow(
        line=line, code=code, chapter_vi=row.get("chapter_vi", ""), chapter_en=row.get("chapter_en", ""),
        wording_vi=wording, wording_en=row.get("wording_en", ""), measure=measure, number=number,
        is_approximate=about or fold_line(row.get("approximate", "")) in _YES,
        counts=tuple(part.strip() for part in row.get("counts", "").split(",") if part.strip()),
        breakdown=_breakdown(row.get("breakdown", "")),
    )  # fmt: skip


def _number(text: str) -> tuple[int | None, bool]:
    """As "340", "1.600", "khoảng 60", empty where the programme gives none. Raises RuleBroken."""
    words = fold(text)
    about = words.startswith(("khoang", "about"))
    bare = text.strip()
    if about:
        bare = bare[len("khoảng") :] if words.startswith("khoang") else bare[len("about") :]
    if not bare.strip():
        return None, about
    number = read_whole(bare)
    if number <= 0:
        raise RuleBroken("number_form")
    return number, about


def _breakdown(text: str) -> tuple[tuple[str, int], ...]:
    """As "women: 500; poor communes: 200"."""
    parts = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, _, number = part.rpartition(":")
        if name and number.strip().isdigit():
            parts.append((name.strip(), int(number)))
    return tuple(parts)


def _day(head: Mapping[str, str], key: str, faults: list[RuleBroken]) -> date | None:
    try:
        return read_day(head.get(key, ""))
    except RuleBroken:
        faults.append(RuleBroken("programme_day", "file", name=FIELDS[key][0]))
        return None


def _named(rows: Sequence[dict[str, Any]]) -> tuple[Named, ...]:
    return tuple(
        Named(
            str(row.get("code", "")), str(row.get("name_vi", "")), str(row.get("name_en", "")),
            tuple(str(code) for code in row.get("measures", ())),
        )
        for row in rows
        if row.get("code") and row.get("name_vi")
    )  # fmt: skip


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return nfc(str(value)).strip()
