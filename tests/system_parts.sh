#!/bin/sh
# System parts of the tests, from Debian packages, when this user may install them. Tests of a missing part are skipped;
# so are those of LibreOffice, which is too large to bring along: apt-get install libreoffice-calc-nogui libreoffice-writer-nogui
set -u
missing=""
have() { command -v "$1" >/dev/null 2>&1; }
have chromium-headless-shell || have chromium || have google-chrome || missing="$missing chromium-headless-shell"
have pdftoppm || missing="$missing poppler-utils"
[ -d /usr/lib/postgresql ] || have initdb || missing="$missing postgresql"
have redis-server || have valkey-server || missing="$missing redis-server"
have wrk || missing="$missing wrk"
have strace || missing="$missing strace"
have faketime || missing="$missing faketime"
have nginx || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && have apt-get; then
    echo "installing$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null 2>&1
    apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 ||
        for part in $missing; do # one that this release lacks does not keep the others away
            apt-get install -y -qq --no-install-recommends "$part" >/dev/null 2>&1 ||
                echo "could not install $part: its tests are skipped"
        done
else
    echo "not installed:$missing (their tests are skipped; on Debian: apt-get install$missing)"
fi
exit 0
