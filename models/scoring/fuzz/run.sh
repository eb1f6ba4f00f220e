#!/usr/bin/env bash
# Feeds arbitrary bytes to all that scoring reads, each target for a bounded time; fails where one panics, hangs or
# takes too much memory; arithmetic is checked for overflow. Called by `make fuzz`. Settings, from the environment:
# SECONDS_EACH (60), TARGETS (all), SANITIZER (none, or address: slower, and its own memory counts too).
set -euo pipefail
cd "$(dirname "$0")/../../.."

fuzz=models/scoring/fuzz
tools=$PWD/target/tools
version=0.13.2
if [ "$("$tools/bin/cargo-fuzz" --version 2>/dev/null)" != "cargo-fuzz $version" ]; then
    echo "Installing cargo-fuzz $version into target/tools."
    cargo install --quiet --locked --root "$tools" --target-dir "$tools/build" cargo-fuzz --version "=$version"
fi
export PATH=$tools/bin:$PATH CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}/fuzz

sanitizer=${SANITIZER:-none} memory=256
if [ "$sanitizer" != none ]; then
    # As in models/scoring/sanitize.sh.
    export RUSTC_BOOTSTRAP=1
    memory=2048
fi

# shellcheck disable=SC2046,SC2086 # one word a target
set -- ${TARGETS:-$(cargo fuzz list --fuzz-dir "$fuzz")}
for target; do
    corpus=target/fuzz-corpus/$target
    mkdir -p "$corpus" "$fuzz/seeds/$target"
    echo "== $target, ${SECONDS_EACH:=60} s"
    # What is found is kept and starts the next run; the seeds stay as they are.
    cargo fuzz run --fuzz-dir "$fuzz" --sanitizer "$sanitizer" --debug-assertions "$target" "$corpus" "$fuzz/seeds/$target" -- \
        -max_total_time="$SECONDS_EACH" -timeout=10 -rss_limit_mb="$memory" -max_len=16384 -print_final_stats=1 2>&1 |
        grep -v -E '^#|^"'
done
echo "No target crashed."
