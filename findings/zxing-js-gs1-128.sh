#!/usr/bin/env bash
# ZXing for JavaScript drops the field separators of a GS1-128 bar code, but keeps them in QR and Data Matrix.
#
# The same GTIN, lot "LOT7" and serial "5" in three carriers: the bar code on a carton comes out as "...10LOT7215", so
# the lot reads as "LOT7215"; the two square codes keep the separator (byte 29), and Data Matrix puts one more in front.
# Only with the hint ASSUME_GS1 does the bar code keep it, and then "]C1" stands before the data. Nothing says that a
# separator was lost. Whoever looks up the lot of a recalled carton finds none. (0.21.3 is the line for Node 20.)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund @zxing/library@0.21.3 bwip-js@4.11.4 pngjs@7.0.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >read.mjs <<'JS'
import assert from "node:assert";
import fs from "node:fs";
import * as zxing from "@zxing/library";
import bwip from "bwip-js";
import { PNG } from "pngjs";

const version = (name) => JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`)).version;
console.log("@zxing/library", version("@zxing/library"), "bwip-js", version("bwip-js"));
const text = "(01)08931234500016(10)LOT7(21)5";
async function read(bcid, hints) {
  const png = await bwip.toBuffer({ bcid, text, scale: 4, padding: 20, backgroundcolor: "FFFFFF" });
  const { data, width, height } = PNG.sync.read(png);
  const grey = new Uint8ClampedArray(width * height).map((_, i) => data[4 * i]);
  const picture = new zxing.BinaryBitmap(
    new zxing.HybridBinarizer(new zxing.RGBLuminanceSource(grey, width, height)));
  const found = new zxing.MultiFormatReader().decode(picture, hints).getText();
  console.log(`${bcid}${hints.size ? " with ASSUME_GS1" : ""}: ${JSON.stringify(found)}`);
  return found;
}
const none = new Map(), gs1 = new Map([[zxing.DecodeHintType.ASSUME_GS1, true]]);
assert.strictEqual(await read("gs1-128", none), "010893123450001610LOT7215");
assert.strictEqual(await read("gs1qrcode", none), "010893123450001610LOT7\x1d215");
assert.strictEqual(await read("gs1datamatrix", none), "\x1d010893123450001610LOT7\x1d215");
assert.strictEqual(await read("gs1-128", gs1), "]C1010893123450001610LOT7\x1d215");
JS
node read.mjs
