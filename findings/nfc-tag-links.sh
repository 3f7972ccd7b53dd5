#!/usr/bin/env bash
# ndeflib gives the link on an NFC tag as another link, and writes another one than it is given.
#
# A tag on a crate can hold a GS1 Digital Link. The NFC Forum's URI record keeps it as text, one byte standing for
# "https://". The attribute .uri of the record that was read encodes once more what is encoded already, "=" and "&"
# included: the lot "A/B" (A%2FB in the link) becomes the lot "A%2FB", and ?linkType=gs1:pip&lang=vi one word without a
# value. RFC 3987, for which it stands, turns only letters outside ASCII. Setting .uri takes the encoding away: the tag
# then says ".../10/A/B", which is the lot "A" and something behind it. Nothing is raised, and a plain lot passes. The
# other attribute, .iri, and the constructor leave the link as it is, as does pyndef.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q ndeflib==0.3.3 pyndef==1.0.2 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import ndef
import pyndef

print("ndeflib", version("ndeflib"), "pyndef", version("pyndef"))
HOST = "id.example.vn/01/08931234500016/10/"


def tag(rest):
    """The bytes of a tag with one URI record: flags, lengths, type U, 4 for https://, then the text."""
    text = b"\x04" + (HOST + rest).encode()
    return b"\xd1\x01" + bytes([len(text)]) + b"U" + text


for rest, given in (
    ("A%2FB", "A%252FB"),
    ("50%25", "50%2525"),
    ("LOT7?linkType=gs1:pip&lang=vi", "LOT7?linkType%3Dgs1%3Apip%26lang%3Dvi"),
    ("LOT7", "LOT7"),
):
    (record,) = ndef.message_decoder(tag(rest))
    print(f"on the tag {rest}: .uri {record.uri} .iri {record.iri}")
    assert (record.iri, record.uri) == ("https://" + HOST + rest, "https://" + HOST + given)
    assert pyndef.NdefMessage.parse(tag(rest)).records[0].to_uri() == record.iri
    assert b"".join(ndef.message_encoder([ndef.UriRecord("https://" + HOST + rest)])) == tag(rest)
record = ndef.UriRecord()
record.uri = "https://" + HOST + "A%2FB"
written = b"".join(ndef.message_encoder([record]))
print("set to A%2FB, written:", written)
assert written == tag("A/B")
PY
