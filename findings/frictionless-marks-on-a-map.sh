#!/usr/bin/env bash
# Frictionless takes a column of Vietnamese marks for places on the map: "85,5" is 85° east and 5° north.
#
# It describes tables that nobody has described. The types it tries begin with "geopoint", two numbers with a comma
# between, longitude and latitude; "number" comes later and knows no decimal comma unless it is told. So marks and
# weights become points, validate() calls the file valid, and the rows hold a pair where the mark was: the same pair for
# 85,5 and 85,05. One value with more than 90 behind the comma ("78,95"), or one without a comma ("85"), and the column
# is text, so what a column is changes with the sheet. With a schema that gives decimalChar the marks are read.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: frictionless==5.21.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import pathlib
from decimal import Decimal
from importlib.metadata import version

from frictionless import Resource, Schema, validate

print("frictionless", version("frictionless"))


def describe(name, *marks):
    path = pathlib.Path(f"{name}.csv")
    path.write_text("product,mark\n" + "".join(f'P{n},"{mark}"\n' for n, mark in enumerate(marks)))
    resource = Resource(str(path))
    resource.infer()
    kind, rows = resource.schema.get_field("mark").type, [row["mark"] for row in resource.read_rows()]
    valid = validate(str(path)).valid
    print(name, list(marks), "->", kind, rows, "valid:", valid)
    return kind, [tuple(row) if kind == "geopoint" else row for row in rows], valid


assert describe("marks", "85,5", "85,05", "72,25") == ("geopoint", [(85, 5), (85, 5), (72, 25)], True)
assert describe("weights", "1,5", "0,75") == ("geopoint", [(1, 5), (0, 75)], True)
assert describe("beyond", "85,5", "78,95") == ("string", ["85,5", "78,95"], True)
assert describe("whole", "85,5", "85") == ("string", ["85,5", "85"], True)
schema = Schema.from_descriptor(
    {"fields": [{"name": "product", "type": "string"}, {"name": "mark", "type": "number", "decimalChar": ","}]}
)
read = [row["mark"] for row in Resource("marks.csv", schema=schema).read_rows()]
print("with a schema", read)
assert read == [Decimal("85.5"), Decimal("85.05"), Decimal("72.25")]
PY
