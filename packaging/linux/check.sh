#!/usr/bin/env bash
# What the packages say about themselves: one version everywhere, valid metadata, every option documented.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
program=build/release/bin/tickgate
packages=build/release/packages
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' build/release/CMakeCache.txt)
fail() {
    echo "$*" >&2
    exit 1
}

[ "$("$program" --version)" = "tickgate $version" ] || fail "--version says something else than $version"
[ "$(dpkg-deb -f "$packages"/tickgate_*.deb Version)" = "$version" ] || fail "the .deb has another version"
depends=$(dpkg-deb -f "$packages"/tickgate_*.deb Depends)
for library in libqt6widgets6 libqt6websockets6 libqt6charts6 libzmq5 libspdlog libsimdjson libargon2 liburing libqt6sql6-sqlite; do
    [[ $depends == *$library* ]] || fail "the .deb does not depend on $library: $depends"
done

metainfo=build/release/packaging/linux/org.tickgate.Tickgate.metainfo.xml
grep -q "<release version=\"$version\"" "$metainfo" || fail "the metainfo has another version"
appstreamcli validate --no-net "$metainfo" >/dev/null || fail "$(appstreamcli validate --no-net "$metainfo")"
desktop-file-validate packaging/linux/tickgate.desktop || fail "the desktop entry is not valid"

manual=$(sed 's/\\-/-/g' packaging/linux/tickgate.1.in)
help=$("$program" --help)
# shellcheck disable=SC2013 # one word a line
for option in $(grep -oE -- '--[a-z][a-z-]+' <<<"$help" | sort -u); do
    grep -q -- "$option" <<<"$manual" || fail "the man page does not mention $option"
    grep -q -- "$option" packaging/linux/tickgate.bash-completion || fail "the completion does not know $option"
done
# shellcheck disable=SC2013
for verb in $(sed -n 's/^  tickgate \([a-z]\{2,\}\).*/\1/p' <<<"$help" | sort -u); do
    grep -qw -- "$verb" <<<"$manual" || fail "the man page does not mention $verb"
    grep -qw -- "$verb" packaging/linux/tickgate.bash-completion || fail "the completion does not know $verb"
done
completed=$(bash -c '. packaging/linux/tickgate.bash-completion
    COMP_WORDS=(tickgate rel) COMP_CWORD=1
    _tickgate
    echo "${COMPREPLY[*]}"')
[ "$completed" = release ] || fail "completing 'rel' gives '$completed'"
for size in 16 22 32 48 256; do
    file "packaging/icons/tickgate-$size.png" | grep -q "$size x $size" || fail "the icon of $size pixels is not"
done
echo "version $version everywhere, metadata valid, every option documented"
