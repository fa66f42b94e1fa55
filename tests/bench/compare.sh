#!/usr/bin/env bash
# compare.sh [--seconds N] [--rounds N] [--modes "LTP QUOTE DEPTH"] [--json]: Tickgate beside a Node and a Python server on the same load, A B C A B C, and
# the ratios of the medians. Needs node and npm, python3-websockets and python3-zmq (packaging/test.sh installs them).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
seconds=3
rounds=5
modes=LTP
json=
while [ $# -gt 0 ]; do
    case $1 in
    --json)
        json=yes
        shift
        continue
        ;;
    --modes) modes=$2 ;;
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

measure() { # measure NAME CLIENTS RATE [COMMAND...]; in $mode
    local name=$1 clients=$2 rate=$3
    shift 3
    local line
    # A server that is far behind loses, and says so with exit status 1; one that hangs is cut off.
    line=$(timeout $((seconds * 2 + 30)) "$bin/bench_fanout" --json --clients "$clients" --rate "$rate" --mode "$mode" \
        --seconds "$seconds" ${1:+-- "$@"}) || true
    [ -z "$line" ] || echo "$name $mode $clients $rate $line" >>"$results"
}

for mode in $modes; do
    for point in "50 1000" "50 4000" "10 50000" "10 100000"; do
        read -r clients rate <<<"$point"
        for ((round = 0; round < rounds; round++)); do
            measure tickgate "$clients" "$rate"
            measure node "$clients" "$rate" node "$peers/node_server.js"
            measure python "$clients" "$rate" /usr/bin/python3 "$here/peers/python_server.py"
        done
    done
done
/usr/bin/python3 - "$results" "$json" <<'PY'
import json
import statistics
import sys

COLUMNS = ("delivered_per_second", "cpu_us_per_delivery", "p50_us", "p99_us", "lost", "load_percent")
runs = {}
for line in open(sys.argv[1], encoding="utf-8"):
    name, mode, clients, rate, text = line.split(" ", 4)
    runs.setdefault((mode, int(clients), int(rate)), {}).setdefault(name, []).append(json.loads(text))
rows = []
for (mode, clients, rate), servers in runs.items():
    medians = {name: {key: statistics.median(r[key] for r in found) for key in COLUMNS} for name, found in servers.items()}
    for name, row in medians.items():
        ours = medians.get("tickgate", row)
        rows.append({"mode": mode, "clients": clients, "rate": rate, "server": name, "runs": len(servers[name]), **row,
                     "cpu_ratio": round(row["cpu_us_per_delivery"] / max(ours["cpu_us_per_delivery"], 1e-9), 2),
                     "p99_ratio": round(row["p99_us"] / max(ours["p99_us"], 1), 2)})
if sys.argv[2]:
    print(json.dumps(rows))
    sys.exit()
print(f"{'load':>20} {'server':>9} {'delivered/s':>12} {'CPU us each':>12} {'p50 us':>9} {'p99 us':>9} {'lost':>9} "
      f"{'load %':>7} {'CPU ratio':>10} {'p99 ratio':>10}")
for r in rows:
    print(f"{r['mode']:>5} {r['clients']:>4} x {r['rate']:<7} {r['server']:>9} {r['delivered_per_second']:>12.0f} "
          f"{r['cpu_us_per_delivery']:>12.2f} {r['p50_us']:>9.0f} {r['p99_us']:>9.0f} {r['lost']:>9.0f} "
          f"{r['load_percent']:>7.0f} {r['cpu_ratio']:>9.1f}x {r['p99_ratio']:>9.1f}x")
PY
