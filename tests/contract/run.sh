#!/usr/bin/env bash
# The interface, held to its own description and to its guide: schemathesis sends what the description allows and what it
# forbids to the local server, and the guide's examples are run against it. Called by `make test` and `make contract`.
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() {
    echo "usage: SECONDS_EACH=n tests/contract/run.sh"
    echo "Runs the contract tests of the interface for about SECONDS_EACH seconds (60), with the cases of SEED (1)."
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
seconds=${SECONDS_EACH:-60}
if ! [[ $seconds =~ ^[1-9][0-9]{0,5}$ ]]; then
    echo "error: SECONDS=$seconds is not a number of seconds" >&2
    exit 1
fi

environment=target/contract/python
made=target/contract
mkdir -p "$made"
infra/local/setup.sh python tests/contract/requirements.txt "$environment"

# The system as its user starts it, on the synthetic population of the other tests, which is made once; it ends with
# this script.
NO_BUILD=1 STATE=target/system-tests/synthetic CLIENTS=3000 PORT=0 SEED=42 DATA='' \
    infra/local/run.sh >"$made/server.out" 2>"$made/server.err" &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true' EXIT
base=
while [ -z "$base" ]; do
    if ! kill -0 "$server" 2>/dev/null; then
        cat "$made/server.out" "$made/server.err" >&2
        echo "error: the local server did not start" >&2
        exit 1
    fi
    sleep 0.2
    base=$(sed -n 's/^listening on \(http[^ ]*[^/ ]\)\/*$/\1/p' "$made/server.out")
done
echo "the local server listens on $base"

"$environment/bin/python" tests/contract/guide.py functions/GUIDE.md "$base/api"
"$environment/bin/python" tests/contract/narrow.py "$base/api" "$made/openapi.json"
"$environment/bin/st" --config-file tests/contract/schemathesis.toml run "$made/openapi.json" --url "$base/api" \
    --max-time "$seconds" --seed "${SEED:-1}" --report junit --report-dir "$made/report"
