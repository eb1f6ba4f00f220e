#!/usr/bin/env bash
# Times the pipeline at the size of the real data beside DuckDB and pandas. Called by `make bench`.
# Settings, from the environment: CLIENTS (356255).
set -euo pipefail
cd "$(dirname "$0")/../../.."

requirements=data/pipeline/benches/requirements.txt
environment=target/venv-bench
if ! cmp -s "$requirements" "$environment/requirements.txt"; then
    echo "Installing DuckDB and pandas into $environment."
    rm -rf "$environment"
    python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$requirements"
    cp "$requirements" "$environment/"
fi
cargo build --release --locked --workspace --bins
cargo build --release --locked --workspace --example aggregates_sql
exec python3 data/pipeline/benches/bench.py --clients "${CLIENTS:-356255}"
