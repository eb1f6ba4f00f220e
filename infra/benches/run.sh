#!/usr/bin/env bash
# Measures how a client is looked up among 356,255 and among ten million: predict in front of an S3 server on this
# machine, one request at a time. Puts the table into infra/README.md. Called by `make bench-lookups`. Needs 60 MB a million
# clients of real disk, and a file system that keeps holes.
set -euo pipefail
cd "$(dirname "$0")/../.."

environment=target/infra-venv
infra/local/setup.sh python infra/tests/requirements.txt "$environment"
release=${RELEASE:-}
if [ -z "$release" ]; then
    cargo build --release --locked --workspace --bins
    state=target/bench-lookups
    NO_BUILD=1 CLIENTS=3000 STATE=$state infra/local/run.sh --release-only
    release=$state/releases/$(cat "$state/release")
fi
exec "$environment/bin/python" infra/benches/lookups.py "$release" target/release/predict infra/README.md
