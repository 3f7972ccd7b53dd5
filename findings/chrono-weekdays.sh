#!/usr/bin/env bash
# chrono-node reads "thứ bảy tuần sau", Saturday of next week, as seven weeks from now.
#
# In Vietnamese the weekdays are numbers: Monday is "thứ hai", the second, Saturday "thứ bảy", the seventh. chrono.vi,
# a language that the package lists as supported, and not in part, knows them alone; before "tuần sau" (next week) it
# leaves the "thứ" out and counts weeks. Monday of next week becomes a day two weeks from now, whatever weekday that is,
# and "thứ ba tuần này", Tuesday of this very week, three weeks from now. Wednesday, "thứ tư", is no number that it
# counts with, and loses the week instead. A day whose month is written out, as in decisions ("ngày 20 tháng mười hai
# năm 2026"), loses its day and becomes the first; with the month in digits it is right. Nothing is raised. Its own
# English for the same words, and the calendar, show the right days. A council invited in such words meets on another.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund chrono-node@2.10.3 >log 2>&1 ||
    { cat log; echo "skipped: the package could not be installed"; exit 77; }
cat >read.cjs <<'JS'
const assert = require("node:assert"), fs = require("node:fs");
const chrono = require("chrono-node");
console.log("chrono-node", JSON.parse(fs.readFileSync("node_modules/chrono-node/package.json")).version);
const TUESDAY = new Date(2026, 2, 10, 9);
const day = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].join("-");
const read = (locale, text) => {
  const [found] = chrono[locale].parse(text, TUESDAY);
  console.log(`${text} -> ${JSON.stringify(found.text)}, ${day(found.date())}`);
  return day(found.date());
};
console.log("read on", day(TUESDAY), "a Tuesday");
assert.strictEqual(read("en", "Monday next week"), "2026-3-16");
assert.strictEqual(read("vi", "thứ hai tuần sau"), "2026-3-24");
assert.strictEqual(read("en", "Saturday next week"), "2026-3-21");
assert.strictEqual(read("vi", "thứ bảy tuần sau"), "2026-4-28");
assert.strictEqual(read("en", "Tuesday this week"), "2026-3-10");
assert.strictEqual(read("vi", "thứ ba tuần này"), "2026-3-31");
assert.strictEqual(read("en", "Wednesday next week"), "2026-3-18");
assert.strictEqual(read("vi", "thứ tư tuần sau"), "2026-3-11");
assert.strictEqual(read("vi", "thứ sáu"), "2026-3-13");
assert.strictEqual(read("vi", "ngày 20 tháng 12 năm 2026"), "2026-12-20");
assert.strictEqual(read("vi", "ngày 20 tháng mười hai năm 2026"), "2026-12-1");
JS
node read.cjs
