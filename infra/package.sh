#!/usr/bin/env bash
# Builds what is shipped: a zip for each function, with the program `bootstrap` at its root, and what is built into it. The
# same programs give the same bytes, whenever and wherever they are packed.
set -euo pipefail
# shellcheck source=infra/operations.sh
. "$(dirname "$0")/operations.sh"
cd "$here/.."

usage() {
    cat <<'HELP'
usage: package.sh [--architecture x86_64|arm64] [--output FOLDER] [--programs FOLDER]

Writes predict.zip, explain.zip and compare.zip, and says their sizes and digests; beside each, as predict.cdx.json and
so on, what is built into it (CycloneDX 1.6).

  --architecture    the processor of the functions; without it, this machine's
  --output FOLDER   where to write (target/packages)
  --programs FOLDER packs the programs in FOLDER, and builds nothing

The build optimises across all crates: many minutes. For another processor than this machine's, its Rust target and a
linker for it are installed first, where they are missing.
HELP
}

# What is built here is held to 5 MiB: every cold start fetches it.
architecture="" output=target/packages programs="" most=()
while [ $# -gt 0 ]; do
    case "$1" in
    -h | --help)
        usage
        exit
        ;;
    --architecture) value "$@"; architecture=$2; shift ;;
    --output) value "$@"; output=$2; shift ;;
    --programs) value "$@"; programs=$2; shift ;;
    *) wrong "unknown argument $1" ;;
    esac
    shift
done
native=$(uname -m | sed 's/^aarch64$/arm64/')
case "${architecture:=$native}" in
x86_64) target=x86_64-unknown-linux-gnu linker=x86_64-linux-gnu-gcc ;;
arm64) target=aarch64-unknown-linux-gnu linker=aarch64-linux-gnu-gcc ;;
*) wrong "$architecture is neither x86_64 nor arm64" ;;
esac
needs python3 cargo

if [ -z "$programs" ]; then
    built=${CARGO_TARGET_DIR:-target}
    options=(--profile shipped --locked -p predict -p explain -p compare)
    programs=$built/shipped
    if [ "$architecture" != "$native" ]; then
        "$here/local/setup.sh" cross "$architecture" "$target" "$linker"
        export "CARGO_TARGET_$(tr 'a-z-' 'A-Z_' <<<"$target")_LINKER=$linker"
        options+=(--target "$target")
        programs=$built/$target/shipped
    fi
    # Where the source and the libraries lie is not part of the program.
    home=${CARGO_HOME:-$HOME/.cargo}
    export RUSTFLAGS="${RUSTFLAGS:-} --remap-path-prefix=$PWD=. --remap-path-prefix=$home=cargo"
    export CFLAGS="${CFLAGS:-} -ffile-prefix-map=$PWD=. -ffile-prefix-map=$home=cargo"
    # Nor is when it was built: mimalloc writes that down, and the compiler takes it from here (1980, as the zips').
    export SOURCE_DATE_EPOCH=315532800
    say "building predict, explain and compare for $architecture (the first time, a quarter of an hour)"
    "${CARGO:-cargo}" build "${options[@]}"
    most=($((5 << 20)))
fi

mkdir -p "$output"
for name in predict explain compare; do
    [ -f "$programs/$name" ] || fail "$programs/$name is not there: build it, or name another folder with --programs"
    python3 "$here/zip.py" "$programs/$name" "$architecture" "$output/$name.zip" "${most[@]}"
done
python3 "$here/sbom.py" "$architecture" "$output"
