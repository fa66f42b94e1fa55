#!/usr/bin/env bash
# Cross-builds tickgate.exe on Debian and makes build/windows/packages/tickgate-VERSION-windows-x64.zip and the installer
# beside it. Needs the sysroot that sysroot.sh looks for; exits 77 without one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/deps.sh
. packaging/deps.sh
# shellcheck source=packaging/windows/sysroot.sh
. packaging/windows/sysroot.sh
if [ -z "$sysroot" ]; then
    echo "skipped: no Windows sysroot"
    exit 77
fi
deps_install "${BUILD_DEPS[@]}" "${WINDOWS_DEPS[@]}"

log=build/windows/build.log
mkdir -p build/windows
if ! {
    cmake -G Ninja -S . -B build/windows -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF -DTICKGATE_WERROR=ON \
        -DCMAKE_TOOLCHAIN_FILE="$PWD/packaging/windows/toolchain-mingw64.cmake" -DWIN64_SYSROOT="$sysroot" &&
        cmake --build build/windows
} >"$log" 2>&1; then
    grep -E 'error|FAILED|undefined reference' "$log" | head -n 60 >&2 || true
    tail -n 30 "$log" >&2
    exit 1
fi

version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' build/windows/CMakeCache.txt)
name=tickgate-$version-windows-x64
stage=$PWD/build/windows/stage/$name
packages=$PWD/build/windows/packages
rm -rf "$PWD/build/windows/stage" "$packages"
mkdir -p "$stage" "$packages"
cmake --install build/windows --prefix "$stage" --strip >/dev/null
packaging/windows/deploy.sh "$sysroot" "$stage" \
    platforms/qwindows styles/qwindowsvistastyle imageformats/qico imageformats/qsvg iconengines/qsvgicon \
    tls/qschannelbackend tls/qcertonlybackend sqldrivers/qsqlite
sed 's/$/\r/' packaging/windows/THIRD-PARTY.txt >"$stage/THIRD-PARTY.txt"
if [ -f /usr/share/common-licenses/LGPL-3 ]; then
    sed 's/$/\r/' /usr/share/common-licenses/LGPL-3 >"$stage/LGPL-3.txt"
fi

(cd "$(dirname "$stage")" && zip -q -r -X "$packages/$name.zip" "$name")

# The uninstaller removes exactly what the installer brought.
(
    cd "$stage"
    # shellcheck disable=SC2016 # $INSTDIR is the installer's own
    find . -type f -printf '%P\n' | sort | sed 's#/#\\#g; s#.*#Delete "$INSTDIR\\&"#'
    # shellcheck disable=SC2016
    find . -mindepth 1 -type d -printf '%P\n' | sort -r | sed 's#/#\\#g; s#.*#RMDir "$INSTDIR\\&"#'
) >build/windows/uninstall-files.nsh
makensis -V2 -DTARGET=amd64-unicode -DVERSION="$version" -DSTAGE="$stage" -DOUTFILE="$packages/$name-setup.exe" \
    -DICON="$PWD/packaging/icons/tickgate.ico" -DUNINSTALL_FILES="$PWD/build/windows/uninstall-files.nsh" \
    packaging/windows/installer.nsi
ls -l "$packages"
