#!/usr/bin/env bash
# Plays every fault and writes down what came of it: the tests leave rows in target/faults, and tests/FAULTS.md is made of
# them. Called by `make faults`.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
"") ;;
*)
    echo "usage: tests/faults.sh" >&2
    exit 2
    ;;
esac

rm -rf target/faults
cargo test --release --locked --workspace --test faults --test damage --test issuer_faults --test interruptions
cargo build --release --locked --workspace --example faults
target/release/examples/faults
