#!/bin/sh
# System parts of the tests, from Debian packages, when this user may install them. Tests of a missing part are skipped.
set -u
missing=""
have() { command -v "$1" >/dev/null 2>&1; }
have chromium || have google-chrome || missing="$missing chromium"
have pdftoppm || missing="$missing poppler-utils"
[ -d /usr/lib/postgresql ] || have initdb || missing="$missing postgresql"
have redis-server || have valkey-server || missing="$missing redis-server"
have wrk || missing="$missing wrk"
have soffice || missing="$missing libreoffice-calc-nogui libreoffice-writer-nogui"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && have apt-get; then
    echo "installing$missing"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1 ||
        echo "could not install$missing: their tests are skipped"
else
    echo "not installed:$missing (their tests are skipped; on Debian: apt-get install$missing)"
fi
exit 0
