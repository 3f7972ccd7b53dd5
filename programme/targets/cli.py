"""`tieubieu programme load`: a programme from a file."""

import json
from pathlib import Path

import click

from app.core.actor import SYSTEM
from app.core.database.transaction import transaction
from programme.targets.files import read_file
from programme.targets.services import load_programme


@click.group("programme")
def programme() -> None:
    """Programmes of industrial promotion."""


@programme.command("load")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Load the programme in FILE (JSON, XLSX, XLS, ODS or CSV) with its targets.

    JSON: {"programme": {"slug", "title_vi", "title_en", "level": "quốc gia" or "tỉnh", "unit", "from", "until",
    "decision", "decision_day", "issuer", "source", "replaces"}, "measures": [{"code", "name_vi", "name_en"}], "kinds":
    [{"code", "name_vi", "name_en", "measures"}], "targets": [{"code", "chapter_vi", "chapter_en", "wording_vi",
    "wording_en", "measure", "number", "approximate", "counts"}]}. A number is left out where the programme gives none.

    Spreadsheet: lines of a name and a value (Tên chương trình, Cấp, Tỉnh, thành phố, Từ ngày, Đến ngày, Quyết định …),
    then the heading Mã, Nhóm, Chỉ tiêu, Đơn vị tính, Số giao, Khoảng, Tính từ, then a line for each target.

    A programme that is there already takes new versions of the targets that differ; "amended_by" (decision),
    "amended_on" (day) and "amended_because" (reason) say what amended it.
    """
    found = read_file(file.read_bytes())
    with transaction():
        row = load_programme(SYSTEM, found)
        told = {"slug": row.slug, "targets": len(row.targets)}
    click.echo(json.dumps(told, ensure_ascii=False))
