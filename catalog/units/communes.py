"""Communes, wards and special zones as dated facts: the list of 1 July 2025, and the units they were made
from.

A unit is identified by its list and code, never by the code alone: codes have been given to other units
between lists. Source: the statistics office's list and the published maps of the mergers, as collected by the
MIT-licensed project thanglequoc/vietnamese-provinces-database (July 2026).
"""

import csv
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from sys import intern

from app.core.text import fold, sort_key
from catalog.units.table import FIRST_COMMUNES, V2025

_DATA = Path(__file__).parent / "data"
KINDS = {"xa": "Xã", "phuong": "Phường", "dac-khu": "Đặc khu"}
_PREFIXES = (
    "xa ", "phuong ", "thi tran ", "dac khu ", "huyen dao ", "huyen ", "x. ", "p. ", "tt. ", "x.", "p.", "tt.", "tt ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Commune:
    """A unit of the list in force. province: its code in the same list."""

    list_version: str
    code: str
    kind: str
    name: str
    province: str

    @property
    def key(self) -> str:
        """How it is kept in data: list and code."""
        return f"{self.list_version}-{self.code}"

    @property
    def title(self) -> str:
        """As an address has it: "Xã Bát Tràng"."""
        return f"{KINDS[self.kind]} {self.name}"


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """A unit until 30 June 2025 and the one that it, or a part of it, went into."""

    kind: str
    name: str
    code: str

    @property
    def title(self) -> str:
        return f"{self.kind.capitalize()} {self.name}"


def find_commune(code: str) -> Commune | None:
    """By its code in the list in force."""
    return _communes().get(code)


def find_commune_by_key(key: str) -> Commune | None:
    """By list and code, as `Commune.key` has them; None for "" and for a unit of another list."""
    list_version, _, code = key.partition("-")
    found = _communes().get(code)
    return found if found is not None and found.list_version == list_version else None


def commune_title(key: str) -> str:
    """Of list and code: "Xã Bát Tràng"; a key of another list stands for itself."""
    found = find_commune_by_key(key)
    return found.title if found is not None else key


def communes_of(province: str) -> list[Commune]:
    """Today's communes, wards and special zones of a province, by name."""
    found = [row for row in _communes().values() if row.province == province]
    return sorted(found, key=lambda row: (sort_key(row.name), row.code))


def former_province_of(key: str) -> str:
    """The code, in the list of 2004, of the province that a commune of today lay in; "" for a key of another list."""
    commune = find_commune_by_key(key)
    if commune is None:
        return ""
    return FIRST_COMMUNES[bisect_right(FIRST_COMMUNES, (commune.code, "~")) - 1][1]


@lru_cache(64)
def communes_of_former(province: str) -> tuple[str, ...]:
    """The keys of today's communes that lay in a province of the list of 2004."""
    return tuple(row.key for row in _communes().values() if former_province_of(row.key) == province)


def commune_key_of(text: str, province: str) -> str:
    """The key of the commune that an address names; empty where it names none of the province, or several."""
    found = commune_of(text, province)
    return found.key if found is not None else ""


def communes_named(text: str, province: str | None = None) -> list[Commune]:
    """Today's communes of that name, with or without the kind in front; the kind typed decides where it is there."""
    kind, name = split_kind(text)
    return [
        row for row in _by_name().get(name, ())
        if province in {None, row.province} and kind in {"", fold(KINDS[row.kind])}
    ]  # fmt: skip


def former_communes_named(text: str, province: str | None = None) -> list[FormerCommune]:
    """Former units of that name. One unit may have gone into several."""
    kind, name = split_kind(text)
    return [
        row for row in _former_by_name().get(name, ())
        if kind in {"", fold(row.kind)} and province in {None, _communes()[row.code].province}
    ]  # fmt: skip


def commune_of(text: str, province: str) -> Commune | None:
    """The commune that an address names: today's by that name, else the one that a former unit went into.

    None where the text names no unit of the province, or more than one.
    """
    text = text.split(",", maxsplit=1)[0]
    found = communes_named(text, province)
    if not found:
        codes = {row.code for row in former_communes_named(text, province)}
        found = [_communes()[code] for code in sorted(codes)]
    return found[0] if len(found) == 1 else None


def split_kind(text: str) -> tuple[str, str]:
    """("xa", "tan an") of "Xã Tân An" or "x. tân an"; the kind is "" where none is typed."""
    name = " ".join(fold(text).replace("-", " ").split())
    for prefix in _PREFIXES:
        if name.startswith(prefix) and len(name) > len(prefix):
            short = {"x.": "xa", "p.": "phuong", "tt": "thi tran", "tt.": "thi tran"}
            kind = prefix.strip()
            return short.get(kind, kind), name[len(prefix) :].strip()
    return "", name


@lru_cache(1)
def _communes() -> dict[str, Commune]:
    with (_DATA / "communes_2025.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Commune(
                V2025, row["code"], intern(row["kind"]), intern(row["name_vi"]), intern(row["province"])
            )
            for row in csv.DictReader(file)
        }


@lru_cache(1)
def _by_name() -> dict[str, tuple[Commune, ...]]:
    found = defaultdict(list)
    for row in _communes().values():
        found[split_kind(row.name)[1]].append(row)
    return {name: tuple(rows) for name, rows in found.items()}


@lru_cache(1)
def _former_by_name() -> dict[str, tuple[FormerCommune, ...]]:
    """Ten thousand of them: each text that several have is in memory once."""
    found = defaultdict(list)
    with (_DATA / "communes_before.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            today = _communes().get(row["code"])
            if today is not None and row["extent"] != "unchanged":
                former = FormerCommune(intern(row["former_kind"]), intern(row["former_name"]), today.code)
                found[intern(split_kind(former.name)[1])].append(former)
    return {name: tuple(rows) for name, rows in found.items()}
