#!/usr/bin/env bash
# XlsxWriter leaves out the text of every address after the 65,530th in a sheet: the cell is not there at all.
#
# write() makes a link of any text that begins with "https://". A sheet may hold 65,530 links, so from then on the
# method warns, answers -4 and writes nothing, where the plain text would have fitted. A run of 66,000 labels, each with
# its Digital Link address, thus becomes a list that ends 470 labels early, and the other columns go on beside empty
# cells. In a web server or a job nobody sees the warning. write_string() and the option strings_to_urls=False keep all.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: xlsxwriter==3.3.1 openpyxl==3.1.5 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import io
import warnings

import openpyxl
import xlsxwriter

print("XlsxWriter", xlsxwriter.__version__, "openpyxl", openpyxl.__version__)
SERIALS = 66_000


def kept(**options):
    """(labels whose address is in the workbook, labels in the column beside it, warnings)."""
    out = io.BytesIO()
    with warnings.catch_warnings(record=True) as said, xlsxwriter.Workbook(out, options) as book:
        warnings.simplefilter("always")
        sheet = book.add_worksheet()
        for row in range(SERIALS):
            sheet.write(row, 0, f"https://nhan.example/01/08931234500016/21/{row:06d}")
            sheet.write(row, 1, row + 1)
    rows = list(openpyxl.load_workbook(out, read_only=True).active.iter_rows(values_only=True))
    return sum(row[0] is not None for row in rows), sum(row[1] is not None for row in rows), len(said)


plain, careful = kept(), kept(strings_to_urls=False)
print("as it comes: addresses, labels, warnings:", plain)
print("without links:", careful)
assert plain == (65_530, 66_000, 470)
assert careful == (66_000, 66_000, 0)
PY
