#!/usr/bin/env bash
# Day.js and Moment, both set to Vietnamese, read each other's afternoons as mornings.
#
# Day.js has Moment's calls and patterns and is taken in its place. For h:mm A Moment writes "4:30 CH" (chiều, as CLDR
# has it), Day.js "4:30 PM", its Vietnamese locale having no words for the halves of a day. Each reads back its own, and
# takes the other's for half past four in the morning: no error, isValid() says true. What is stored as text, or typed
# by a clerk who writes "CH", moves twelve hours when the library is changed, and the dossier handed in at four in the
# afternoon was late. Only the strict mode, which neither uses by itself, says that something is wrong.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund dayjs@1.11.23 moment@2.31.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >read.cjs <<'JS'
const assert = require("node:assert");
const dayjs = require("dayjs"), moment = require("moment");
require("dayjs/locale/vi");
require("moment/locale/vi");
dayjs.extend(require("dayjs/plugin/customParseFormat"));
console.log("dayjs", require("./node_modules/dayjs/package.json").version, "moment", moment.version);
const PATTERN = "DD/MM/YYYY h:mm A", deadline = new Date(2026, 8, 2, 16, 30);
const write = (library) => library(deadline).locale("vi").format(PATTERN);
const written = { dayjs: write(dayjs), moment: write(moment) };
console.log(written);
assert.deepStrictEqual(written, { dayjs: "02/09/2026 4:30 PM", moment: "02/09/2026 4:30 CH" });
const hour = (read) => {
  assert(read.isValid());
  return read.format("HH:mm");
};
for (const [writer, byDayjs, byMoment] of [["dayjs", "16:30", "04:30"], ["moment", "04:30", "16:30"]]) {
  const read = [dayjs, moment].map((library) => hour(library(written[writer], PATTERN, "vi")));
  console.log(`${written[writer]}: Day.js reads ${read[0]}, Moment ${read[1]}`);
  assert.deepStrictEqual(read, [byDayjs, byMoment]);
}
assert(!dayjs(written.moment, PATTERN, "vi", true).isValid());
assert(!moment(written.dayjs, PATTERN, "vi", true).isValid());
JS
node read.cjs
