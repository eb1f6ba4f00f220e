#!/usr/bin/env bash
# Publishes a release: checks it on this machine, uploads it, reads it back and checks it again, and only then moves the
# pointer that the functions follow.
set -euo pipefail
# shellcheck source=infra/operations.sh
. "$(dirname "$0")/operations.sh"

usage() {
    cat <<'HELP'
usage: publish.sh (--stack NAME | --bucket NAME) [--prefix PREFIX] [--keep-pointer] [--dry-run] FOLDER

Publishes the release in FOLDER, such as target/clairscore/releases/<id>. May be run again: what is stored already is
not uploaded twice. The functions take the release up within half a minute, after checking it themselves.

  --stack NAME      the stack whose bucket it goes to
  --bucket NAME     that bucket by its own name
  --prefix PREFIX   what stands before every key in it (nothing)
  --keep-pointer    uploads, and leaves the release that is in service
  --dry-run         says what would be done

Credentials and region are the AWS CLI's own: a profile, the environment, or the machine's role.
HELP
}

stack="" bucket="" prefix="" folder="" keep_pointer=0
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
tail -n +2 "$scratch/release" >"$scratch/files"
say "release $release: $(wc -l <"$scratch/files") files and the manifest, as they should be"

if [ -z "$bucket" ]; then
    bucket=$(output_of "$stack" ArtifactBucket)
    [ -n "$bucket" ] || fail "the stack $stack has no output ArtifactBucket"
fi
reachable "$bucket"
former=$(pointer_of "$bucket" "$prefix")
say "bucket $bucket, in service: ${former:-nothing yet}"
at=${prefix}releases/$release

# The digest that an object was stored with, and its size; empty where it is not there.
stored() {
    aws s3api head-object --bucket "$bucket" --key "$1" --output text \
        --query '[ContentLength, Metadata.sha256]' 2>/dev/null | tr '\t' ' ' || true
}

# put FILE NAME BYTES SHA256
put() {
    ask "$2 could not be uploaded; the pointer was not moved" s3 cp "$1" "s3://$bucket/$at/$2" \
        --only-show-errors --metadata "sha256=$4"
}

uploaded=0
while IFS=$'\t' read -r bytes sha256 name; do
    if [ "$(stored "$at/$name")" = "$bytes $sha256" ]; then continue; fi
    act "upload $name ($bytes bytes)" put "$folder/$name" "$name" "$bytes" "$sha256"
    uploaded=$((uploaded + 1))
done <"$scratch/files"
# Last: what has a manifest is whole.
bytes=$(wc -c <"$folder/manifest.json" | tr -d ' ')
sha256=$(sha256sum "$folder/manifest.json" | cut -d ' ' -f 1)
if [ "$(stored "$at/manifest.json")" != "$bytes $sha256" ]; then
    act "upload manifest.json ($bytes bytes)" put "$folder/manifest.json" manifest.json "$bytes" "$sha256"
    uploaded=$((uploaded + 1))
fi
[ "$uploaded" != 0 ] || say "all of it is stored already"

# Every byte is read back: what is stored may have been altered since.
read_back() {
    local bytes sha256 name
    while IFS=$'\t' read -r bytes sha256 name; do
        aws s3 cp "s3://$bucket/$at/$name" - --only-show-errors |
            python3 "$here/release.py" compare "$bytes" "$sha256" ||
            fail "$name is not stored as it should be; the pointer was not moved: remove the object and publish again"
    done < <(cat "$scratch/files" && printf '%s\t%s\tmanifest.json\n' "$1" "$2")
}
act "read all of it back from the bucket and check it again" read_back "$bytes" "$sha256"

if [ "$keep_pointer" = 1 ]; then
    say "done: $release is stored; in service stays ${former:-nothing}"
elif [ "$former" = "$release" ]; then
    say "done: $release is in service already"
else
    act "move the pointer from ${former:-nothing} to $release" point "$bucket" "$prefix" "$release"
    if [ "$dry_run" = 0 ]; then
        say "done: $release is in service${former:+; back: rollback.sh --to $former}"
    fi
fi
