#!/usr/bin/env bash
# nameparser takes the given name Vi for the Roman numeral six: "Nguyễn Thị Vi" loses her name, "Trần Vi" her family's.
#
# "Vi" is a common Vietnamese given name. The package reads "vi" at the end as a generation (as in Louis VI), also when
# it is not in capitals, and puts it into the suffix; "Thị" is then the last name, and Trần Vi has none. The order for
# Vietnamese names that version 2 brought, FAMILY_FIRST_GIVEN_LAST, does not mend it: the given name is "Thị", or empty.
# The same names with "Vy", the other spelling, are parted as they should, so a trial passes. The new Parser tells the
# doubt in `ambiguities`; HumanName, which most code calls, tells nothing.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q nameparser==2.6.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

from nameparser import FAMILY_FIRST_GIVEN_LAST, HumanName, Parser, Policy

print("nameparser", version("nameparser"))
vietnamese = Parser(policy=Policy(name_order=FAMILY_FIRST_GIVEN_LAST))
kept = {
    "Nguyễn Thị Vi": (("Nguyễn", "", "Thị", "Vi"), ("Nguyễn", "Thị", "Vi")),
    "Trần Vi": (("Trần", "", "", "Vi"), ("Trần", "", "Vi")),
    "Nguyễn Thị Vy": (("Nguyễn", "Thị", "Vy", ""), ("Nguyễn", "Thị Vy", "")),
    "Trần Vy": (("Trần", "", "Vy", ""), ("Trần", "Vy", "")),
}
for text, (usual, ordered) in kept.items():
    name = HumanName(text)
    found = (name.first, name.middle, name.last, name.suffix)
    parsed = vietnamese.parse(text)
    also = (parsed.family, parsed.given_names, parsed.suffix)
    print(f"{text}: first, middle, last, suffix {found}; family, given names, suffix {also} {len(parsed.ambiguities)}")
    assert found == usual
    assert also == ordered
    assert bool(parsed.ambiguities) == text.endswith("Vi")
PY
