#!/usr/bin/env bash
# What the scripts of this folder have in common. Sourced, not run.

# shellcheck disable=SC2034 # the scripts that source this one use it
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dry_run=0
# Version 1 of the AWS CLI knows the region by this name alone.
if [ -n "${AWS_REGION:-}" ]; then export AWS_DEFAULT_REGION=$AWS_REGION; fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

say() { printf '%s\n' "$*"; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# A wrong call, not a failure: status 2.
wrong() {
    printf 'error: %s; see --help\n' "$*" >&2
    exit 2
}

# value OPTION VALUE...: fails where an option lacks its value.
value() {
    if [ $# -lt 2 ] || [ -z "$2" ]; then wrong "$1 needs a value"; fi
}

needs() {
    local program
    for program in "$@"; do
        command -v "$program" >/dev/null || fail "$program is not installed"
    done
}

# act WHAT COMMAND...: says what, and does it; in a dry run only says it.
act() {
    local what=$1
    shift
    if [ "$dry_run" = 1 ]; then
        say "would $what"
        return
    fi
    say "$what"
    "$@"
}

# ask WHAT ARGUMENTS...: what the AWS CLI answers; where it cannot, what failed, and why.
ask() {
    local what=$1 status=0
    shift
    aws "$@" 2>"$scratch/problem" || status=$?
    if [ "$status" != 0 ]; then
        fail "$what: $(tr '\n' ' ' <"$scratch/problem" | sed 's/^ *//; s/ *$//')"
    fi
}

# The output of a stack; empty where the stack has no such output. The outputs are read once: `forget` them after a
# deployment.
output_of() {
    local file=$scratch/outputs-$1
    if [ ! -f "$file" ]; then
        ask "the stack $1 cannot be read" cloudformation describe-stacks --stack-name "$1" --output text \
            --query "Stacks[0].Outputs[].[OutputKey, OutputValue]" >"$file.new"
        mv "$file.new" "$file"
    fi
    sed -n "s/^$2\t//p" "$file"
}

forget() { rm -f "$scratch"/outputs-*; }

# The release that the pointer in a bucket names; empty where there is no pointer.
pointer_of() {
    local status=0
    aws s3api get-object --bucket "$1" --key "${2}current.json" "$scratch/pointer" >/dev/null \
        2>"$scratch/problem" || status=$?
    if [ "$status" = 0 ]; then
        python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["release"])' "$scratch/pointer" ||
            fail "${2}current.json of the bucket $1 is damaged: move it with rollback.sh --to RELEASE"
    elif ! grep -q NoSuchKey "$scratch/problem"; then
        fail "${2}current.json of the bucket $1 cannot be read: $(tr '\n' ' ' <"$scratch/problem")"
    fi
}

# point BUCKET PREFIX RELEASE [CHALLENGER]: moves the pointer, in the bytes that every function and program of the house
# writes. A challenger that is not named again is left behind.
point() {
    printf '{"release":"%s"%s}' "$3" "${4:+,\"challenger\":\"$4\"}" >"$scratch/current.json"
    ask "the pointer could not be moved" s3api put-object --bucket "$1" --key "${2}current.json" \
        --body "$scratch/current.json" --content-type application/json --cache-control no-cache >/dev/null
}

# reachable BUCKET: fails, with the reason, where a bucket is not there or closed to this role.
reachable() {
    ask "the bucket $1 cannot be reached (is its name right, and may this role read it?)" \
        s3api head-bucket --bucket "$1" >/dev/null
}

# health FUNCTION: asks a function's alias `live` for its health, and says the release that it answers from. The question
# is the one that a function URL would pass on.
health() {
    local release
    aws lambda invoke --function-name "$1" --qualifier live --payload "fileb://$here/event.json" \
        "$scratch/health" >"$scratch/invoked" 2>"$scratch/problem" || {
        tr '\n' ' ' <"$scratch/problem" >&2
        return 1
    }
    release=$(python3 - "$scratch/health" <<'PYTHON'
import base64, json, sys
text = open(sys.argv[1]).read()
try:
    answer = json.loads(text)
    body = answer["body"]
    body = base64.b64decode(body).decode() if answer.get("isBase64Encoded") else body
    if answer["statusCode"] != 200: raise ValueError
    print(json.loads(body)["release"])
except (ValueError, KeyError, TypeError):
    sys.exit(f"it answers {text[:300]}")
PYTHON
    ) || return 1
    printf "%s" "$release"
}

# The version that a function's alias `live` points to; empty where there is none.
version_of() {
    aws lambda get-alias --function-name "$1" --name live --output text --query FunctionVersion 2>/dev/null || true
}

# confirm TEXT: it is to be typed.
confirm() {
    local typed
    printf 'Type "%s" to go on: ' "$1"
    IFS= read -r typed || typed=""
    [ "$typed" = "$1" ] || fail "nothing was deleted"
}

# delete_versions BUCKET PREFIX [OPTION]: every version of every object whose key begins so.
delete_versions() {
    local bucket=$1 prefix=$2
    shift 2
    while true; do
        ask "$bucket cannot be listed" s3api list-object-versions --bucket "$bucket" --prefix "$prefix" --max-items 1000 \
            --output json --query '{Objects: [Versions, DeleteMarkers][][].{Key: Key, VersionId: VersionId}}' >"$scratch/versions"
        grep -q '"Key"' "$scratch/versions" || break
        ask "objects of $bucket cannot be deleted" s3api delete-objects --bucket "$bucket" "$@" \
            --delete "file://$scratch/versions" --query 'Errors[0].Message' --output text >"$scratch/errors"
        grep -qx None "$scratch/errors" || fail "objects of $bucket cannot be deleted: $(cat "$scratch/errors")"
    done
}
