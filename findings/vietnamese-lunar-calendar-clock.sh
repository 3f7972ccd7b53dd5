#!/usr/bin/env bash
# vietnamese-lunar-calendar reckons Vietnam's calendar by the clock of the machine: in UTC one day of four is wrong.
#
# A lunar month begins on the day of the new moon, so the calendar hangs on whose midnight counts; Vietnam's is that of
# 105° east, +07:00. The package takes the offset that the process has. With the machine set to Vietnam it agrees with
# `amlich` (offset given) on every day of 2026; set to UTC, as servers and containers are, 90 days of the year are one
# off or in another month, and 22 January 2023 and 10 February 2024 are the second of the year and no holiday, for Tet
# was the day before. From 2025 to 2032 Tet is right either way, so a trial with this one passes.
# The three numbers given to LunarDate() name no moment, and the package's help does not speak of a clock.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund vietnamese-lunar-calendar@0.0.6 amlich@0.0.2 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >days.cjs <<'JS'
const assert = require("node:assert");
const fs = require("node:fs");
const amlich = require("amlich");
const { LunarDate } = require("vietnamese-lunar-calendar");

const [clock, expected] = [process.argv[2], JSON.parse(process.argv[3])];
for (const name of ["vietnamese-lunar-calendar", "amlich"])
  console.log(name, JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`)).version);
let off = 0;
for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 24 * 60 * 60 * 1000) {
  const day = new Date(at), [y, m, d] = [day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()];
  const [date, month] = amlich.convertSolar2Lunar(d, m, y, 7), found = new LunarDate(y, m, d);
  if (found.date !== date || found.month !== month) off += 1;
}
console.log(`${clock}: ${off} of 365 days of 2026 differ`);
const wrong = [];
for (let year = 2018; year <= 2034; year++) {
  const [d, m, y] = amlich.convertLunar2Solar(1, 1, year, 0, 7), found = new LunarDate(y, m, d);
  if (found.date !== 1 || found.month !== 1) wrong.push(year);
  if ([2023, 2024, 2026].includes(year))
    console.log(`${clock}: ${y}-${m}-${d} is ${found.date}/${found.month}, holiday: ${found.holiday}`);
}
console.log(`${clock}: wrong in`, wrong.join(", ") || "no year");
assert.deepStrictEqual([off, wrong], expected);
JS
TZ=Asia/Ho_Chi_Minh node days.cjs "Vietnam's clock" '[0, []]'
TZ=UTC node days.cjs UTC '[90, [2018, 2019, 2020, 2021, 2023, 2024, 2033, 2034]]'
