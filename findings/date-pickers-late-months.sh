#!/usr/bin/env bash
# flatpickr and bootstrap-datepicker, set to Vietnamese, open their own "20 Th12 2026" as 20 January.
#
# Both write short months as Th1 to Th12. To read a field they take the first month the text begins with, and Th10, Th11
# and Th12 begin with Th1. So a deadline in the last quarter, stored or sent back as the picker wrote it, stands in
# January when the form is opened again, and saving the form keeps it: flatpickr even writes "20 Th1 2026" into the
# field at once. With whole words flatpickr reads November and December (tháng mười một, tháng mười hai) as October
# (tháng mười), and bootstrap-datepicker, which cuts at blanks, takes each "20 Tháng 9 2026" for today. The other nine
# months are right, and so is English, so a trial passes until autumn. Luxon reads the same months right. Only a pattern
# in digits is safe.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund flatpickr@4.6.13 bootstrap-datepicker@1.10.1 jquery@3.7.1 jsdom@26.1.0 \
    luxon@3.7.2 >log 2>&1 || { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >pick.cjs <<'JS'
const assert = require("node:assert"), fs = require("node:fs");
const { JSDOM } = require("jsdom"), { DateTime } = require("luxon");
for (const name of ["flatpickr", "bootstrap-datepicker", "luxon"])
  console.log(name, JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`)).version);
const { window } = new JSDOM("<input>", { pretendToBeVisual: true });
const NAMES = ["document", "navigator", "HTMLElement", "HTMLCollection", "NodeList", "Node", "Event", "MouseEvent"];
for (const name of NAMES)
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
globalThis.window = window;
const flatpickr = require("flatpickr"), { default: { vn } } = require("flatpickr/dist/l10n/vn.js");
globalThis.jQuery = require("jquery");
require("bootstrap-datepicker");
require("bootstrap-datepicker/dist/locales/bootstrap-datepicker.vi.min.js");
const field = document.querySelector("input"), $field = jQuery(field), MONTHS = [...Array(12).keys()];
const day = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].join("-");

function byFlatpickr(dateFormat, locale) {
  return MONTHS.map((month) => {
    field.value = "";
    const written = flatpickr(field, { dateFormat, locale });
    written.setDate(new Date(2031, month, 20));
    const text = field.value;
    written.destroy();
    field.value = text;
    const opened = flatpickr(field, { dateFormat, locale }), read = day(opened.selectedDates[0]);
    console.log("flatpickr", text, "->", read, "and the field says", field.value);
    opened.destroy();
    return read;
  });
}
function byBootstrap(format, language) {
  return MONTHS.map((month) => {
    field.value = "";
    $field.datepicker({ format, language }).datepicker("setDate", new Date(2031, month, 20));
    const text = field.value;
    $field.datepicker("destroy");
    field.value = text;
    const read = day($field.datepicker({ format, language }).datepicker("getDate"));
    console.log("bootstrap-datepicker", text, "->", read);
    $field.datepicker("destroy");
    return read;
  });
}
const days = (...months) => months.map((month) => `2031-${month}-20`);
const RIGHT = days(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), SHORT = days(1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 1, 1);
assert.deepStrictEqual(byFlatpickr("j M Y", vn), SHORT);
assert.deepStrictEqual(byFlatpickr("j F Y", vn), days(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10));
assert.deepStrictEqual(byFlatpickr("j M Y", "default"), RIGHT);
assert.deepStrictEqual(byBootstrap("d M yyyy", "vi"), SHORT);
const before = day(new Date()), whole = byBootstrap("d MM yyyy", "vi"), after = day(new Date());
assert.ok(whole.every((read) => read === before || read === after));
assert.deepStrictEqual(byBootstrap("d M yyyy", "en"), RIGHT);
for (const pattern of ["d MMM yyyy", "d MMMM yyyy"]) {
  const read = MONTHS.map((month) => {
    const text = DateTime.local(2031, month + 1, 20, { locale: "vi" }).toFormat(pattern);
    return day(DateTime.fromFormat(text, pattern, { locale: "vi" }).toJSDate());
  });
  console.log("luxon", pattern, read.join(" "));
  assert.deepStrictEqual(read, RIGHT);
}
JS
node pick.cjs
