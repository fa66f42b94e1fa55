#!/usr/bin/env bash
# Renders the application's icon from resources/icons/app.svg into packaging/icons: PNG for Linux, .ico for Windows,
# .icns for macOS. Run it after the drawing changed, look at the small sizes, and commit the result.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=packaging/deps.sh
. packaging/deps.sh
deps_install "${PACKAGE_DEPS[@]}"

out=packaging/icons
mkdir -p "$out"
for size in 16 22 24 32 48 64 128 256 512; do
    rsvg-convert --width "$size" --height "$size" --output "$out/tickgate-$size.png" resources/icons/app.svg
done
icotool --create --output "$out/tickgate.ico" \
    "$out"/tickgate-{16,24,32,48,64,128}.png --raw="$out/tickgate-256.png"
png2icns "$out/tickgate.icns" "$out"/tickgate-{16,32,48,128,256,512}.png >/dev/null
