#!/usr/bin/env bash
# Builds the packages of the last commit twice, from nothing and in two folders, and fails where one byte differs. Called by
# `make reproduce`. Wants a quarter of an hour and 6 GB in TMPDIR.
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() {
    echo "usage: reproduce.sh [x86_64|arm64]"
    echo "Builds the packages of the last commit twice, for this machine's processor or another, and compares them."
}
case "${1:-}" in
-h | --help)
    usage
    exit
    ;;
"" | x86_64 | arm64) ;;
*)
    usage >&2
    exit 2
    ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone --quiet . "$work/one"
git clone --quiet . "$work/another/deeper"
for folder in one another/deeper; do
    (unset CARGO_TARGET_DIR && "$work/$folder/infra/package.sh" ${1:+--architecture "$1"} --output "$work/$folder.packages")
    rm -rf "${work:?}/$folder"
done
differ=0
for package in "$work"/one.packages/*; do
    name=$(basename "$package")
    if cmp "$package" "$work/another/deeper.packages/$name"; then
        echo "$name: both builds are the same"
    else
        differ=1
    fi
done
exit "$differ"
