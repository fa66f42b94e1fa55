#!/usr/bin/env bash
# Tries the Windows packages of build.sh under Wine, on a screen of its own. Exits 77 where they cannot be built.
#
# What Wine cannot show, and nobody has shown yet: the owner pid of a port (always 0 here), taking over a port through
# address reuse, Ctrl-Break to a child, the tray icon's place, SmartScreen and the firewall's question.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/deps.sh
. packaging/deps.sh

status=0
packaging/windows/build.sh || status=$?
[ "$status" -eq 0 ] || exit "$status"
deps_install "${TEST_DEPS[@]}"

python=/usr/bin/python3
[ -x "$python" ] || python=python3
export WINEPREFIX=$PWD/build/windows/wine
export WINEARCH=win64 WINEDEBUG=-all
# No Mono or Gecko, no menu entries in this machine's own desktop, no crash dialog.
export WINEDLLOVERRIDES="mscoree,mshtml=;winemenubuilder.exe,winedbg.exe=d"
export PATH=$PATH:/usr/lib/wine
unset QT_QPA_PLATFORM DISPLAY WAYLAND_DISPLAY
rm -rf "$WINEPREFIX"
exec "$python" packaging/windows/wine_tests.py
