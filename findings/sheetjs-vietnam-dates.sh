#!/usr/bin/env bash
# SheetJS reads every date of a workbook as the evening before, when the clock is set to Vietnam.
#
# xlsx 0.18.5 counts dates from a day in 1899 and takes that day's offset for the local one. In Ho Chi Minh City it was
# 7:06:30, now it is 7:00, so each date comes out 30 seconds early: 2 September 00:00 is 1 September 23:59:30, and the
# day is wrong wherever only the day is kept. Under UTC, as on build machines, all is right. 0.18.5 is what the package
# name `xlsx` still gives; @e965/xlsx carries 0.20.3, which is right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund xlsx@0.18.5 @e965/xlsx@0.20.3 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >read.cjs <<'JS'
const [, , name] = process.argv;
const xlsx = require(name);
// 46267 is 2 September 2026 in a workbook, whatever the place.
const sheet = { A1: { t: "n", v: 46267, z: "dd/mm/yyyy" }, "!ref": "A1" };
const bytes = xlsx.write({ SheetNames: ["Lô"], Sheets: { Lô: sheet } }, { type: "buffer", bookType: "xlsx" });
const [[v]] = xlsx.utils.sheet_to_json(xlsx.read(bytes, { cellDates: true }).Sheets["Lô"], { header: 1 });
const two = (number) => String(number).padStart(2, "0");
console.log(`${v.getFullYear()}-${two(v.getMonth() + 1)}-${two(v.getDate())} `
  + `${two(v.getHours())}:${two(v.getMinutes())}:${two(v.getSeconds())}`);
JS
kept() {
    local got
    got=$(TZ="$1" node read.cjs "$2")
    echo "TZ=$1, $2 $(node -p "require('$2').version"): $got"
    [ "$got" = "$3" ] || { echo "changed: was $3"; exit 1; }
}
kept Asia/Ho_Chi_Minh xlsx "2026-09-01 23:59:30"
kept UTC xlsx "2026-09-02 00:00:00"
kept Asia/Ho_Chi_Minh @e965/xlsx "2026-09-02 00:00:00"
