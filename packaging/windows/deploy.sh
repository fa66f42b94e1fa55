#!/usr/bin/env bash
# deploy.sh SYSROOT FOLDER PLUGIN...: copies into FOLDER, where the programs already are, the plugins and every DLL of the
# sysroot that programs and plugins need, so that the folder runs by itself.
set -euo pipefail
sysroot=$1 out=$2
shift 2

needs() { x86_64-w64-mingw32-objdump -p "$1" | sed -n 's/^[[:space:]]*DLL Name: //p'; }

queue=()
for program in "$out"/*.exe "$out"/*.com; do queue+=("$program"); done
for plugin in "$@"; do
    mkdir -p "$out/$(dirname "$plugin")"
    cp "$sysroot/plugins/$plugin.dll" "$out/$plugin.dll"
    queue+=("$out/$plugin.dll")
done
while [ ${#queue[@]} -gt 0 ]; do
    file=${queue[0]}
    queue=("${queue[@]:1}")
    while read -r library; do
        if [ -f "$sysroot/bin/$library" ] && [ ! -f "$out/$library" ]; then
            cp "$sysroot/bin/$library" "$out/$library"
            queue+=("$out/$library")
        fi
    done < <(needs "$file")
done
# Tells Qt to look beside the program and nowhere else.
printf '[Paths]\r\nPrefix = .\r\nPlugins = .\r\n' >"$out/qt.conf"
