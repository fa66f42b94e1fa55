# Finds the cross-built libraries: TICKGATE_WINDOWS_SYSROOT, else the archive in ../shared/windows, unpacked once into
# build/windows-sysroot. Sets sysroot, or leaves it empty. Sourced with the project's root as the current folder.
# shellcheck shell=bash
sysroot=${TICKGATE_WINDOWS_SYSROOT:-}
if [ -z "$sysroot" ]; then
    archive=$PWD/../shared/windows/win64-sysroot.tar.xz
    if [ -f "$archive" ]; then
        sysroot=$PWD/build/windows-sysroot/win64-sysroot
        if [ ! -f "$sysroot/.unpacked" ] || [ "$archive" -nt "$sysroot/.unpacked" ]; then
            rm -rf build/windows-sysroot
            mkdir -p build/windows-sysroot
            tar xJf "$archive" -C build/windows-sysroot
            touch "$sysroot/.unpacked"
        fi
    fi
fi
if [ -n "$sysroot" ] && [ ! -f "$sysroot/lib/cmake/Qt6/Qt6Config.cmake" ]; then
    echo "no Windows sysroot in $sysroot: there is no lib/cmake/Qt6 in it" >&2
    exit 1
fi
