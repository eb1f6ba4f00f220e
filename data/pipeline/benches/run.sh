#!/usr/bin/env bash
# Times the pipeline at the size of the real data beside DuckDB and pandas. Called by `make bench`.
# Settings, from the environment: CLIENTS (356255).
set -euo pipefail
cd "$(dirname "$0")/../../.."

infra/local/setup.sh python data/pipeline/benches/requirements.txt target/venv-bench
cargo build --release --locked --workspace --bins
cargo build --release --locked --workspace --example aggregates_sql
exec python3 data/pipeline/benches/bench.py --clients "${CLIENTS:-356255}"
