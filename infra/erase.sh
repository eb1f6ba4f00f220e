#!/usr/bin/env bash
# Erases a client from a deployment: releases that hold the client's features, and people's reviews of the client.
set -euo pipefail
# shellcheck source=infra/operations.sh
. "$(dirname "$0")/operations.sh"

usage() {
    cat <<'HELP'
usage: erase.sh --stack NAME [--portfolio] [--dry-run] CLIENT

Deletes, with all their versions: each former release that holds the client, and the reviews of decisions on the client.
Asks first: the client's number is to be typed. The release in service must not hold the client any more: publish one
without, and run this again.

  --stack NAME   the stack's name
  --portfolio    deletes also every job and result of portfolio scoring, whomever they are of; without it they go by
                 themselves, within 37 days
  --dry-run      says what would be done

The audit log keeps its lines until their time is over. They hold no number and no value of a client, but a keyed hash,
which is said here: whoever deletes the key cuts all lines' links to persons (infra/README.md, "Rotating keys").

Reviews under a lock in COMPLIANCE mode stay, and this fails. Needs s3:BypassGovernanceRetention on the others.
HELP
}

stack="" client="" portfolio=0
while [ $# -gt 0 ]; do
    case "$1" in
    -h | --help)
        usage
        exit
        ;;
    --stack) value "$@"; stack=$2; shift ;;
    --portfolio) portfolio=1 ;;
    --dry-run) dry_run=1 ;;
    -*) wrong "unknown argument $1" ;;
    *)
        [ -z "$client" ] || wrong "one client at a time"
        client=$1
        ;;
    esac
    shift
done
[ -n "$stack" ] || wrong "name a stack"
[[ $client =~ ^(0|[1-9][0-9]{0,9})$ ]] || wrong "name a client by number"
needs aws python3
umask 077

artifacts=$(output_of "$stack" ArtifactBucket)
reviews=$(output_of "$stack" ReviewBucket)
secret=$(output_of "$stack" AuditKey)
for name in "$artifacts" "$reviews" "$secret"; do
    [ -n "$name" ] || fail "the stack $stack lacks ArtifactBucket, ReviewBucket or AuditKey among its outputs: deploy it anew"
done
current=$(pointer_of "$artifacts" "")

# Whether a file ids.npy holds the client.
holds() {
    python3 - "$1" "$client" <<'PYTHON'
import array, sys
content = open(sys.argv[1], "rb").read()
start = 10 + int.from_bytes(content[8:10], "little")
if content[:6] != b"\x93NUMPY" or b"'<u4'" not in content[:start]:
    sys.exit(2)
numbers = array.array("I", content[start:])
if sys.byteorder == "big":
    numbers.byteswap()
sys.exit(0 if int(sys.argv[2]) in numbers else 1)
PYTHON
}

# Releases that were deleted and can still be brought back are among them.
ask "the releases in $artifacts cannot be listed" s3api list-object-versions --bucket "$artifacts" --prefix releases/ \
    --output text --query "Versions[?ends_with(Key, '/clients/ids.npy')].[Key, VersionId]" >"$scratch/ids"
former=()
while IFS=$'\t' read -r key version <&3; do
    if [ "$key" = None ]; then break; fi
    ask "$key cannot be read" s3api get-object --bucket "$artifacts" --key "$key" --version-id "$version" \
        "$scratch/ids.npy" >/dev/null
    status=0
    holds "$scratch/ids.npy" || status=$?
    release=${key#releases/}
    release=${release%%/*}
    case "$status" in
    0)
        [ "$release" != "$current" ] ||
            fail "the release in service, $current, holds client $client: publish one without the client first"
        if [[ " ${former[*]} " != *" $release "* ]]; then former+=("$release"); fi
        ;;
    1) ;;
    *) fail "$key is no list of clients" ;;
    esac
done 3<"$scratch/ids"

ask "the audit log's key cannot be read" secretsmanager get-secret-value --secret-id "$secret" --output text \
    --query SecretString >"$scratch/key"
hash=$(python3 - "$scratch/key" "$client" <<'PYTHON'
import hashlib, hmac, sys
key = open(sys.argv[1], "rb").read().removesuffix(b"\n")
print(hmac.new(key, sys.argv[2].encode(), hashlib.sha256).hexdigest())
PYTHON
)
rm "$scratch/key"
ask "the reviews in $reviews cannot be listed" s3api list-object-versions --bucket "$reviews" \
    --prefix "clients/$hash/" --output text --query 'Versions[].[Key]' >"$scratch/all"
grep -v '^None$' "$scratch/all" >"$scratch/entries" || true
# clients/<hash>/<review>.<decision> leads to decisions/<decision>/<review>.json.
sed -n 's|^clients/[0-9a-f]*/\([^.]*\)\.\(.*\)$|decisions/\2/\1.json|p' "$scratch/entries" | sort -u >"$scratch/reviews"

say "client $client, in the audit log and among reviews $hash"
say "This deletes:"
for release in "${former[@]}"; do say "  the release $release, for good"; done
while read -r review; do say "  the review $review"; done <"$scratch/reviews"
if [ "$portfolio" = 1 ]; then say "  every job and result of portfolio scoring, in $(output_of "$stack" PortfolioBucket)"; fi
if [ ${#former[@]} = 0 ] && [ ! -s "$scratch/entries" ] && [ "$portfolio" = 0 ]; then
    say "  nothing: no release holds the client, and no review is of it"
    exit
fi
if [ "$dry_run" = 0 ]; then confirm "$client"; fi

for release in "${former[@]}"; do
    act "delete the release $release" delete_versions "$artifacts" "releases/$release/"
done
# The entries go last: what is interrupted is found again.
while read -r review <&3; do
    act "delete the review $review" delete_versions "$reviews" "$review" --bypass-governance-retention
done 3<"$scratch/reviews"
if [ -s "$scratch/entries" ]; then
    act "delete the client's entries among reviews" delete_versions "$reviews" "clients/$hash/" --bypass-governance-retention
fi
if [ "$portfolio" = 1 ]; then
    act "delete jobs and results of portfolio scoring" delete_versions "$(output_of "$stack" PortfolioBucket)" ""
fi
if [ "$dry_run" = 0 ]; then say "done"; fi
