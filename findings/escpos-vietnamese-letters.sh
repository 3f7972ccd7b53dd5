#!/usr/bin/env bash
# python-escpos prints "?" for most Vietnamese letters on a label printer that has the Vietnamese code page.
#
# The profile NT-5890K lists CP1258 (page 94). That page writes the tone as a letter of its own behind the vowel: "ế" is
# "ê" and a combining acute. The library asks for each character whether one page has it, finds none for "ế" as every
# editor types it, and prints a question mark without a word. Only text cut the way of CP1258 comes out ("ê", then
# U+0301); neither the composed (NFC) nor the decomposed form (NFD) does. "ơ", "ư" and "đ" pass, so that a trial word
# without tones looks right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q python-escpos==3.1 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import unicodedata
from importlib.metadata import version

from escpos.printer import Dummy

print("python-escpos", version("python-escpos"))
pages = Dummy(profile="NT-5890K").profile.get_code_pages()
print("CP1258 is page", pages["CP1258"])
assert pages["CP1258"] == "94"


def lost(text):
    printer = Dummy(profile="NT-5890K")
    printer.text(text)
    return printer.output.count(b"?")


def cut_as_cp1258(text):
    """Each toned letter as its vowel and the tone apart, the hat, horn or breve left at the vowel."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts = []
    for letter in text:
        whole = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in whole if mark in tones)
        parts.append(unicodedata.normalize("NFC", "".join(mark for mark in whole if mark not in tones)) + tone)
    return "".join(parts)


name = "Bếp Việt: mắm tép, nước mắm, chiếu cói, đũa tre"
forms = {"NFC": name, "NFD": unicodedata.normalize("NFD", name), "CP1258": cut_as_cp1258(name)}
found = {form: lost(text) for form, text in forms.items()}
print("question marks in", repr(name), found)
assert found["NFC"] == 7 and found["NFD"] > 0 and found["CP1258"] == 0
assert lost("đưa cho thơ") == 0
PY
