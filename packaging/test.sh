#!/usr/bin/env bash
# Installs, builds and runs every test through ctest:   packaging/test.sh [--sanitize]
#
# --sanitize runs them again under the address + undefined-behaviour and the thread sanitizer. The output ends with
# ctest's own summary; the exit status is 0 only if everything passed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=packaging/deps.sh
. packaging/deps.sh

presets=(release)
for argument in "$@"; do
    case $argument in
    --sanitize) presets+=(asan tsan) ;;
    *)
        deps_say "usage: packaging/test.sh [--sanitize]"
        exit 2
        ;;
    esac
done

deps_install "${BUILD_DEPS[@]}" "${TEST_DEPS[@]}" "${PACKAGE_DEPS[@]}"
configure=(-DTICKGATE_WERROR=ON)
if [ "$(uname -s)" = Darwin ]; then
    # Homebrew has no packages of the clients' Python libraries.
    [ -x build/python/bin/python ] || python3 -m venv build/python
    build/python/bin/python -m pip install -q pyzmq websockets websocket-client
    configure+=(-DTICKGATE_PYTHON="$PWD/build/python/bin/python")
fi

# The tests bring their own display and answer to nobody's settings.
unset DISPLAY WAYLAND_DISPLAY OPENALGO_HOME
while IFS= read -r name; do unset "$name"; done < <(compgen -e | grep -E '^(TICKGATE_|WS_|ZMQ_|WEBSOCKET_)' |
    grep -vx TICKGATE_WINDOWS_SYSROOT || true)
export QT_QPA_PLATFORM=offscreen
export LC_ALL=C.UTF-8
# What was just installed has to be there: no test of a client is skipped for want of it.
[ "$(uname -s)" = Darwin ] || export TICKGATE_REQUIRE_PEERS=1

# GCC's thread sanitizer wants the memory layout of a kernel with little address randomisation.
without_randomisation=()
if command -v setarch >/dev/null && setarch "$(uname -m)" -R true 2>/dev/null; then
    without_randomisation=(setarch "$(uname -m)" -R)
fi

status=0
summaries=()
for preset in "${presets[@]}"; do
    started=$SECONDS
    printf '== %s: building\n' "$preset"
    if ! build_preset "$preset" -- "${configure[@]}"; then
        status=1
        summaries+=("$preset: does not build")
        continue
    fi
    printf '== %s: built in %d s, testing\n' "$preset" $((SECONDS - started))
    output=build/$preset/ctest.log
    # Once more for a test that failed: a machine that does other things can be too slow once, a fault fails twice.
    run=(ctest --preset "$preset" --parallel 2 --output-on-failure --no-tests=error --repeat until-pass:2)
    [ "$preset" != tsan ] || run=(${without_randomisation[@]+"${without_randomisation[@]}"} "${run[@]}")
    # Checks of sources and packages say the same in every preset.
    [ "$preset" = release ] || run+=(--label-exclude "^once$")
    if ! "${run[@]}" </dev/null 2>&1 | tee "$output"; then
        status=1
        summaries+=("$preset:"$'\n'"$(sed -n '/tests passed/,$p' "$output")")
    fi
done

# A failure before the last preset would have scrolled away: its summary once more, at the very end.
if [ ${#summaries[@]} -gt 0 ]; then
    printf '\nFailed:\n'
    printf '%s\n' "${summaries[@]}"
fi
exit "$status"
