#!/usr/bin/env bash
# check-version.sh VERSION PROGRAM BUILD: fails unless everything that names the program, its version or its icon says the
# same. BUILD is the folder where CMake filled in the templates of packaging.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=$1 program=$2 build=$3
status=0
differs() {
    echo "$*" >&2
    status=1
}
# says FILE PATTERN...: every pattern is in the file.
says() {
    local file=$1 pattern
    shift
    for pattern in "$@"; do
        tr -s ' \t\r\n' ' ' <"$file" | grep -qF -- "$pattern" || differs "$file does not say: $pattern"
    done
}

[ "$(QT_QPA_PLATFORM=offscreen "$program" --version)" = "tickgate $version" ] || differs "--version does not say $version"
says "$build/check/Info.plist" \
    "<key>CFBundleShortVersionString</key> <string>$version</string>" "<key>CFBundleVersion</key> <string>$version</string>" \
    "<key>CFBundleName</key> <string>Tickgate</string>" "<key>CFBundleIdentifier</key> <string>org.tickgate.Tickgate</string>" \
    "<key>CFBundleIconFile</key> <string>tickgate.icns</string>"
numbers=${version//./,},0
says "$build/check/tickgate.rc" "FILEVERSION $numbers" "PRODUCTVERSION $numbers" "\"FileVersion\", \"$version\"" \
    "\"ProductVersion\", \"$version\"" "\"ProductName\", \"Tickgate\"" "icons/tickgate.ico"
says "$build/check/tickgate.manifest" "name=\"Tickgate\" version=\"$version.0\""
# shellcheck disable=SC2016 # the installer's own variables
says packaging/windows/installer.nsi 'Name "Tickgate"' '"DisplayName" "Tickgate"' '"DisplayVersion" "${VERSION}"' \
    '"ProductVersion" "${VERSION}"' '!define MUI_ICON "${ICON}"'
if [ -d "$build/linux" ]; then
    says "$build/linux/org.tickgate.Tickgate.metainfo.xml" "<release version=\"$version\"" "<name>Tickgate</name>" \
        "<id>org.tickgate.Tickgate</id>"
    says "$build/linux/tickgate.1" "\"Tickgate $version\""
    says packaging/linux/tickgate.desktop "Name=Tickgate " "Icon=tickgate "
fi
# Every file name that the README gives to a package.
while IFS= read -r named; do
    [ "$named" = "$version" ] || differs "README.md names a package of version $named"
done < <(grep -oE 'tickgate[_-][0-9]+\.[0-9]+\.[0-9]+' README.md | sed 's/.*[_-]//' | sort -u)
# The version itself is written in one place only.
others=$(git grep -nF -- "$version" -- '*.cmake' '*CMakeLists.txt' '*.in' '*.nsi' '*.sh' '*.yml' app core ui |
    grep -v '^CMakeLists.txt:.*project(' | grep -vF "127.$version" || true)
[ -z "$others" ] || differs "the version is written out in:"$'\n'"$others"

# One drawing, in every form: the pictures inside .ico and .icns are those of the folder.
for size in 16 22 24 32 48 64 128 256 512; do
    file "packaging/icons/tickgate-$size.png" | grep -q "$size x $size" || differs "the icon of $size pixels is not"
done
if command -v icotool >/dev/null; then
    for size in 16 24 32 48 64 128 256; do
        icotool --list packaging/icons/tickgate.ico | grep -q -- "--width=$size --height=$size" ||
            differs "the .ico lacks $size pixels"
    done
fi
if command -v icns2png >/dev/null; then
    for size in 16 32 48 128 256 512; do
        icns2png --list packaging/icons/tickgate.icns | grep -q "${size}x$size" || differs "the .icns lacks $size pixels"
    done
fi
[ "$status" -ne 0 ] || echo "version $version, one name and one icon everywhere"
exit "$status"
