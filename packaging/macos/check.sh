#!/usr/bin/env bash
# check.sh INFO_PLIST: what of the macOS package can be checked on any system. Fails unless the filled-in Info.plist has
# every key with its type, the entitlements are what codesign reads, and deploy.cmake signs from the inside out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
plist=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 - "$plist" packaging/macos/tickgate.entitlements <<'PYTHON'
import plistlib
import sys

# "Information Property List" in Apple's documentation of bundle resources: every key and its type.
TYPES = {
    "CFBundleDevelopmentRegion": str, "CFBundleDisplayName": str, "CFBundleExecutable": str, "CFBundleIconFile": str,
    "CFBundleIdentifier": str, "CFBundleInfoDictionaryVersion": str, "CFBundleName": str, "CFBundlePackageType": str,
    "CFBundleShortVersionString": str, "CFBundleVersion": str, "LSApplicationCategoryType": str,
    "LSMinimumSystemVersion": str, "LSUIElement": bool, "NSHighResolutionCapable": bool,
    "NSHumanReadableCopyright": str, "NSLocalNetworkUsageDescription": str, "NSPrincipalClass": str,
    "NSSupportsAutomaticGraphicsSwitching": bool,
}
with open(sys.argv[1], "rb") as file:
    info = plistlib.load(file)
if set(info) != set(TYPES):
    sys.exit(f"keys of Info.plist differ: {set(info) ^ set(TYPES)}")
for key, kind in TYPES.items():
    if type(info[key]) is not kind or info[key] == "":
        sys.exit(f"Info.plist: {key} is {info[key]!r}")
with open(sys.argv[2], "rb") as file:
    text = file.read()
rights = plistlib.loads(text)
if b"<!--" in text or b"\r" in text or not all(value is True for value in rights.values()):
    sys.exit("the entitlements hold a comment, a carriage return or a value that is not true")
PYTHON

# Stand-ins for Apple's and Qt's tools that write down how they were called.
contents=$work/Tickgate.app/Contents
mkdir -p "$work/bin" "$contents"/{MacOS,Frameworks/QtCore.framework,PlugIns/{platforms,sqldrivers}}
touch "$contents"/{MacOS/Tickgate,Frameworks/libzmq.5.dylib,PlugIns/platforms/libqcocoa.dylib} \
    "$contents"/PlugIns/sqldrivers/libqsql{ite,psql}.dylib
# shellcheck disable=SC2016 # the stand-ins' own arguments
for tool in codesign install_name_tool macdeployqt; do
    printf '#!/bin/sh\necho "%s $*" >>"%s"\n' "$tool" "$work/calls" >"$work/bin/$tool"
done
cat >"$work/bin/otool" <<'OTOOL'
#!/bin/sh
printf '         path @executable_path/../Frameworks (offset 12)\n         path /opt/homebrew/lib (offset 12)\n'
OTOOL
chmod +x "$work"/bin/*

# deploy IDENTITY EXPECTED...: the calls, without the names of folders.
deploy() {
    TICKGATE_SIGN_IDENTITY=$1 PATH="$work/bin:$PATH" cmake -DCMAKE_INSTALL_PREFIX="$work" -Dmacdeployqt=macdeployqt \
        -Dentitlements=rights -P packaging/macos/deploy.cmake
    shift
    diff <(printf '%s\n' "$@") <(sed "s|$work/||; s|Tickgate.app/Contents/||" "$work/calls") || {
        echo "deploy.cmake called other tools than expected (left: expected)" >&2
        exit 1
    }
    rm "$work/calls"
}
start=("macdeployqt Tickgate.app -always-overwrite"
    "install_name_tool -delete_rpath /opt/homebrew/lib MacOS/Tickgate")
code=(Frameworks/libzmq.5.dylib Frameworks/QtCore.framework PlugIns/platforms/libqcocoa.dylib
    PlugIns/sqldrivers/libqsqlite.dylib)
adhoc="codesign --force --timestamp=none --sign -"
deploy "" "${start[@]}" "${code[@]/#/$adhoc }" "$adhoc --entitlements rights Tickgate.app"
id="Developer ID Application: X (Y)"
release="codesign --force --timestamp --options runtime --sign $id"
deploy "$id" "${start[@]}" "${code[@]/#/$release }" "$release --entitlements rights Tickgate.app"
echo "Info.plist, entitlements and the order of signing are right"
