#!/usr/bin/env bash
# Three packages for canonical JSON give three answers for the numbers of a sealed log.
#
# RFC 8785 writes a whole float as an integer: rfc8785 and jcs write the mark 85.0 as 85, canonicaljson (Matrix's form,
# another standard of the same name) as 85.0, so a seal made with one is broken for the other. For an integer of more
# than 53 bits, such as a GS1 serial of twenty digits kept as a number, rfc8785 refuses, canonicaljson writes all
# digits, and jcs writes another number: two serials that differ in the last digit get the same bytes and the same seal.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: rfc8785==0.1.4 jcs==0.2.1 canonicaljson==2.0.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import canonicaljson
import jcs
import rfc8785

packages = {"rfc8785": rfc8785.dumps, "jcs": jcs.canonicalize, "canonicaljson": canonicaljson.encode_canonical_json}
print(*(f"{name} {version(name)}" for name in packages), sep=", ")


def write(value):
    written = []
    for write_with in packages.values():
        try:
            written.append(write_with(value).decode())
        except rfc8785.IntegerDomainError:
            written.append("refused")
    print(f"{value!r}: {written}")
    return written


assert write([85.0]) == ["[85]", "[85]", "[85.0]"]
assert write([85.5]) == ["[85.5]"] * 3
assert write([12345678901234567890]) == ["refused", "[12345678901234567000]", "[12345678901234567890]"]
assert write([12345678901234567891]) == ["refused", "[12345678901234567000]", "[12345678901234567891]"]
PY
