#!/usr/bin/env bash
# Times our trainer beside Python's LightGBM, by turns, on a synthetic population (CLIENTS=40000 SEED=42) or on the data at
# DATA=, and puts the table into models/training/README.md. Called by `make bench-training`.
set -euo pipefail
cd "$(dirname "$0")/../../.."

environment=target/venv-bench-training
work=target/bench-training
infra/local/setup.sh python models/training/benches/requirements.txt "$environment"
if [ "${NO_BUILD:-0}" != 1 ]; then cargo build --release --locked --workspace --bins --example grow; fi
programs=${CARGO_TARGET_DIR:-target}/release
mkdir -p "$work"
data=${DATA:-}
if [ -z "$data" ]; then
    data=$work/data
    "$programs/synthetic" --output "$data" --clients "${CLIENTS:-40000}" --seed "${SEED:-42}"
fi
"$programs/pipeline" ingest --data "$data" --output "$work/tables"
"$programs/pipeline" features --tables "$work/tables" --output "$work/features"
exec "$environment/bin/python" models/training/benches/speed.py "$programs/examples/grow" "$work/features" \
    --readme models/training/README.md
