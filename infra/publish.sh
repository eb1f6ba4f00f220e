#!/usr/bin/env bash
# Publishes a release: checks it on this machine, uploads it, reads it back and checks it again, and only then moves the
# pointer that the functions follow.
set -euo pipefail
# shellcheck source=infra/operations.sh
. "$(dirname "$0")/operations.sh"

usage() {
    cat <<'HELP'
usage: publish.sh (--stack NAME | --bucket NAME) [--prefix PREFIX] [--keep-pointer | --as-challenger] [--dry-run]
       FOLDER

Publishes the release in FOLDER, such as target/clairscore/releases/<id>. May be run again: what is stored already is
not uploaded twice, unless it was damaged since. The functions take the release up within half a minute, after checking it themselves.

  --stack NAME      the stack whose bucket it goes to
  --bucket NAME     that bucket by its own name
  --prefix PREFIX   what stands before every key in it (nothing)
  --keep-pointer    uploads, and leaves the release that is in service
  --as-challenger   the same, and has this one scored in its shadow: in the audit log, never in an answer
  --dry-run         says what would be done

What is read back is kept in a temporary folder (TMPDIR) until it was checked: there must be room for the release.
Credentials and region are the AWS CLI's own: a profile, the environment, or the machine's role.
HELP
}

stack="" bucket="" prefix="" folder="" keep_pointer=0 as_challenger=0
while [ $# -gt 0 ]; do
    case "$1" in
    -h | --help)
        usage
        exit
        ;;
    --stack) value "$@"; stack=$2; shift ;;
    --bucket) value "$@"; bucket=$2; shift ;;
    --prefix) value "$@"; prefix=${2%/}/; shift ;;
    --keep-pointer) keep_pointer=1 ;;
    --as-challenger) as_challenger=1 ;;
    --dry-run) dry_run=1 ;;
    -*) wrong "unknown option $1" ;;
    *)
        [ -z "$folder" ] || wrong "one release at a time"
        folder=${1%/}
        ;;
    esac
    shift
done
[ -n "$folder" ] || wrong "name the folder of a release"
[ -n "$stack$bucket" ] || wrong "name a stack or a bucket"
needs aws python3

say "checking $folder"
# Its message says what is damaged.
python3 "$here/release.py" verify "$folder" >"$scratch/release" || exit 1
release=$(head -n 1 "$scratch/release")
say "release $release: $(($(wc -l <"$scratch/release") - 1)) files and the manifest, as they should be"
if grep -qE '"kind": *"synthetic"' "$folder/manifest.json"; then
    say "note: it has learned from made-up clients, and must not decide on real ones"
fi

if [ -z "$bucket" ]; then
    bucket=$(output_of "$stack" ArtifactBucket)
    [ -n "$bucket" ] || fail "the stack $stack has no output ArtifactBucket"
fi
reachable "$bucket"
former=$(pointer_of "$bucket" "$prefix")
say "bucket $bucket, in service: ${former:-nothing yet}"
if [ "$as_challenger" = 1 ]; then
    [ -n "$former" ] || fail "nothing is in service that $release could challenge"
    [ "$former" != "$release" ] || fail "$release is in service: it cannot challenge itself"
fi
at=${prefix}releases/$release

upload() {
    ask "$release could not be uploaded; the pointer was not moved" \
        s3 sync "$folder" "s3://$bucket/$at" --exclude manifest.json --no-progress
    # Last: what has a manifest is whole.
    ask "the manifest could not be uploaded; the pointer was not moved" \
        s3 sync "$folder" "s3://$bucket/$at" --exclude '*' --include manifest.json --no-progress
}
act "upload what is not stored yet" upload

read_back() {
    rm -rf "$scratch/back"
    ask "$release cannot be read back; the pointer was not moved" \
        s3 cp "s3://$bucket/$at" "$scratch/back" --recursive --only-show-errors
    python3 "$here/release.py" verify "$scratch/back" >"$scratch/stored" 2>"$scratch/damage"
}

# Every byte is read back: what was stored before may have been altered since, in its size, which `sync` passes over.
# Then all of it is written again: the bucket keeps what was there as an older version.
check_again() {
    if ! read_back; then
        say "damaged in the bucket, written anew: $(cat "$scratch/damage")"
        ask "$release could not be uploaded; the pointer was not moved" \
            s3 cp "$folder" "s3://$bucket/$at" --recursive --exclude manifest.json --only-show-errors
        ask "the manifest could not be uploaded; the pointer was not moved" \
            s3 cp "$folder/manifest.json" "s3://$bucket/$at/manifest.json" --only-show-errors
        read_back ||
            fail "what is stored is not the release; the pointer was not moved: $(cat "$scratch/damage")"
    fi
    cmp -s "$scratch/stored" "$scratch/release" || fail "$at holds another release; the pointer was not moved"
}
act "read all of it back and check it again" check_again

if [ "$keep_pointer" = 1 ]; then
    say "done: $release is stored; in service stays ${former:-nothing}"
elif [ "$as_challenger" = 1 ]; then
    act "name $release the challenger of $former" point "$bucket" "$prefix" "$former" "$release"
    if [ "$dry_run" = 0 ]; then
        say "done: $former stays in service, $release in its shadow; rollback.sh --no-challenger ends that"
    fi
elif [ "$former" = "$release" ]; then
    say "done: $release is in service already"
else
    act "move the pointer from ${former:-nothing} to $release" point "$bucket" "$prefix" "$release"
    if [ "$dry_run" = 0 ]; then
        say "done: $release is in service${former:+; back: rollback.sh --to $former}"
    fi
fi
