#!/usr/bin/env bash
# The interface, held to its own description and to its guide: schemathesis sends what the description allows and what it
# forbids to the local server, and the guide's examples are run against it. Called by `make test` and `make contract`.
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() {
    echo "usage: [SECONDS_EACH=n] [SEED=n] tests/contract/run.sh"
    echo "Runs the contract tests of the interface with a fixed number of cases, those of SEED (1). With SECONDS_EACH it"
    echo "goes on with the cases of the seeds after that, until so many seconds are over; a finding's seed is told."
}
case "${1:-}" in
-h | --help)
    usage
    exit
    ;;
"") ;;
*)
    usage >&2
    exit 2
    ;;
esac
seconds=${SECONDS_EACH:-}
seed=${SEED:-1}
if [ -n "$seconds" ] && ! [[ $seconds =~ ^[1-9][0-9]{0,5}$ ]]; then
    echo "error: SECONDS=$seconds is not a number of seconds" >&2
    exit 1
fi
if ! [[ $seed =~ ^[0-9]{1,9}$ ]]; then
    echo "error: SEED=$seed is not a whole number" >&2
    exit 1
fi
# Cases of each operation and phase: what is tested must not depend on how fast the machine is.
cases=40

environment=target/contract/python
made=target/contract
mkdir -p "$made"
infra/local/setup.sh python tests/contract/requirements.txt "$environment"

# The system as its user starts it, on the synthetic population of the other tests, which is made once; and once more, with
# an issuer of tokens, asking who calls. Both end with this script.
state=target/system-tests/synthetic
rm -f "$made/server.out" "$made/guarded.out" # what an earlier run said
NO_BUILD=1 STATE=$state CLIENTS=3000 PORT=0 SEED=42 DATA='' \
    infra/local/run.sh >"$made/server.out" 2>"$made/server.err" &
servers=("$!")
trap 'kill "${servers[@]}" 2>/dev/null || true; wait "${servers[@]}" 2>/dev/null || true' EXIT

# listening SERVER NAME: waits until the server of that name says where it listens.
listening() {
    until grep --quiet --no-messages '^listening on ' "$made/$2.out"; do
        if ! kill -0 "$1" 2>/dev/null; then
            cat "$made/$2.out" "$made/$2.err" >&2
            echo "error: the local server did not start" >&2
            exit 1
        fi
        sleep 0.2
    done
}
listening "${servers[0]}" server
base=$(sed -n 's/^listening on \(http[^ ]*[^/ ]\)\/*$/\1/p' "$made/server.out")
echo "the local server listens on $base"
"${CARGO_TARGET_DIR:-target}/release/local" --sign-in --release "$state/releases/$(cat "$state/release")" \
    --storage "$made/s3" --site target/clairscore/site --port 0 >"$made/guarded.out" 2>"$made/guarded.err" &
servers+=("$!")
listening "${servers[1]}" guarded

"$environment/bin/python" tests/contract/guide.py functions/GUIDE.md "$base/api" "$made/guarded.out"
"$environment/bin/python" tests/contract/narrow.py "$base/api" "$made/openapi.json"
begun=$SECONDS
while :; do
    echo "schemathesis, $cases cases of each operation, SEED=$seed"
    "$environment/bin/st" --config-file tests/contract/schemathesis.toml run "$made/openapi.json" --url "$base/api" \
        --max-examples "$cases" --seed "$seed" --report junit --report-dir "$made/report"
    if ((SECONDS - begun >= ${seconds:-0})); then break; fi
    seed=$((seed + 1))
done
