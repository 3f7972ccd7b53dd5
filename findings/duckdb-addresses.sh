#!/usr/bin/env bash
# DuckDB cuts a CSV file with semicolons at the commas of its addresses, and the row of names is gone.
#
# A Vietnamese Excel writes semicolons, as the comma is for decimals. read_csv() tries several separators. A list
# "Tên;Địa chỉ", whose addresses all read "xã, huyện, tỉnh", has two columns by the semicolon in each line, the first
# included, and three by the comma in all but the first. DuckDB takes the comma, skips the first line, makes the names
# of the columns out of the first maker, and of 50 makers 49 are left. header=true changes nothing. With one more column
# of plain words, or addresses with one comma, the file is read right, so a trial passes. Python's csv.Sniffer
# finds the semicolon, the only sign that gives all lines one number of columns. delim=';' has to be given.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: duckdb==2.0.1 >log 2>&1 ||
    { cat log; echo "skipped: the package could not be installed"; exit 77; }
env/bin/python - <<'PY'
import csv
from importlib.metadata import version
from pathlib import Path

import duckdb

print("duckdb", version("duckdb"))
FILES = {
    "makers.csv": ("Tên;Địa chỉ\n", "HTX Chè {n};Xã {n}, huyện Y, tỉnh Z\n"),
    "sorts.csv": ("Tên;Loại;Địa chỉ\n", "HTX Chè {n};Chè;Xã {n}, huyện Y, tỉnh Z\n"),
    "short.csv": ("Tên;Địa chỉ\n", "HTX Chè {n};Xã {n}, tỉnh Z\n"),
}
for name, (names, maker) in FILES.items():
    Path(name).write_text(names + "".join(maker.format(n=n) for n in range(1, 51)), encoding="utf-8")


def read(call):
    table = duckdb.sql(f"from read_csv({call})")
    rows = table.fetchall()
    print(f"read_csv({call}): {table.columns}, {len(rows)} rows, the first {rows[0]}")
    return table.columns, len(rows), rows[0]


guessed = (["HTX Chè 1;Xã 1", "huyện Y", "tỉnh Z"], 49, ("HTX Chè 2;Xã 2", " huyện Y", " tỉnh Z"))
assert read("'makers.csv'") == guessed
assert read("'makers.csv', header=true") == guessed
assert read("'makers.csv', delim=';'") == (["Tên", "Địa chỉ"], 50, ("HTX Chè 1", "Xã 1, huyện Y, tỉnh Z"))
assert read("'sorts.csv'") == (["Tên", "Loại", "Địa chỉ"], 50, ("HTX Chè 1", "Chè", "Xã 1, huyện Y, tỉnh Z"))
assert read("'short.csv'") == (["Tên", "Địa chỉ"], 50, ("HTX Chè 1", "Xã 1, tỉnh Z"))
found = csv.Sniffer().sniff(Path("makers.csv").read_text(encoding="utf-8")).delimiter
print("csv.Sniffer:", found)
assert found == ";"
PY
