# The packages Tickgate needs, in one place. Sourced by run.sh, test.sh and the package builders.
#
# One entry a word: "a|b" means the first of them that the distribution has (Debian 12 and 13, Ubuntu 24.04 name a few
# things differently), a trailing "?" means the work goes on without it where it does not exist.
# shellcheck shell=bash
# shellcheck disable=SC2034 # the lists are for whoever sources this file

# To compile and start the panel. libqt6opengl6-dev is what Qt Charts' CMake files look for.
BUILD_DEPS=(
    cmake ninja-build g++ ccache?
    "qt6-base-dev" "qt6-base-dev-tools" "qt6-l10n-tools?"
    "qt6-websockets-dev|libqt6websockets6-dev"
    "qt6-charts-dev|libqt6charts6-dev"
    "qt6-svg-dev|libqt6svg6-dev"
    "libqt6opengl6-dev?" libgl-dev
    "libqt6sql6-sqlite" "qt6-qpa-plugins?"
    cppzmq-dev libzmq3-dev libspdlog-dev libsimdjson-dev libargon2-dev liburing-dev
)

# What the tests drive the panel with: other people's clients, a browser, a virtual screen.
TEST_DEPS=(
    python3 python3-zmq python3-websockets python3-websocket python3-argon2
    nodejs node-ws "chromium?"
    xvfb xauth imagemagick "clang-format-14|clang-format" shellcheck "yamllint?" procps
)

# To make the Linux packages and to check them.
PACKAGE_DEPS=(
    dpkg-dev file librsvg2-bin icoutils icnsutils desktop-file-utils appstream patchelf
)

# To cross-build for Windows with the sysroot, and to start the result under Wine.
WINDOWS_DEPS=(
    g++-mingw-w64-x86-64-posix binutils-mingw-w64-x86-64 mingw-w64-x86-64-dev nsis zip unzip
    wine wine64 fonts-wine xvfb xauth imagemagick
)

BREW_DEPS=(cmake ninja ccache qt zeromq cppzmq spdlog simdjson argon2)

deps_say() { printf '%s\n' "$*" >&2; }

deps_as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# deps_missing_apt ENTRY...: prints the entries none of whose packages is installed.
deps_missing_apt() {
    local entry names installed name found
    names=$(printf '%s\n' "$@" | tr -d '?' | tr '|' '\n')
    # shellcheck disable=SC2086,SC2016 # one word a package; the braces are dpkg-query's own
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' $names 2>/dev/null | sed -n 's/^installed //p' || true)
    for entry in "$@"; do
        found=
        for name in $(printf '%s' "${entry%\?}" | tr '|' ' '); do
            if grep -qx -- "$name" <<<"$installed"; then
                found=1
                break
            fi
        done
        [ -n "$found" ] || printf '%s\n' "$entry"
    done
}

# deps_choose_apt ENTRY: prints the first package of the entry that can be installed.
deps_choose_apt() {
    local entry=$1 name
    for name in $(printf '%s' "${entry%\?}" | tr '|' ' '); do
        if [[ $(apt-cache policy "$name" 2>/dev/null) =~ Candidate:\ [^\(] ]]; then
            printf '%s\n' "$name"
            return 0
        fi
    done
    return 1
}

deps_install_apt() {
    local missing=() wanted=() entry name log attempt
    while IFS= read -r entry; do missing+=("$entry"); done < <(deps_missing_apt "$@")
    [ ${#missing[@]} -gt 0 ] || return 0

    # What is optional and unknown to the lists already here is not worth fetching lists for.
    local required=0
    for entry in "${missing[@]}"; do
        case $entry in
        *\?) if deps_choose_apt "$entry" >/dev/null; then required=1; fi ;;
        *) required=1 ;;
        esac
    done
    [ "$required" -eq 1 ] || return 0

    deps_say "Installing what is missing: ${missing[*]}"
    log=$(mktemp)
    export DEBIAN_FRONTEND=noninteractive
    local apt=(apt-get -q -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=180)
    for attempt in 1 2 3; do
        wanted=()
        if ! deps_as_root "${apt[@]}" update >"$log" 2>&1 </dev/null; then
            deps_say "apt-get update failed (attempt $attempt of 3)"
            sleep $((attempt * 3))
            continue
        fi
        for entry in "${missing[@]}"; do
            if name=$(deps_choose_apt "$entry"); then
                wanted+=("$name")
            elif [ "${entry%\?}" = "$entry" ]; then
                deps_say "This distribution has no package ${entry//|/ or }. Tickgate needs Debian 12, Ubuntu 24.04 or newer."
                rm -f "$log"
                return 1
            fi
        done
        if [ ${#wanted[@]} -eq 0 ] ||
            deps_as_root "${apt[@]}" install --no-install-recommends "${wanted[@]}" >"$log" 2>&1 </dev/null; then
            rm -f "$log"
            return 0
        fi
        deps_say "apt-get install failed (attempt $attempt of 3)"
        sleep $((attempt * 3))
    done
    tail -n 30 "$log" >&2
    rm -f "$log"
    return 1
}

deps_install_brew() {
    local missing=() name
    command -v brew >/dev/null || {
        deps_say "Homebrew is needed to fetch the libraries: see https://brew.sh"
        return 1
    }
    for name in "${BREW_DEPS[@]}"; do
        [ -d "$(brew --prefix)/opt/$name" ] || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    deps_say "Installing what is missing: ${missing[*]}"
    brew install --quiet "${missing[@]}"
}

# deps_install ENTRY...: silent when nothing is missing.
deps_install() {
    if [ "$(uname -s)" = Darwin ]; then
        deps_install_brew
    elif command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
        deps_install_apt "$@"
    else
        # Other systems: the names differ, CMake says what it cannot find.
        return 0
    fi
}

# deps_cmake_args: what find_package needs beyond the defaults of this system.
deps_cmake_args() {
    if [ "$(uname -s)" = Darwin ]; then
        printf '%s\n' "-DCMAKE_PREFIX_PATH=$(brew --prefix qt);$(brew --prefix)"
    fi
}

# build_preset PRESET [--target T...] [-- CMAKE_ARG...]: configures where needed and builds; quiet unless it fails.
build_preset() {
    local preset=$1 log args=()
    shift
    local build=(cmake --build "build/$preset")
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        build+=("$1")
        shift
    done
    [ "${1:-}" = -- ] && shift
    while IFS= read -r arg; do [ -n "$arg" ] && args+=("$arg"); done < <(deps_cmake_args)
    mkdir -p "build/$preset"
    log="build/$preset/build.log"
    if [ ! -f "build/$preset/build.ninja" ] || [ $# -gt 0 ]; then
        if ! cmake --preset "$preset" ${args[@]+"${args[@]}"} "$@" >"$log" 2>&1; then
            cat "$log" >&2
            deps_say "Configuring failed; the reason is above (also in $log)."
            return 1
        fi
    fi
    if ! "${build[@]}" >"$log" 2>&1; then
        grep -E 'error|FAILED|undefined reference|warning' "$log" | head -n 60 >&2 || true
        tail -n 40 "$log" >&2
        deps_say "Building failed; the whole log is $log."
        return 1
    fi
}
