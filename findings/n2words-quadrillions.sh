#!/usr/bin/env bash
# n2words writes a million billion đồng as the words for a tenth of it.
#
# Sums in Vietnamese words stand beside the figures in decisions and reports. Up to 999,999 billion the package is
# right; 10 to the 15th, "một triệu tỷ", it calls "một trăm nghìn tỷ", the very words it has for 10 to the 14th. So
# 2,400,000 billion, of the order of the State's yearly budget, reads "hai trăm nghìn tỷ bốn trăm nghìn tỷ", which is no
# number, and 10 to the 18th is "một Quintillion đồng". Two sums have one wording, and nothing is raised.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund n2words@4.0.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >sums.mjs <<'JS'
import assert from "node:assert";
import { createRequire } from "node:module";
import { toCurrency } from "n2words/vi-VN";
console.log("n2words", createRequire(import.meta.url)("n2words/package.json").version);
const expected = [
  [2_000n * 10n ** 9n, "hai nghìn tỷ đồng"],
  [10n ** 14n, "một trăm nghìn tỷ đồng"],
  [10n ** 15n, "một trăm nghìn tỷ đồng"],
  [5n * 10n ** 14n, "năm trăm nghìn tỷ đồng"],
  [5n * 10n ** 15n, "năm trăm nghìn tỷ đồng"],
  [2_400_000n * 10n ** 9n, "hai trăm nghìn tỷ bốn trăm nghìn tỷ đồng"],
  [10n ** 18n, "một Quintillion đồng"],
];
for (const [sum, words] of expected) {
  console.log(sum.toLocaleString("en"), toCurrency(sum));
  assert.strictEqual(toCurrency(sum), words);
}
JS
node sums.mjs
