#!/usr/bin/env bash
# The package `apportionment` gives the last place of a quota to whoever stands first in the list, and says nothing.
#
# Two places for three product groups of ten entries each: compute() answers [1, 1, 0] by every method, and another
# order of the same groups takes the place from another group. Nothing in the answer or on the screen tells that it was
# a tie. tiesallowed=False raises instead, but has to be known of. Where a quota decides who goes up to the next level,
# the order of a table must not.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q apportionment==1.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import contextlib
import io
from importlib.metadata import version

from apportionment import methods

print("apportionment", version("apportionment"))
for method in ("hamilton", "dhondt", "saintelague"):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        places = methods.compute(method, [10, 10, 10], 2)
    print(f"{method}: {places}, said {said.getvalue()!r}")
    assert places == [1, 1, 0]
    assert "tie" not in said.getvalue().lower()
    try:
        methods.compute(method, [10, 10, 10], 2, tiesallowed=False)
        raise SystemExit("changed: a tie is passed over even when it is not allowed")
    except methods.TiesException as error:
        print(f"{method}, ties not allowed: {error}")
PY
