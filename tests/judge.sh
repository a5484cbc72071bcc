#!/usr/bin/env bash
# Checks written by others, against a running demo: needs Node and the judges' folder beside the checkout (or C360_JUDGES).
set -euo pipefail
cd "$(dirname "$0")/.."
judges=${C360_JUDGES:-../shared/judges}
command -v node >/dev/null || { echo "Node is missing: the judges are Node programs."; exit 1; }
[ -d "$judges" ] || { echo "No judges at $judges: set C360_JUDGES to their folder."; exit 1; }
mkdir -p build && rm -rf build/judges && cp -r "$judges" build/judges && chmod -R u+w build/judges
(cd build/judges && npm install --silent)
export C360_HOME=build/judges/home
.venv/bin/c360 demo --port 0 > build/judges/demo.txt 2>&1 &
demo=$!
trap 'kill -INT $demo; wait $demo || true' EXIT
for _ in $(seq 240); do grep -q 'Ctrl-C stops it' build/judges/demo.txt && break; kill -0 $demo || { cat build/judges/demo.txt; exit 1; }; sleep 0.5; done
address=$(sed -n 's/^ *GraphQL *\(.*\)$/\1/p' build/judges/demo.txt)
AUTH="Bearer $(sed -n 's/^ *Token *//p' build/judges/demo.txt)" node build/judges/http_audit.mjs "$address"
