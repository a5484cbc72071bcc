#!/usr/bin/env bash
# Checks written by others, against a running demo and the printed schema; a line each, and an error where any falls short.
#   tests/judge.sh [CHECK …]     without any: all of them
# Needs Node, and the judges' folder beside the checkout (or C360_JUDGES). What they are made of comes to build/judges.
set -uo pipefail
cd "$(dirname "$0")/.."
checks=(http ws relay federation schemathesis changes)
here=$PWD build=$PWD/build/judges judges=$(realpath -m "${C360_JUDGES:-../shared/judges}")

http() { node http_audit.mjs "$address"; }

# A pass that has ended is a short stream; one that is held open is a long one.
ws() {
  local held long ended fallen=0
  (cd "$here" && exec .venv/bin/python -m tests.held_pass) > held.txt &
  held=$!
  for _ in $(seq 120); do [ -s held.txt ] && break; kill -0 $held || return 1; sleep 1; done
  long=$(cat held.txt)
  ended=$(node passes.mjs "$address" COMPLETE)
  node ws_probe.mjs "${address/http/ws}" "subscription { passProgress(id: \"$ended\") { state } }" \
    "subscription { passProgress(id: \"$long\") { state stage done } }" || fallen=1
  kill $held && wait $held
  return $fallen
}

relay() { node relay.mjs "$build/schema.graphql"; }

changes() { node changes.mjs "$here/schema/released.graphql" "$build/schema.graphql" "$here/schema/CHANGES.md"; }

federation() { node federation.mjs "$address"; }

# Once as it comes, of whose questions some break rules that types do not tell; once by those rules, and nothing may be refused.
schemathesis() {
  local run=("$build/venv/bin/schemathesis" run "$address" -H "Authorization: $AUTH" --seed 1 --max-examples "${C360_JUDGE_EXAMPLES:-25}"
    --wait-for-schema 60 --request-timeout 60 --suppress-health-check all)
  export PYTHONPATH="$here/tests/judges"
  SCHEMATHESIS_HOOKS=known "${run[@]}" --exclude-checks positive_data_acceptance && SCHEMATHESIS_HOOKS=rules "${run[@]}" --mode positive
}

fail() { echo "$*" >&2; exit 1; }

tools() {
  command -v node >/dev/null || fail "Node is missing: most judges are Node programs."
  [ -d "$judges" ] || fail "No judges at $judges: set C360_JUDGES to their folder."
  mkdir -p "$build"
  cp tests/judges/* tests/judges/.npmrc "$build" && cp "$judges"/*.mjs "$build" && chmod -R u+w "$build"/*.mjs
  cmp -s tests/judges/package-lock.json "$build/installed.json" ||
    (cd "$build" && npm ci --silent --no-progress && cp package-lock.json installed.json) || fail "npm could not install the judges."
  cmp -s locks/judge.txt "$build/installed.txt" ||
    (python3 -m venv --clear "$build/venv" && "$build/venv/bin/pip" install --quiet --require-hashes --no-deps -r locks/judge.txt &&
      cp locks/judge.txt "$build/installed.txt") || fail "pip could not install schemathesis."
  .venv/bin/python -m c360 schema > "$build/schema.graphql" || exit 1
}

demo() {
  export C360_HOME=$build/home C360_STATEMENT_SECONDS=60   # a busy machine plans slowly what it sees first
  .venv/bin/python -m c360 demo --port 0 > "$build/demo.txt" 2>&1 &
  demo=$!
  trap 'kill -TERM $demo; wait $demo' EXIT
  for _ in $(seq 1200); do
    grep -q 'Ctrl-C stops it' "$build/demo.txt" && break
    kill -0 $demo 2>/dev/null || fail "$(cat "$build/demo.txt")"
    sleep 1
  done
  address=$(sed -n 's/^ *GraphQL *\(.*\)$/\1/p' "$build/demo.txt")
  AUTH="Bearer $(sed -n 's/^ *Token *//p' "$build/demo.txt")"
  export AUTH
}

[ $# -eq 0 ] || checks=("$@")
tools
case " ${checks[*]} " in *" http "* | *" ws "* | *" federation "* | *" schemathesis "*) demo ;; esac
fallen=0
for check in "${checks[@]}"; do
  declare -F "$check" >/dev/null || fail "No check $check: there are ${checks[*]}."
  if (cd "$build" && "$check") > "$build/$check.txt" 2>&1; then mark=ok; else mark=FAIL fallen=1; fi
  printf '%-4s %s: %s\n' "$mark" "$check" "$(grep -v '^ *$' "$build/$check.txt" | tail -1)"
  [ $mark = ok ] || cat "$build/$check.txt"
done
exit $fallen
