#!/usr/bin/env bash
# Takes a deployment down. What must outlive it stays unless it is asked for twice: people's reviews of decisions, the
# audit log, its key, and the user pool.
set -euo pipefail
# shellcheck source=infra/operations.sh
. "$(dirname "$0")/operations.sh"

usage() {
    cat <<'HELP'
usage: destroy.sh --stack NAME [--records] [--dry-run]

Deletes the stack, and the releases and the site with their buckets. Asks first: the stack's name is to be typed.

  --stack NAME   the stack's name
  --records      deletes also the reviews, the logs (with the audit log), the user pool, and, after 30 days in which that
                 can be undone, the keys. Asks a second time. Reviews under a lock in COMPLIANCE mode stay
  --dry-run      says what would be done

May be run again after an interruption: what is left is noted in target/clairscore/destroy-NAME.

Credentials and region are the AWS CLI's own: a profile, the environment, or the machine's role.
HELP
}

stack="" records=0
while [ $# -gt 0 ]; do
    case "$1" in
    -h | --help)
        usage
        exit
        ;;
    --stack) value "$@"; stack=$2; shift ;;
    --records) records=1 ;;
    --dry-run) dry_run=1 ;;
    *) wrong "unknown argument $1" ;;
    esac
    shift
done
[[ $stack =~ ^[a-z][a-z0-9-]{0,39}$ ]] || wrong "--stack: small letters, digits and hyphens, at most 40"
needs aws python3

# A line for each thing that outlives the stack: logical name, physical name.
note=${NOTES:-$here/../target/clairscore}/destroy-$stack
if aws cloudformation describe-stacks --stack-name "$stack" >/dev/null 2>"$scratch/problem"; then
    stands=1
    ask "the resources of $stack cannot be read" cloudformation describe-stack-resources --stack-name "$stack" \
        --output text --query 'StackResources[].[LogicalResourceId, PhysicalResourceId]' >"$scratch/all"
    grep -E '^(Artifacts|Site|Portfolio|AccessLog|Reviews|PredictLog|ExplainLog|CompareLog|PortfolioLog|Pool|AuditKey|Key)'$'\t' \
        "$scratch/all" >"$scratch/left" || true
elif grep -q 'does not exist' "$scratch/problem"; then
    stands=0
    [ -f "$note" ] || fail "there is no stack $stack, and no note of what it left"
    cp "$note" "$scratch/left"
else
    fail "the stack $stack cannot be read: $(cat "$scratch/problem")"
fi
named() { sed -n "s/^$1\\t//p" "$scratch/left"; }

say "This deletes:"
if [ "$stands" = 1 ]; then say "  the stack $stack: functions, distribution, alarms, roles"; fi
say "  every release, in the bucket $(named Artifacts)"
say "  jobs and results of portfolio scoring, in the bucket $(named Portfolio)"
say "  the site, in the bucket $(named Site), and the access log, in $(named AccessLog)"
if [ "$records" = 1 ]; then
    say "  people's reviews of decisions, in the bucket $(named Reviews)"
    say "  the logs and the audit log: $(named PredictLog) $(named ExplainLog) $(named CompareLog) $(named PortfolioLog)"
    say "  the user pool $(named Pool) with its users"
    say "  in 30 days, the keys, without which nothing that was kept under them can be read"
else
    say "This stays: reviews ($(named Reviews)), logs, user pool, keys. --records deletes them too."
fi

say "Packages stay in clairscore-code-*, which all stacks of the account and region share; each goes after 180 days."
if [ "$dry_run" = 0 ]; then
    confirm "$stack"
    if [ "$records" = 1 ]; then confirm "delete the records of $stack"; fi
    mkdir -p "$(dirname "$note")"
    cp "$scratch/left" "$note"
fi

delete_stack() {
    ask "the stack $1 cannot be deleted" cloudformation delete-stack --stack-name "$1"
    ask "the stack $1 was not deleted: see its events" cloudformation wait stack-delete-complete --stack-name "$1"
}
delete_edge() { AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1 delete_stack "$stack-edge"; }

# delete_bucket NAME [OPTION]: all versions, then the bucket.
delete_bucket() {
    local bucket=$1
    shift
    aws s3api head-bucket --bucket "$bucket" >/dev/null 2>&1 || return 0
    delete_versions "$bucket" "" "$@"
    ask "the bucket $bucket cannot be deleted" s3api delete-bucket --bucket "$bucket"
}

# gone ARGUMENTS...: deletes something that may be gone already.
gone() {
    aws "$@" >/dev/null 2>"$scratch/problem" || grep -qiE 'not ?found|does not exist|pending' "$scratch/problem" ||
        fail "$(tr '\n' ' ' <"$scratch/problem")"
}
delete_pool() {
    gone cognito-idp update-user-pool --user-pool-id "$1" --deletion-protection INACTIVE
    gone cognito-idp delete-user-pool --user-pool-id "$1"
}

if [ "$stands" = 1 ]; then act "delete the stack $stack (about ten minutes)" delete_stack "$stack"; fi
if AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1 aws cloudformation describe-stacks --stack-name "$stack-edge" \
    >/dev/null 2>&1; then
    act "delete the stack $stack-edge in us-east-1" delete_edge
fi
for name in Artifacts Site Portfolio AccessLog; do
    bucket=$(named "$name")
    if [ -n "$bucket" ]; then act "delete the bucket $bucket" delete_bucket "$bucket"; fi
done
if [ "$records" = 1 ]; then
    bucket=$(named Reviews)
    if [ -n "$bucket" ]; then
        act "delete the bucket $bucket" delete_bucket "$bucket" --bypass-governance-retention
    fi
    for name in PredictLog ExplainLog CompareLog PortfolioLog; do
        group=$(named "$name")
        if [ -n "$group" ]; then
            act "delete the log $group" gone logs delete-log-group --log-group-name "$group"
        fi
    done
    pool=$(named Pool)
    if [ -n "$pool" ]; then act "delete the user pool $pool" delete_pool "$pool"; fi
    secret=$(named AuditKey)
    if [ -n "$secret" ]; then
        act "delete the audit log's key in 30 days" gone secretsmanager delete-secret --secret-id "$secret" \
            --recovery-window-in-days 30
    fi
    key=$(named Key)
    if [ -n "$key" ]; then
        act "delete the encryption key in 30 days" gone kms schedule-key-deletion --key-id "$key" \
            --pending-window-in-days 30
    fi
fi
if [ "$dry_run" = 0 ]; then
    if [ "$records" = 1 ]; then rm -f "$note"; fi
    say "done"
fi
