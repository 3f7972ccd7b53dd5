#!/usr/bin/env bash
# calendar-link ends a fair of three whole days after the first, and the JavaScript package ics writes "P3DT" for it.
#
# An all-day event with duration [3, "day"] goes out from calendar-link as 2 to 3 September, the end left out, as
# RFC 5545 and Google count: one day in Google Calendar and in the .ics file. The file also gives the bare date without
# VALUE=DATE, where the standard has a date and time unless that is said. With an end instead of a duration the span is
# right, so a trial passes. ics writes three days as DURATION:P3DT; by the standard's grammar a time must follow the T,
# and what a calendar makes of it is up to the calendar. Neither raises anything.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund calendar-link@2.11.5 ics@3.12.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >write.mjs <<'JS'
import assert from "node:assert";
import fs from "node:fs";
import { google, ics as file } from "calendar-link";
import * as ics from "ics";
for (const name of ["calendar-link", "ics"]) {
  console.log(name, JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`)).version);
}
const fair = { title: "Hội chợ", start: "2026-09-02", allDay: true };
function link(event) {
  const found = [/dates=([^&]*)/.exec(decodeURIComponent(google(event)))[1]];
  found.push(...decodeURIComponent(file(event)).match(/^DT(START|END).*$/gm).map((line) => line.trim()));
  console.log("calendar-link", JSON.stringify(event), found);
  return found;
}
assert.deepStrictEqual(link({ ...fair, duration: [3, "day"] }), [
  "20260902/20260903", "DTSTART:20260902", "DTEND:20260903",
]);
assert.deepStrictEqual(link({ ...fair, end: "2026-09-05" }), [
  "20260902/20260905", "DTSTART:20260902", "DTEND:20260905",
]);
const { error, value } = ics.createEvent({ title: "Hội chợ", start: [2026, 9, 2], duration: { days: 3 } });
assert.ok(!error);
assert.match(value, /^DURATION:P3DT\r$/m);
JS
node write.mjs
