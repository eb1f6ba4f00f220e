#!/usr/bin/env bash
# Looks for undefined behaviour in the scoring core and the matrices that it reads: their tests under AddressSanitizer
# (memory used beyond its bounds, after its end, or never given back), with the standard library's checks of what unsafe
# code promises; then those of readers and trees under valgrind (decisions by values that were never set). Called by
# `make sanitize`, and with `address` alone by `make test`.
#
# The sanitizers come with the pinned toolchain, behind a switch that stable compilers refuse: RUSTC_BOOTSTRAP lets it
# through, here and in the fuzz targets alone.
set -euo pipefail
cd "$(dirname "$0")/../.."

case "${1:-}" in
"" | address | valgrind) ;;
*)
    echo "usage: sanitize.sh [address|valgrind]   (both, one after the other)"
    if [[ $1 =~ ^(-h|--help)$ ]]; then exit; else exit 2; fi
    ;;
esac
host=$(rustc -vV | sed -n 's/^host: //p')
core=(--locked --target "$host" -p scoring -p matrix)
# Optimised a little: without, the tests take minutes. Checks of overflow and debug assertions stay.
export CARGO_PROFILE_DEV_OPT_LEVEL=1 CARGO_PROFILE_DEV_DEBUG=line-tables-only

if [ "${1:-address}" = address ]; then
    echo "AddressSanitizer (the first time, a minute and a half)"
    RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Zsanitizer=address CARGO_TARGET_DIR=target/sanitize \
        cargo test --no-fail-fast "${core[@]}" --lib --tests
fi
if [ "${1:-valgrind}" = valgrind ]; then
    infra/local/setup.sh valgrind
    echo "valgrind (three minutes)"
    env CARGO_TARGET_DIR=target/valgrind \
        "CARGO_TARGET_$(tr 'a-z-' 'A-Z_' <<<"$host")_RUNNER=valgrind --quiet --error-exitcode=1" \
        cargo test --no-fail-fast "${core[@]}" --lib --test blocks --test files --test model --test shapley
fi
