#!/usr/bin/env bash
# epcpy and pyepc put the serials "007" and "7" into the same 96 bits of an RFID tag.
#
# The short form of a tag, SGTIN-96, keeps the serial as a number, so the Tag Data Standard allows it only for digits
# without a zero in front; other serials need SGTIN-198, for "7" and "007" are two of them. Both packages encode "007"
# as SGTIN-96 without a word, and read the tag back as "7": another item. pyepc even chooses that form by itself for
# any serial of digits. A letter ("A07") brings the long form or an error, so a trial with such serials passes. Cartons
# and jars numbered 001 to 999 then answer to numbers that are printed nowhere.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q epcpy==0.1.8 pyepc==0.5.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import pyepc
from epcpy.epc_schemes.sgtin import SGTIN, SGTINFilterValue

print("epcpy", version("epcpy"), "pyepc", version("pyepc"))
ITEM = "urn:epc:id:sgtin:8931234.050001."
SHORT, LONG = SGTIN.BinaryCodingScheme.SGTIN_96, SGTIN.BinaryCodingScheme.SGTIN_198


def epcpy(serial, scheme):
    return SGTIN(ITEM + serial).binary(scheme, SGTINFilterValue.POS_ITEM)


for serial in ("7", "007"):
    tag = epcpy(serial, SHORT)
    print(f"epcpy {serial!r}: {len(tag)} bits, read back", SGTIN.from_binary(tag).epc_uri)
    chosen = pyepc.SGTIN("8931234", "0", "50001", serial).encode()
    print(f"pyepc {serial!r}: tag {chosen}, read back", pyepc.SGTIN.decode(chosen).pure_identity_uri)
    assert SGTIN.from_binary(tag).epc_uri == pyepc.SGTIN.decode(chosen).pure_identity_uri == ITEM + "7"
    assert f"{int(tag, 2):024X}" == chosen
    assert SGTIN.from_binary(epcpy(serial, LONG)).epc_uri == ITEM + serial
letters = pyepc.SGTIN("8931234", "0", "50001", "A07").encode()
print("pyepc 'A07': tag", letters)
assert pyepc.SGTIN.decode(letters).pure_identity_uri == ITEM + "A07"
PY
