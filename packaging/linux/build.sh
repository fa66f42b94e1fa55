#!/usr/bin/env bash
# Builds Tickgate and makes its Linux packages in build/release/packages:
# the .deb, and a portable tickgate-VERSION-linux-ARCH.tar.gz that carries Qt and runs from any folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/deps.sh
. packaging/deps.sh
deps_install "${BUILD_DEPS[@]}" "${PACKAGE_DEPS[@]}"
build_preset release --target tickgate tickgate_manual

tree=$PWD/build/release
packages=$tree/packages
rm -rf "$packages"
mkdir -p "$packages"
if ! (cd "$tree" && cpack -G DEB -B "$packages") >"$tree/cpack.log" 2>&1; then
    cat "$tree/cpack.log" >&2
    exit 1
fi
rm -rf "$packages/_CPack_Packages"

version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$tree/CMakeCache.txt")
name=tickgate-$version-linux-$(uname -m)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=$work/$name
cmake --install "$tree" --prefix "$folder" --strip >/dev/null
cp LICENSE "$folder/LICENSE"

plugins=$(qtpaths6 --query QT_INSTALL_PLUGINS 2>/dev/null || qmake6 -query QT_INSTALL_PLUGINS)
for plugin in platforms/libqxcb.so platforms/libqoffscreen.so platforms/libqminimal.so platforms/libqwayland-generic.so \
    iconengines/libqsvgicon.so imageformats/libqsvg.so imageformats/libqico.so imageformats/libqgif.so \
    imageformats/libqjpeg.so sqldrivers/libqsqlite.so platforminputcontexts/libcomposeplatforminputcontextplugin.so \
    platforminputcontexts/libibusplatforminputcontextplugin.so platformthemes/libqxdgdesktopportal.so; do
    if [ -f "$plugins/$plugin" ]; then
        install -D -m 644 "$plugins/$plugin" "$folder/plugins/$plugin"
    fi
done

# Left to the system: what has to match its kernel, graphics driver and C library, or holds its own configuration.
system='^(linux-vdso|ld-linux.*|libc|libm|libdl|libpthread|librt|libresolv|libutil|libnss_.*|libstdc\+\+|libgcc_s|'
system+='libGL|libEGL|libGLX|libGLdispatch|libOpenGL|libdrm|libgbm|libglapi|libX11|libX11-xcb|libxcb|libXext|libSM|libICE|'
system+='libfontconfig|libfreetype|libexpat|libz|libuuid|libwayland-client|libdbus-1|libsystemd|libudev|libcom_err)\.so'
mkdir -p "$folder/lib"
{
    ldd "$folder/bin/tickgate"
    find "$folder/plugins" -name '*.so' -exec ldd {} +
} | sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p' | sort -u | while read -r library; do
    base=$(basename "$library")
    [[ $base =~ $system ]] || cp -L "$library" "$folder/lib/$base"
done

# RPATH, not RUNPATH: it has to hold for what the libraries and plugins load in turn.
# shellcheck disable=SC2016 # $ORIGIN is the loader's
patchelf --force-rpath --set-rpath '$ORIGIN/../lib' "$folder/bin/tickgate"
printf '[Paths]\nPrefix = ..\nPlugins = plugins\n' >"$folder/bin/qt.conf"
ln -s bin/tickgate "$folder/tickgate"
cat >"$folder/README.txt" <<END
Tickgate $version for Linux, $(uname -m). Start ./tickgate in this folder; ./tickgate --demo tries it without a broker.
It needs glibc $(ldd --version | sed -n '1s/.* //p') or newer and an X11 display (or --headless).
To uninstall, delete the folder. Settings and logs are in ~/.config/tickgate and ~/.local/state/tickgate.
END
tar --owner=0 --group=0 --sort=name -C "$work" -czf "$packages/$name.tar.gz" "$name"
ls -l "$packages"
