#!/usr/bin/env bash
# Everything that must hold before a change goes in. Called by `make test`, and so by CI.
set -euo pipefail
cd "$(dirname "$0")/.."

# Settings of `make run` in the caller's environment are not the tests' business.
unset DATA CLIENTS SEED PORT STATE SIGN_IN SCREENSHOTS SECONDS_EACH FIRST POINTS

say() { printf '\n== %s (%d min)\n' "$1" $((SECONDS / 60)); }

say "set-up"
infra/local/setup.sh test
say "format"
cargo fmt --all --check
say "scripts"
git ls-files -z '*.sh' .ci/run | xargs -0 shellcheck
say "stack (the first time, two minutes for its tools)"
infra/tests/run.sh
say "lints (the first time, dependencies are checked too: some minutes)"
cargo clippy --release --locked --workspace --all-targets -- -D warnings
# A workspace of its own, which nothing else here compiles.
CARGO_TARGET_DIR=target/fuzz cargo clippy --locked --manifest-path models/scoring/fuzz/Cargo.toml --all-targets -- -D warnings
say "programs (the first time, about a quarter of an hour)"
cargo build --release --locked --workspace --bins
say "dashboard"
target/release/site --output target/clairscore/site
say "tests"
cargo test --release --locked --workspace
say "undefined behaviour (the scoring core's tests under AddressSanitizer)"
models/scoring/sanitize.sh address
say "contract (fixed cases of schemathesis, and the examples of the guide)"
tests/contract/run.sh
say "packages (started as Lambda starts them, with the release of the contract)"
infra/package.sh --programs target/release --output target/test-packages
infra/tests/run.sh --packages target/test-packages
say "documents"
infra/local/setup.sh report
target/release/documents --release models/report/tests/release --output target/documents
models/report/pdf.sh target/documents
say "all of it passed"
