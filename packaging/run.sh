#!/usr/bin/env bash
# Installs what is missing, builds Tickgate and starts it:   packaging/run.sh [tickgate options]
#
# Where neither an OpenAlgo folder (OPENALGO_HOME) nor API keys are configured, in the environment or in Tickgate's own
# .env, it starts with --demo, without a display with --headless. Signals reach the program itself.
set -euo pipefail
caller=$PWD # what relative paths in the options are of
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=packaging/deps.sh
. packaging/deps.sh

deps_install "${BUILD_DEPS[@]}"

[ -x build/release/bin/tickgate ] || [ -d build/release/bin/Tickgate.app ] ||
    deps_say "Building Tickgate for the first time; this takes a few minutes ..."
build_preset release --target tickgate

program=$PWD/build/release/bin/tickgate
[ -x "$program" ] || program=$PWD/build/release/bin/Tickgate.app/Contents/MacOS/Tickgate
cd "$caller"

# What the user asked for, as far as it decides about --demo and --headless.
case "$(uname -s)" in
Darwin) config_dir="$HOME/Library/Application Support/Tickgate" ;;
*) config_dir="${XDG_CONFIG_HOME:-${HOME:-/root}/.config}/tickgate" ;;
esac
env_file=
plain_start=1 # no verb, and nothing that only prints
chosen=       # --demo or --headless given
expect=
for argument in "$@"; do
    if [ -n "$expect" ]; then
        case $expect in
        --config-dir) config_dir=$argument ;;
        --env-file) env_file=$argument ;;
        esac
        expect=
        continue
    fi
    case $argument in
    --config-dir=*) config_dir=${argument#*=} ;;
    --env-file=*) env_file=${argument#*=} ;;
    --config-dir | --env-file | --ws-port | --zmq-port | --zmq-host | --log-level | --instance | --demo-rate | --demo-seed) expect=$argument ;;
    --demo) chosen="$chosen demo" ;;
    --headless) chosen="$chosen headless" ;;
    -h | --help | -v | --version) plain_start= ;;
    -*) ;;
    *) plain_start= ;;
    esac
done

# setting NAME: its last value in the settings file, read as the program does: without a byte order mark, quotes, and the
# comment behind it.
setting() {
    [ -r "$env_file" ] || return 0
    LC_ALL=C sed -n -e "1s/^$(printf '\357\273\277')//" \
        -e "s/^[[:space:]]*\\(export[[:space:]]\\{1,\\}\\)\\{0,1\\}$1[[:space:]]*=//p" "$env_file" | tail -n 1 | tr -d '\r' |
        sed -e 's/^[[:space:]]*"\([^"]*\)".*$/\1/;t' -e "s/^[[:space:]]*'\\([^']*\\)'.*\$/\\1/;t" \
            -e 's/[[:space:]]#.*$//' -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//'
}

extra=()
if [ -n "$plain_start" ]; then
    [ -n "$env_file" ] || env_file=$config_dir/.env
    openalgo=${OPENALGO_HOME:-$(setting OPENALGO_HOME)}
    auth=$(printf %s "${TICKGATE_AUTH:-$(setting TICKGATE_AUTH)}" | tr '[:upper:]' '[:lower:]')
    keys=${TICKGATE_KEYS_FILE:-$(setting TICKGATE_KEYS_FILE)}
    if [ -z "$openalgo$keys" ] && [[ "$chosen" != *demo* ]] && [ ! -e "$config_dir/keys.json" ] &&
        [[ "${auth:-auto}" =~ ^(auto|demo)$ ]]; then
        deps_say "Neither an OpenAlgo folder (OPENALGO_HOME) nor API keys are configured: starting with --demo, API key demo-key."
        extra+=(--demo)
    fi
    if [ "$(uname -s)" != Darwin ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [[ "$chosen" != *headless* ]]; then
        case ${QT_QPA_PLATFORM:-} in
        "" | xcb* | wayland*)
            deps_say "There is no display here: running --headless; Ctrl+C stops it."
            extra+=(--headless)
            ;;
        esac
    fi
fi

exec "$program" ${extra[@]+"${extra[@]}"} "$@"
