#!/usr/bin/env bash
# Holds the built dashboard against Lighthouse: performance, accessibility and best practices of its heaviest pages, each at
# least 95 of 100 on a desk; and measures how long an advisor waits for a decision. Reports go to target/audit. Called by
# `make audit`; not by `make test`, for speed depends on what else the machine does.
set -euo pipefail
cd "$(dirname "$0")/../.."

least=95
tool=target/lighthouse
output=target/audit

usage() {
    cat <<'EOF'
usage: run.sh [--help]

Settings, from the environment:
  BASE   where the dashboard runs; without it, it is started on a synthetic population
EOF
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

fail() {
    echo "error: $*" >&2
    exit 1
}

command -v npm >/dev/null || fail "npm is missing: infra/local/setup.sh test installs it"
chromium=$(command -v chromium) || fail "chromium is missing: infra/local/setup.sh test installs it"
# All that it brings along is as the lock file says.
if ! cmp -s tests/audit/package-lock.json "$tool/installed"; then
    echo "Fetching Lighthouse into $tool."
    mkdir -p "$tool"
    cp tests/audit/package.json tests/audit/package-lock.json "$tool"
    npm ci --silent --no-audit --no-fund --prefix "$tool"
    cp tests/audit/package-lock.json "$tool/installed"
fi

base=${BASE:-}
if [ -z "$base" ]; then
    log=$(mktemp)
    NO_BUILD=1 STATE=target/system-tests/synthetic CLIENTS=3000 PORT=0 infra/local/run.sh >"$log" 2>"$log.errors" &
    server=$!
    trap 'kill "$server" 2>/dev/null || true; rm -f "$log" "$log.errors"' EXIT
    for _ in $(seq 600); do
        base=$(sed -n 's/^listening on //p' "$log")
        if [ -n "$base" ]; then break; fi
        kill -0 "$server" 2>/dev/null || fail "the dashboard does not start: $(cat "$log.errors")"
        sleep 0.5
    done
    [ -n "$base" ] || fail "the dashboard does not start within five minutes"
fi

# measure NAME ADDRESS: writes the reports of a page.
measure() {
    CHROME_PATH=$chromium "$tool/node_modules/.bin/lighthouse" "$2" --quiet --preset=desktop \
        --only-categories=performance,accessibility,best-practices --output=json --output=html \
        --output-path="$output/$1" --chrome-flags="--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
}

client=$(curl -fsS "$base/api/clients?limit=1" | sed -n 's/.*"client_id":\([0-9]*\).*/\1/p')
rm -rf "$output"
mkdir -p "$output"
bad=0
for page in home=/ client="/client/$client" comparison="/client/$client/compare" model=/model; do
    name=${page%%=*}
    # On a busy machine a trace may be lost: twice more, then it is an error.
    for attempt in 1 2 3; do
        if measure "$name" "$base${page#*=}"; then break; fi
        [ "$attempt" -lt 3 ] || fail "Lighthouse cannot measure $base${page#*=}"
    done
    scores=$(node -e '
        const { categories } = JSON.parse(require("fs").readFileSync(process.argv[1]));
        console.log(["performance", "accessibility", "best-practices"].map(one => Math.round(categories[one].score * 100)).join(" "));
    ' "$output/$name.report.json")
    read -r performance accessibility practices <<<"$scores"
    printf '%-12s performance %3d  accessibility %3d  best practices %3d\n' "$name" "$performance" "$accessibility" "$practices"
    for score in $scores; do
        if [ "$score" -lt "$least" ]; then bad=1; fi
    done
done
BASE=$base target/release/examples/search_to_decision | tee "$output/search-to-decision.md" || bad=1
echo "reports: $output"
[ "$bad" = 0 ] || fail "a page has less than $least of 100, or a decision lets its advisor wait"
