#!/bin/bash
# render.sh FOLDER [BUILD]: pictures of every page and dialog, light and dark, at 100, 125 and 200 percent, and right to left.
set -eu
folder=${1:?usage: render.sh FOLDER [BUILD]}
build=${2:-build/debug}
for scale in 1 1.25 2; do
    for palette in light dark; do
        QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=$scale "$build/bin/render_pages" "$folder" "$palette"
    done
done
QT_QPA_PLATFORM=offscreen "$build/bin/render_pages" "$folder" light 2 rtl
