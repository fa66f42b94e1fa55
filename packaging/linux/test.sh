#!/usr/bin/env bash
# Makes the Linux packages and tries them in a fresh Debian root that has nothing but what they declare: first the portable
# archive, where no Qt is installed at all, then the .deb with its dependencies, and its removal.
# Exits 77 where that cannot be done (not root, no debootstrap).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/deps.sh
. packaging/deps.sh
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "skipped: a fresh root needs root and apt"
    exit 77
fi
deps_install "${TEST_DEPS[@]}" "${PACKAGE_DEPS[@]}" debootstrap
packaging/linux/build.sh
packages=$PWD/build/release/packages
packaging/linux/check.sh

# The same distribution and the same mirror as here.
# shellcheck disable=SC1091
codename=$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")
# shellcheck disable=SC2016 # the fields are apt's own
mirror=$(apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
    sed -n "s/^$codename //p" | head -n 1)
root=$(mktemp -d)
chmod 755 "$root"
cleanup() {
    umount "$root/proc" 2>/dev/null || true
    rm -rf --one-file-system "$root"
}
trap cleanup EXIT
if ! debootstrap --variant=minbase "$codename" "$root" "$mirror" >"$root.log" 2>&1; then
    tail -n 5 "$root.log"
    echo "skipped: no fresh root could be made"
    exit 77
fi
rm -f "$root.log"
mkdir -p "$root/proc"
if ! mount -t proc proc "$root/proc"; then
    echo "skipped: this container may not mount"
    exit 77
fi
cp /etc/resolv.conf "$root/etc/" 2>/dev/null || true
cp -r /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
export DEBIAN_FRONTEND=noninteractive
in_root() { chroot "$root" "$@"; }
install_in_root() {
    in_root apt-get -q -y -o Acquire::Retries=3 install --no-install-recommends "$@" >"$root/apt.log" 2>&1 ||
        { tail -n 20 "$root/apt.log"; return 1; }
}
if ! in_root apt-get -q update >/dev/null || ! install_in_root ca-certificates; then
    echo "skipped: no packages for the fresh root could be had"
    exit 77
fi
listing() { (cd "$root" && find . -xdev \( -path ./proc -o -path ./var -o -path ./tmp -o -path ./root \) -prune -o -print | sort); }
python=/usr/bin/python3
try() { PYTHONDONTWRITEBYTECODE=1 "$python" packaging/linux/try_package.py "$root" "$@"; }

echo "== the portable archive, without any Qt"
# What every desktop has, and the archive leaves to it.
install_in_root libgl1 libegl1 libopengl0 libfontconfig1 libfreetype6 libx11-6 libx11-xcb1 libxcb1 libdbus-1-3 \
    libstdc++6 libxext6 libsm6 libice6 fonts-dejavu-core
if find "$root/usr/lib" -name 'libQt6*' | grep -q .; then
    echo "Qt is there before anything was installed"
    exit 1
fi
mkdir -p "$root/srv/a folder"
tar xzf "$packages"/tickgate-*-linux-*.tar.gz -C "$root/srv/a folder"
folder=$(basename "$(ls -d "$root/srv/a folder"/tickgate-*)")
try "/srv/a folder/$folder/tickgate" "$packages/portable.png"
rm -rf "$root/srv/a folder"

echo "== the .deb"
deb=$(basename "$(ls "$packages"/tickgate_*.deb)")
cp "$packages/$deb" "$root/srv/"
# shellcheck disable=SC2046 # one word a package
install_in_root $(in_root apt-get -s install --no-install-recommends "/srv/$deb" | sed -n 's/^Inst \([^ ]*\) .*/\1/p' | grep -vx tickgate)
listing >"$packages/before.txt"
install_in_root "/srv/$deb"
try /usr/bin/tickgate "$packages/installed.png"
in_root apt-get -q -y purge tickgate >/dev/null 2>&1
listing >"$packages/after.txt"
if ! diff "$packages/before.txt" "$packages/after.txt"; then
    echo "the package left or took something"
    exit 1
fi
rm -f "$packages/before.txt" "$packages/after.txt"
echo "the packages install, serve, stop and go without a trace"
