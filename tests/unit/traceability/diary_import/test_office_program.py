"""Workbooks that LibreOffice wrote: what is read of them is what the program shows."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import openpyxl
import pytest

from tests.helpers.office_program import OfficeProgram
from traceability.diary_import.cli import checked

HEAD = ["Mã lô", "Việc", "Ngày", "Số lượng", "Đơn vị", "Độ ẩm, %", "Ghi chú"]
SHOWN = "csv:Text - txt - csv (StarCalc):59,34,76,1,,1066,false,true"
"""As shown in a Vietnamese office: semicolons, decimal commas, UTF-8."""
ROWS = 25


def tenths(random, most):
    return Decimal(random.randrange(1, most * 10)) / 10


def put_number(random, cell, most):
    """A number as people have it in a cell; what it says."""
    value = tenths(random, most)
    way = random.choice(["plain", "format", "formula", "text"])
    if way == "text":
        cell.value, cell.number_format = str(value).replace(".", ","), "@"
    elif way == "formula":
        cell.value = f"={value - Decimal('0.1')}+0.1"
    else:
        cell.value = float(value)
        cell.number_format = "#,##0.00" if way == "format" else "General"
    return value


def put_day(random, cell):
    day = date(2026, 1, 1) + timedelta(days=random.randrange(300))
    if random.random() < 0.3:
        cell.value, cell.number_format = f"{day.day}/{day.month}/{day.year}", "@"
    else:
        cell.value = day
        cell.number_format = random.choice(["dd/mm/yyyy", "d/m/yyyy", "yyyy-mm-dd", "dd-mm-yyyy"])
    return day.isoformat()


def put_percent(random, cell):
    """A number, or a share that the form of the cell shows as so many per cent."""
    value = tenths(random, 100)
    is_share = random.random() < 0.5
    cell.value, cell.number_format = (
        float(value / 100 if is_share else value),
        "0.0%" if is_share else "General",
    )
    return value, is_share


def write(path, seed):
    """A workbook of random rows, some behind a cover sheet or below a merged title; what its rows say, None where one
    is hidden.
    """
    random = Random(seed)
    made = openpyxl.Workbook()
    sheet = made.active
    if seed % 2:
        sheet.title = "Bìa"
        sheet.append(["Sổ của xưởng"])
        sheet = made.create_sheet("Sổ")
    if random.random() < 0.5:
        sheet["A1"] = "NHẬT KÝ SẢN XUẤT"
        sheet.merge_cells("A1:G1")
    sheet.append(HEAD)
    said = []
    for number in range(ROWS):
        line = sheet.max_row + 1
        sheet.cell(line, 1).value, sheet.cell(line, 2).value = f"L-{seed}-{number}", "Phơi"
        values = {"lot": f"L-{seed}-{number}", "act": "dry", "day": put_day(random, sheet.cell(line, 3))}
        values["quantity"] = put_number(random, sheet.cell(line, 4), 900)
        sheet.cell(line, 5).value = values["unit"] = "kg"
        values["humidity"] = put_percent(random, sheet.cell(line, 6))
        said.append(values)
        if not seed % 2:
            continue  # a CSV file knows of neither
        if number % 5 == 4:
            sheet.cell(line, 1).value, values["lot"] = None, said[-2]["lot"]
            sheet.merge_cells(start_row=line - 1, end_row=line, start_column=1, end_column=1)
        elif number % 5 == 1:
            sheet.row_dimensions[line].hidden = True
            said[-1] = None
    made.save(path)
    return said


def read(path):
    found = checked(path.read_bytes())
    assert found["errors"] == []
    rows = []
    for row in found["rows"]:
        values, asked = row["values"], [fault["code"] for fault in row["errors"]]
        humidity = Decimal(values["humidity"]) if "humidity" in values else asked
        rows.append({**values, "quantity": Decimal(values["quantity"]), "humidity": humidity})
    return rows


def expected(said):
    """What is not hidden, with humidity in per cent, whether the cell held 12 or a share shown as 12 %."""
    return [{**values, "humidity": values["humidity"][0]} for values in said if values is not None]


@pytest.mark.slow
def test_rows_are_what_the_office_program_shows(tmp_path):
    office = OfficeProgram(tmp_path / "office")
    files = {tmp_path / f"so-{seed}.xlsx": seed for seed in range(8)}
    said = {path.name: write(path, seed) for path, seed in files.items()}
    first_sheet_alone = [path for path, seed in files.items() if not seed % 2]
    for kind in ("ods", "xls", "xlsx", SHOWN):
        for name, path in office.convert(first_sheet_alone if kind == SHOWN else files, kind).items():
            assert read(path) == expected(said[name]), (kind, name)
