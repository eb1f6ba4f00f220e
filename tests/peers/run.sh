#!/usr/bin/env bash
# Measures the functions: cold start beside a function that does nothing, latency and throughput of each endpoint, and
# the same service written the usual way beside it. Puts the table into functions/service/README.md. Called by
# `make bench-functions` (CLIENTS=20000). PROGRAMS=target/shipped measures what is shipped, once it is built there with
# the example `hello` (cargo build --profile shipped).
set -euo pipefail
cd "$(dirname "$0")/../.."

environment=target/venv-peers
infra/local/setup.sh wrk
infra/local/setup.sh python tests/peers/requirements.txt "$environment"
cargo build --release --locked --workspace --bins --example hello --example bench_functions

# A release of the size asked for, as `make run` makes it.
state=target/bench-functions
CLIENTS="${CLIENTS:-20000}" STATE=$state NO_BUILD=1 infra/local/run.sh --release-only
release=$state/releases/$(cat "$state/release")

# OpenMP's threads wait without spinning: on a busy machine spinning makes them ten times slower.
export OMP_WAIT_POLICY=passive OMP_NUM_THREADS=1
"$environment/bin/python" tests/peers/train.py "$release" "$state/peer"
PEER_FOLDER=$PWD/$state/peer target/release/examples/bench_functions "$release" "$PWD/$environment/bin" \
    functions/service/README.md
