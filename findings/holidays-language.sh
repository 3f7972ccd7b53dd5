#!/usr/bin/env bash
# The names that `holidays` gives for Vietnam change with the server's LANG, although its default language is "vi".
#
# default_language says "vi", but with no language given the package asks the environment: started under
# LANG=en_US.UTF-8 it answers "National Day", under th_TH.UTF-8 in Thai, and in Vietnamese only where it knows no such
# language. C.UTF-8, usual in containers, can mean English too (Python's table of aliases decides, so it is shown here
# but not asserted). An unknown language asked for ("fr") falls to the environment as well, not to Vietnamese. Letters
# that name the days left out of a deadline then differ between a shell, a service and a colleague's machine.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: holidays==0.109 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >day.py <<'PY'
import sys

import holidays

language = sys.argv[1] or None
print(holidays.Vietnam.default_language, holidays.Vietnam(years=2026, language=language)["2026-09-02"])
PY
name() { env -u LC_ALL -u LC_MESSAGES -u LANGUAGE LANG="$1" env/bin/python day.py "$2"; }
env/bin/python -c 'import holidays; print("holidays", holidays.__version__)'
kept() {
    local got
    got=$(name "$1" "$2")
    echo "LANG=$1, language=${2:-(none)}: $got"
    [ "$got" = "$3" ] || { echo "changed: was $3"; exit 1; }
}
echo "LANG=C.UTF-8: $(name C.UTF-8 "")"
kept C "" "vi Quốc khánh"
kept en_US.UTF-8 "" "vi National Day"
kept th_TH.UTF-8 "" "vi วันชาติเวียตนาม"
kept en_US.UTF-8 fr "vi National Day"
kept en_US.UTF-8 vi "vi Quốc khánh"
