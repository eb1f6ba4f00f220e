#!/usr/bin/env bash
# What the scripts of this folder have in common. Sourced, not run.

# shellcheck disable=SC2034 # the scripts that source this one use it
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dry_run=0
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

# The output of a stack; empty where the stack has no such output.
output_of() {
    local found
    found=$(ask "the stack $1 cannot be read" cloudformation describe-stacks --stack-name "$1" --output text \
        --query "Stacks[0].Outputs[?OutputKey=='$2'].OutputValue | [0]")
    if [ "$found" = None ]; then found=""; fi
    printf '%s' "$found"
}

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

# point BUCKET PREFIX RELEASE: moves the pointer, in the bytes that every function and program of the house writes.
point() {
    printf '{"release":"%s"}' "$3" >"$scratch/current.json"
    ask "the pointer could not be moved" s3api put-object --bucket "$1" --key "${2}current.json" \
        --body "$scratch/current.json" --content-type application/json --cache-control no-cache >/dev/null
}

# reachable BUCKET: fails, with the reason, where a bucket is not there or closed to this role.
reachable() {
    ask "the bucket $1 cannot be reached (is its name right, and may this role read it?)" \
        s3api head-bucket --bucket "$1" >/dev/null
}
