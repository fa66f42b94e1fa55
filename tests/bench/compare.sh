#!/usr/bin/env bash
# compare.sh [--seconds N] [--rounds N]: Tickgate beside a Node and a Python server on the same load, A B C A B C, and
# the ratios of the medians. Needs node and npm, python3-websockets and python3-zmq (packaging/test.sh installs them).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
seconds=3
rounds=5
while [ $# -gt 0 ]; do
    case $1 in
    --seconds) seconds=$2 ;;
    --rounds) rounds=$2 ;;
    *) echo "compare.sh: unknown option $1" >&2; exit 2 ;;
    esac
    shift 2
done
bin=$top/build/release/bin
[ -x "$bin/bench_fanout" ] || { echo "build the release preset first: packaging/run.sh --version" >&2; exit 1; }

peers=$top/build/peers
mkdir -p "$peers"
cp "$here/peers/package.json" "$here/peers/node_server.js" "$peers/"
[ -d "$peers/node_modules" ] || (cd "$peers" && npm install --no-audit --no-fund --silent)
results=$(mktemp)
trap 'rm -f "$results"' EXIT

measure() { # measure NAME CLIENTS RATE [COMMAND...]
    local name=$1 clients=$2 rate=$3
    shift 3
    local line
    line=$("$bin/bench_fanout" --json --clients "$clients" --rate "$rate" --seconds "$seconds" ${1:+-- "$@"}) || true
    [ -n "$line" ] && echo "$name $clients $rate $line" >>"$results"
}

for point in "50 1000" "50 4000" "10 50000" "10 100000"; do
    read -r clients rate <<<"$point"
    for ((round = 0; round < rounds; round++)); do
        measure tickgate "$clients" "$rate"
        measure node "$clients" "$rate" node "$peers/node_server.js"
        measure python "$clients" "$rate" /usr/bin/python3 "$here/peers/python_server.py"
    done
done
/usr/bin/python3 - "$results" <<'PY'
import json
import statistics
import sys

runs = {}
for line in open(sys.argv[1], encoding="utf-8"):
    name, clients, rate, text = line.split(" ", 3)
    runs.setdefault((int(clients), int(rate)), {}).setdefault(name, []).append(json.loads(text))
print(f"{'load':>14} {'server':>9} {'delivered/s':>12} {'CPU us each':>12} {'p99 us':>9} {'lost':>9} {'CPU ratio':>10}")
for (clients, rate), servers in runs.items():
    ours = statistics.median(r["cpu_us_per_delivery"] for r in servers["tickgate"])
    for name, found in servers.items():
        def median(key):
            return statistics.median(r[key] for r in found)
        cpu = median("cpu_us_per_delivery")
        print(f"{clients:>5} x {rate:<6} {name:>9} {median('delivered_per_second'):>12.0f} {cpu:>12.2f} "
              f"{median('p99_us'):>9.0f} {median('lost'):>9.0f} {cpu / ours:>9.1f}x")
PY
