#!/usr/bin/env bash
# postal-codes-js refuses every Vietnamese postal code in force and takes those that were given up in 2018.
#
# Since 1 January 2018 a Vietnamese postal code has five digits (Decision 2475/QĐ-BTTTT); six are the older scheme. The
# package, and joi-postalcode, which asks it, knows six only: a code of today such as 11517 is "not valid", the old
# 100000 passes. postcode-validator takes both. A form for makers' addresses that leans on the first turns away those
# who give the right code and keeps the outdated one of all others, with no sign that it is outdated.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund postal-codes-js@2.5.2 joi-postalcode@2.0.0 joi@18.3.2 \
    postcode-validator@3.10.22 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >ask.cjs <<'JS'
const assert = require("node:assert"), fs = require("node:fs");
const postal = require("postal-codes-js"), { postcodeValidator } = require("postcode-validator");
const joi = require("joi").extend(require("joi-postalcode"));
for (const name of ["postal-codes-js", "joi-postalcode", "joi", "postcode-validator"])
  console.log(name, JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`)).version);
const ask = (code) => {
  const answers = [
    postal.validate("VN", code) === true,
    joi.string().postalCode("VN").validate(code).error === undefined,
    postcodeValidator(code, "VN"),
  ];
  console.log(code, postal.validate("VN", code), "joi-postalcode, postcode-validator", ...answers.slice(1));
  return answers;
};
assert.deepEqual(ask("11517"), [false, false, true]);
assert.deepEqual(ask("50000"), [false, false, true]);
assert.deepEqual(ask("100000"), [true, true, true]);
JS
node ask.cjs
