#!/usr/bin/env bash
# segno writes some short Vietnamese words as Japanese.
#
# Given "Ổi" (guava) or "Ớt" (chili), segno takes the four UTF-8 bytes, sees that they could be two Shift JIS
# characters, and stores them in the Kanji mode of QR. A reader then does what the symbol says and shows two Chinese
# characters. Asking for encoding="utf-8" changes nothing; only mode="byte" does. "Quế" or "Ổi sấy" are fine, so a few
# trial labels will not show it. A register of produce prints exactly such one-word names.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: segno==1.6.6 zxing-cpp==3.1.1 pillow==13.0.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import io
from importlib.metadata import version

import segno
import zxingcpp
from PIL import Image


def read(symbol):
    picture = io.BytesIO()
    symbol.save(picture, kind="png", scale=8, border=4)
    return zxingcpp.read_barcode(Image.open(picture)).text


print("segno", version("segno"), "read by zxing-cpp", version("zxing-cpp"))
seen = {}
for word in ("Ổi", "Ớt", "Quế", "Ổi sấy"):
    plain, asked = segno.make_qr(word), segno.make_qr(word, encoding="utf-8")
    byte = segno.make_qr(word, encoding="utf-8", mode="byte")
    seen[word] = (plain.mode, read(plain), asked.mode, read(asked), read(byte))
    print(f"{word}: by default {plain.mode} {read(plain)!r}; utf-8 asked: {asked.mode} {read(asked)!r};"
          f" byte mode asked: {read(byte)!r}")
assert seen["Ổi"] == ("kanji", "盻琶", "kanji", "盻琶", "Ổi")
assert seen["Ớt"] == ("kanji", "盻嗾", "kanji", "盻嗾", "Ớt")
assert seen["Quế"] == ("byte", "Quế", "byte", "Quế", "Quế")
assert seen["Ổi sấy"] == ("byte", "Ổi sấy", "byte", "Ổi sấy", "Ổi sấy")
PY
