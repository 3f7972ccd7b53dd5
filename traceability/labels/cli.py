"""`tieubieu labels`: a label sheet from a JSON job, without a database."""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from app.core.documents.qr import Level, QrError
from app.core.strict_json import JsonError, load_json
from traceability.labels.layout.drawing import (
    TITLE,
    Label,
    SheetRun,
    draw_sheet,
    text_for_people,
    verify_symbols,
)
from traceability.labels.layout.sheets import Sheet, SheetError, get_sheet, is_number

MAX_JOB_BYTES = 32_000_000
_FIELDS = {"payloads", "sheet", "start", "offset_mm", "level", "title"}


@click.command("labels")
@click.argument("job_file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF to write."
)
def labels(job_file: Path, out: Path) -> None:
    r"""Draw a sheet of QR labels as PDF from a JSON job.

    \b
    {"payloads": ["https://…", {"payload": "https://…", "lines": ["Name", "Lot …"]}],
     "sheet": "a4-65", "start": 1, "offset_mm": [0, 0], "level": "M"}

    The sheet is a4-65, a4-40, a4-24 or an object {"columns", "rows", "label_mm", "margin_mm", "gap_mm",
    "page_mm"}. Every code is read back by two decoders before the file is written.
    """
    try:
        job = read_job(job_file)
        sheet, run = draw_job(job)
        verify_symbols(run.symbols)
        _write(out, run.pdf)
    except (SheetError, QrError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or out}: {error.strerror}") from error
    click.echo(json.dumps(_summary(run, sheet, job, out), ensure_ascii=False))


def read_job(path: Path) -> dict[str, Any]:
    """The job as JSON. SheetError job_malformed."""
    if path.stat().st_size > MAX_JOB_BYTES:
        raise SheetError("job_malformed", f"the job is larger than {MAX_JOB_BYTES} bytes")
    try:
        job = load_json(path.read_bytes())
    except JsonError as error:
        raise SheetError("job_malformed", f"the job cannot be read: {error}") from error
    if not isinstance(job, dict):
        raise SheetError("job_malformed", "the job must be an object")
    if unknown := sorted(job.keys() - _FIELDS):
        listed = ", ".join(name if name.isprintable() else json.dumps(name) for name in unknown)
        raise SheetError("job_malformed", f"unknown in the job: {listed}")
    return job


def draw_job(job: Mapping[str, Any]) -> tuple[Sheet, SheetRun]:
    """Draw the labels of the job. Errors of `get_sheet` and `draw_sheet`, and SheetError job_malformed."""
    sheet = get_sheet(job.get("sheet", "a4-65"))
    payloads = job.get("payloads")
    if not isinstance(payloads, list):
        raise SheetError("job_malformed", "payloads must be a list")
    start = job.get("start", 1)
    if not isinstance(start, int) or isinstance(start, bool):
        raise SheetError("job_malformed", "start must be a whole number")
    offset = job.get("offset_mm", [0, 0])
    if not isinstance(offset, list) or len(offset) != len(sheet.label_mm) or not all(map(is_number, offset)):
        raise SheetError("job_malformed", "offset_mm must be two numbers")
    level = job.get("level", Level.M)
    if level not in tuple(Level):
        raise SheetError("job_malformed", "level must be L, M, Q or H")
    wanted = [_label(number, entry) for number, entry in enumerate(payloads, start=1)]
    title = job.get("title")
    run = draw_sheet(
        wanted,
        sheet,
        start=start,
        offset_mm=(float(offset[0]), float(offset[1])),
        level=Level(level),
        title=title if isinstance(title, str) else TITLE,
    )
    return sheet, run


def _label(number: int, entry: object) -> Label:
    if isinstance(entry, str):
        return Label(entry, text_for_people(entry))
    payload = entry.get("payload") if isinstance(entry, dict) else None
    lines = entry.get("lines", []) if isinstance(entry, dict) else None
    if (
        not isinstance(payload, str)
        or not isinstance(lines, list)
        or not all(isinstance(n, str) for n in lines)
    ):
        raise SheetError("job_malformed", f'payload {number} must be a text or {{"payload", "lines"}}')
    return Label(payload, tuple(lines))


def _summary(run: SheetRun, sheet: Sheet, job: Mapping[str, Any], out: Path) -> dict[str, Any]:
    return {
        "out": str(out),
        "labels": len(run.symbols),
        "pages": run.pages,
        "sheet": sheet.name,
        "start": job.get("start", 1),
        "modules": max(symbol.size for symbol in run.symbols),
        "module_mm": round(run.module_mm, 3),
        "read_back": len(run.symbols),
    }


def _write(out: Path, content: bytes) -> None:
    """Writes the complete file or nothing."""
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
