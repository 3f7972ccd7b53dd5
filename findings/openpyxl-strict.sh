#!/usr/bin/env bash
# openpyxl opens a workbook saved as "Strict Open XML" and finds no sheet in it.
#
# Excel offers that kind in its save dialogue, and some offices prescribe it as the ISO form. openpyxl raises nothing:
# sheetnames is empty and .active is None, so an import says "no rows" or fails later on None. All that is said is a
# Python warning, "File contains an invalid specification for 0". python-calamine reads the same file whole. The file
# here is an ordinary one with the names of the strict form.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: openpyxl==3.1.5 python-calamine==0.9.1 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version
from zipfile import ZipFile

import openpyxl
import python_calamine

print("openpyxl", version("openpyxl"), "python-calamine", version("python-calamine"))
book = openpyxl.Workbook()
book.active.append(["Sản phẩm", "Điểm"])
book.active.append(["Mật ong", 85.5])
book.save("usual.xlsx")
strict = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/": "http://purl.oclc.org/ooxml/officeDocument/",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "http://purl.oclc.org/ooxml/drawingml/main",
}
with ZipFile("usual.xlsx") as usual, ZipFile("strict.xlsx", "w") as file:
    for name in usual.namelist():
        text = usual.read(name).decode()
        for transitional, iso in strict.items():
            text = text.replace(transitional, iso)
        file.writestr(name, text)
opened = openpyxl.load_workbook("strict.xlsx")
sheet = python_calamine.CalamineWorkbook.from_path("strict.xlsx").get_sheet_by_index(0)
print("openpyxl:", opened.sheetnames, opened.active, "python-calamine:", sheet.to_python())
assert opened.sheetnames == [] and opened.active is None
assert sheet.to_python() == [["Sản phẩm", "Điểm"], ["Mật ong", 85.5]]
assert openpyxl.load_workbook("usual.xlsx").sheetnames == ["Sheet"]
PY
