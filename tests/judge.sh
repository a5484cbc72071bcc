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
held=
trap '[ -z "$held" ] || { kill $held; wait $held || true; }; kill -INT $demo; wait $demo || true' EXIT
for _ in $(seq 240); do grep -q 'Ctrl-C stops it' build/judges/demo.txt && break; kill -0 $demo || { cat build/judges/demo.txt; exit 1; }; sleep 0.5; done
address=$(sed -n 's/^ *GraphQL *\(.*\)$/\1/p' build/judges/demo.txt)
AUTH="Bearer $(sed -n 's/^ *Token *//p' build/judges/demo.txt)"
export AUTH

# GraphQL over HTTP: the reference audits; raw GET is refused on purpose, which is a notice.
audit_http() { node build/judges/http_audit.mjs "$address"; }

# graphql-transport-ws: a pass that has ended is a short stream, one that is held open a long one.
probe_sockets() {
  .venv/bin/python -m tests.held_pass > build/judges/held.txt &
  held=$!
  for _ in $(seq 60); do [ -s build/judges/held.txt ] && break; kill -0 $held || exit 1; sleep 0.5; done
  local long ended
  long=$(cat build/judges/held.txt)
  ended=$(curl -sf "$address" -H "Authorization: $AUTH" -H 'Content-Type: application/json' \
    -d '{"query": "{ passes(first: 1, where: {state: {eq: COMPLETE}}) { edges { node { passId } } } }"}' \
    | node -p 'JSON.parse(require("fs").readFileSync(0)).data.passes.edges[0].node.passId')
  node build/judges/ws_probe.mjs "${address/http/ws}" \
    "subscription { passProgress(id: \"$ended\") { state } }" "subscription { passProgress(id: \"$long\") { state stage done } }"
}

audit_http
probe_sockets
