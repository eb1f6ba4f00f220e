#!/usr/bin/env bash
# Puts a former release back in service, by moving the pointer that the functions follow.
set -euo pipefail
# shellcheck source=infra/operations.sh
. "$(dirname "$0")/operations.sh"

usage() {
    cat <<'HELP'
usage: rollback.sh (--stack NAME | --bucket NAME) [--prefix PREFIX] [--to RELEASE | --no-challenger] [--list]
       [--dry-run]

Without --to, goes back to the release that was in service before this one; run a second time it would come forward
again, so name the release where it matters. The functions take it up within half a minute. A challenger of the release
that leaves is left behind with it.

  --stack NAME      the stack whose pointer is moved
  --bucket NAME     the bucket of releases by its own name
  --prefix PREFIX   what stands before every key in it (nothing)
  --to RELEASE      which release
  --no-challenger   ends a challenge; the release in service stays
  --list            says what was in service, the newest first, twenty changes at most
  --dry-run         says what would be done

The history is that of the object current.json: the bucket keeps its versions.
HELP
}

stack="" bucket="" prefix="" release="" list=0 no_challenger=0
while [ $# -gt 0 ]; do
    case "$1" in
    -h | --help)
        usage
        exit
        ;;
    --stack) value "$@"; stack=$2; shift ;;
    --bucket) value "$@"; bucket=$2; shift ;;
    --prefix) value "$@"; prefix=${2%/}/; shift ;;
    --to) value "$@"; release=$2; shift ;;
    --no-challenger) no_challenger=1 ;;
    --list) list=1 ;;
    --dry-run) dry_run=1 ;;
    *) wrong "unknown argument $1" ;;
    esac
    shift
done
[ -n "$stack$bucket" ] || wrong "name a stack or a bucket"
[[ $release =~ ^[A-Za-z0-9-]*$ ]] || wrong "$release is not the name of a release"
needs aws python3

if [ -z "$bucket" ]; then
    bucket=$(output_of "$stack" ArtifactBucket)
    [ -n "$bucket" ] || fail "the stack $stack has no output ArtifactBucket"
fi
reachable "$bucket"

ask "the history of the pointer cannot be read" s3api list-object-versions --bucket "$bucket" \
    --prefix "${prefix}current.json" --output text \
    --query "Versions[?Key=='${prefix}current.json'].[VersionId, LastModified]" >"$scratch/all"
grep -v '^None$' "$scratch/all" >"$scratch/versions" || true

# The release that a version of the pointer names.
named_by() {
    ask "a version of the pointer cannot be read" s3api get-object --bucket "$bucket" \
        --key "${prefix}current.json" --version-id "$1" "$scratch/version" >/dev/null
    python3 -c '
import json, sys
try: print(json.load(open(sys.argv[1]))["release"])
except (ValueError, KeyError, TypeError): print("(damaged)")' "$scratch/version"
}

if [ "$list" = 1 ]; then
    head -n 20 "$scratch/versions" | while read -r version time; do
        printf '%s\t%s\n' "$time" "$(named_by "$version")"
    done
    exit
fi

current=$(pointer_of "$bucket" "$prefix") || current=""
if [ "$no_challenger" = 1 ]; then
    [ -z "$release" ] || wrong "--no-challenger leaves the release that is in service: it goes without --to"
    [ -n "$current" ] || fail "nothing is in service"
    act "name no challenger of $current" point "$bucket" "$prefix" "$current"
    if [ "$dry_run" = 0 ]; then say "done: $current is in service, without a challenger"; fi
    exit
fi
if [ -z "$release" ]; then
    [ -n "$current" ] || fail "nothing is in service: name a release with --to"
    while read -r version _; do
        release=$(named_by "$version")
        if [ "$release" != "$current" ] && [ "$release" != "(damaged)" ]; then break; fi
        release=""
    done <"$scratch/versions"
    [ -n "$release" ] || fail "$current is the only release that was ever in service: publish another one"
fi
say "in service: ${current:-nothing}"
if [ "$release" = "$current" ]; then
    say "done: $release is in service already"
    exit
fi

# A pointer to half a release would be refused by the functions, and the next one to start would not start.
at=${prefix}releases/$release
ask "$release is not in the bucket $bucket; --list says which have been in service" \
    s3api get-object --bucket "$bucket" --key "$at/manifest.json" "$scratch/manifest.json" >/dev/null
python3 "$here/release.py" list "$scratch/manifest.json" >"$scratch/release" || exit 1
[ "$(head -n 1 "$scratch/release")" = "$release" ] || fail "$at/manifest.json is the manifest of another release"
ask "the files of $release cannot be listed" s3api list-objects-v2 --bucket "$bucket" --prefix "$at/" \
    --output text --query 'Contents[].[Key, Size]' >"$scratch/sizes"
tail -n +2 "$scratch/release" >"$scratch/files"
while IFS=$'\t' read -r bytes _ name; do
    grep -qxF "$at/$name"$'\t'"$bytes" "$scratch/sizes" ||
        fail "$name of $release is not there in its size of $bytes bytes; the pointer was not moved"
done <"$scratch/files"
say "release $release: all files are there, in their size"

act "move the pointer from ${current:-nothing} to $release" point "$bucket" "$prefix" "$release"
if [ "$dry_run" = 0 ]; then say "done: $release is in service"; fi
