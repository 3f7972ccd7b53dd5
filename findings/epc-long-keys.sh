#!/usr/bin/env bash
# epcdltranslator turns the EPC of a pallet into a link of 14 digits: four digits of its number are left out.
#
# EPCIS 1 names things by EPC URIs, EPCIS 2 takes GS1 Digital Link URIs too, so old events are translated. For goods
# and places the package is right. But it hands every key to a class for GTINs, and that holds 14 digits at most:
# urn:epc:id:sscc:0614141.1234567890, whose SSCC is 106141412345678908, becomes /00/10614141678901. Shipments (GSIN) and
# service relations (GSRN) are cut the same way. Nothing is raised, and two pallets whose numbers differ in the digits
# left out can get one link. epcpy gives the whole numbers.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q epcdltranslator==1.0.0 gtin==1.3.1649173518 epcpy==0.1.8 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

from epcdltranslator import epcDLTranslator
from epcpy.epc_schemes import GSIN, GSRN, SGLN, SGTIN, SSCC

print(*(f"{name} {version(name)}" for name in ("epcdltranslator", "gtin", "epcpy")))


def both(scheme, uri):
    link, whole = epcDLTranslator(uri), scheme(uri).gs1_element_string()
    print(uri, link, whole)
    return link.removeprefix("https://id.gs1.org"), whole


assert both(SGTIN, "urn:epc:id:sgtin:0614141.112345.400") == ("/01/10614141123459/21/400", "(01)10614141123459(21)400")
assert both(SGLN, "urn:epc:id:sgln:0614141.12345.0") == ("/414/0614141123452", "(414)0614141123452(254)0")
assert both(SSCC, "urn:epc:id:sscc:0614141.1234567890") == ("/00/10614141678901", "(00)106141412345678908")
assert both(SSCC, "urn:epc:id:sscc:0614141.1000667890") == ("/00/10614141678901", "(00)106141410006678908")
assert both(GSIN, "urn:epc:id:gsin:0614141.123456789") == ("/402/46141411567890", "(402)06141411234567890")
assert both(GSRN, "urn:epc:id:gsrn:0614141.1234567890") == ("/8018/16141411678902", "(8018)061414112345678902")
PY
