#!/usr/bin/env bash
# Checks a real deployment after the fact: what no test on a machine without an account can know. Changes nothing.
set -euo pipefail
# shellcheck source=infra/operations.sh
. "$(dirname "$0")/operations.sh"

usage() {
    cat <<'HELP'
usage: verify.sh --stack NAME [--only edge|buckets|roles|functions|watching]

Checks, one line each: the site and its headers, the routes of the interface and that they ask for a token, that function
URLs turn away who does not sign, that buckets are closed, what each function's role may and may not do, that versions
and logs are as they should be, that alarms reach somebody. The status is 1 where a check fails.

Credentials and region are the AWS CLI's own: a profile, the environment, or the machine's role; it must be able to read
the stack, its buckets' settings, alarms and roles (ReadOnlyAccess is enough), and to invoke the functions.
HELP
}

stack="" only=""
while [ $# -gt 0 ]; do
    case "$1" in
    -h | --help)
        usage
        exit
        ;;
    --stack) value "$@"; stack=$2; shift ;;
    --only) value "$@"; only=$2; shift ;;
    *) wrong "unknown argument $1" ;;
    esac
    shift
done
[ -n "$stack" ] || wrong "name a stack"
[[ $only =~ ^(|edge|buckets|roles|functions|watching)$ ]] || wrong "--only $only is no group of checks"
needs aws python3 curl

passed=0 failed=0
# check WHAT FOUND PATTERN: whether what was found is what it should be.
check() {
    if [[ $2 =~ ^($3)$ ]]; then
        passed=$((passed + 1))
        printf 'ok      %s\n' "$1"
    else
        failed=$((failed + 1))
        printf 'FAILED  %s: %s\n' "$1" "${2:-nothing}"
    fi
}

# fetch URL [CURL OPTIONS]: the status; headers and body are kept.
fetch() {
    local url=$1
    shift
    curl --silent --max-time 30 --dump-header "$scratch/headers" --output "$scratch/body" --write-out '%{http_code}' \
        "$@" "$url" || true
}
header() { tr -d '\r' <"$scratch/headers" | sed -n "s/^$1: *//Ip" | tail -n 1; }
# What a command answers; empty where it cannot.
answer() { aws "$@" --output text 2>/dev/null || true; }

edge() {
    local address script path
    address=$(output_of "$stack" Address)
    check "the site answers" "$(fetch "$address/")" 200
    check "its policy lets no foreign script run" "$(header content-security-policy)" "default-src 'self'; script-src 'self' 'wasm-unsafe-eval';.*"
    check "browsers keep to TLS" "$(header strict-transport-security)" "max-age=31536000.*"
    check "it may not be framed" "$(header x-frame-options)" DENY
    script=$(grep -o 'src="/[^"]*\.js"' "$scratch/body" | head -n 1 | cut -d '"' -f 2 || true)
    check "a page's address gives the document" "$(fetch "$address/client/100001")" 200
    check "the document's script is there" "$(fetch "$address$script" --compressed)" 200
    check "the script is kept for ever" "$(header cache-control)" ".*immutable.*"
    check "the script is compressed" "$(header content-encoding)" "br|gzip"
    check "the site's settings are there" "$(fetch "$address/config.json")" 200
    check "they name the issuer" "$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["issuer"])' "$scratch/body" 2>/dev/null || true)" "$(output_of "$stack" Issuer)"
    check "the issuer describes itself" "$(fetch "$(output_of "$stack" Issuer)/.well-known/openid-configuration")" 200
    if [[ $address == https:* ]]; then
        check "who comes in clear is sent to TLS" "$(fetch "http:${address#https:}/")" 301
    fi
    check "the interface is reached" "$(fetch "$address/api/health")" 200
    for path in predict/100001 explain/100001 model compare/100001 clients; do
        check "/api/$path asks for a token" "$(fetch "$address/api/$path")" 401
        check "/api/$path says so as a problem document" "$(header content-type)" "application/problem\\+json.*"
    done
    check "a path that is not there is a problem, not a page" "$(fetch "$address/api/nothing")" 404
}

buckets() {
    local name bucket
    for name in ArtifactBucket SiteBucket ReviewBucket PortfolioBucket AccessLogBucket; do
        bucket=$(output_of "$stack" "$name")
        check "$name is closed to the public" "$(answer s3api get-public-access-block --bucket "$bucket" \
            --query 'PublicAccessBlockConfiguration.[BlockPublicAcls,IgnorePublicAcls,BlockPublicPolicy,RestrictPublicBuckets]' |
            tr '\t' ' ')" "True True True True"
        check "$name keeps versions" "$(answer s3api get-bucket-versioning --bucket "$bucket" --query Status)" Enabled
        check "$name is encrypted" "$(answer s3api get-bucket-encryption --bucket "$bucket" \
            --query 'ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.SSEAlgorithm')" "aws:kms|AES256"
        check "$name is asked over TLS only" "$(answer s3api get-bucket-policy --bucket "$bucket" --query Policy)" ".*aws:SecureTransport.*"
    done
    bucket=$(output_of "$stack" ReviewBucket)
    check "reviews are locked" "$(answer s3api get-object-lock-configuration --bucket "$bucket" \
        --query ObjectLockConfiguration.Rule.DefaultRetention.Mode)" "GOVERNANCE|COMPLIANCE"
}

# may ROLE ACTION RESOURCE: what IAM would decide.
may() {
    answer iam simulate-principal-policy --policy-source-arn "$1" --action-names "$2" --resource-arns "$3" \
        --query 'EvaluationResults[0].EvalDecision'
}

roles() {
    local name role artifacts reviews
    artifacts=arn:aws:s3:::$(output_of "$stack" ArtifactBucket)
    reviews=arn:aws:s3:::$(output_of "$stack" ReviewBucket)
    for name in Predict Explain Compare; do
        role=$(answer lambda get-function-configuration --function-name "$(output_of "$stack" "${name}Function")" --query Role)
        check "${name,,} reads the pointer" "$(may "$role" s3:GetObject "$artifacts/current.json")" allowed
        check "${name,,} writes no artifact" "$(may "$role" s3:PutObject "$artifacts/current.json")" ".*Deny"
        case "$name" in
        Compare) check "compare reads the cohort" "$(may "$role" s3:GetObject "$artifacts/releases/x/clients/cohort.npy")" allowed ;;
        *) check "${name,,} does not read the cohort" "$(may "$role" s3:GetObject "$artifacts/releases/x/clients/cohort.npy")" ".*Deny" ;;
        esac
        case "$name" in
        Explain) check "explain writes reviews" "$(may "$role" s3:PutObject "$reviews/decisions/x")" allowed ;;
        *) check "${name,,} writes no review" "$(may "$role" s3:PutObject "$reviews/decisions/x")" ".*Deny" ;;
        esac
        check "${name,,} deletes no review" "$(may "$role" s3:DeleteObject "$reviews/decisions/x")" ".*Deny"
    done
}

functions() {
    local name function release
    release=$(pointer_of "$(output_of "$stack" ArtifactBucket)" "")
    check "a release is published" "$release" ".+"
    for name in Predict Explain Compare; do
        function=$(output_of "$stack" "${name}Function")
        check "${name,,} answers from it" "$(health "$function" 2>/dev/null || true)" "$release"
        check "${name,,}'s URL turns away who does not sign" "$(fetch "$(output_of "$stack" "${name}Url")health")" 403
        check "${name,,} keeps its log for a time" "$(answer logs describe-log-groups --log-group-name-prefix \
            "$(answer lambda get-function-configuration --function-name "$function" --query LoggingConfig.LogGroup)" \
            --query 'logGroups[0].retentionInDays')" "[0-9]+"
    done
    check "portfolios can be scored" "$(answer stepfunctions describe-state-machine --state-machine-arn \
        "$(output_of "$stack" PortfolioStateMachine)" --query status)" ACTIVE
}

watching() {
    local topic
    topic=$(output_of "$stack" AlarmTopic)
    check "there are alarms" "$(answer cloudwatch describe-alarms --alarm-name-prefix "$stack " --query 'length(MetricAlarms)')" "[7-9]|[1-9][0-9]"
    check "each of them tells the topic" "$(answer cloudwatch describe-alarms --alarm-name-prefix "$stack " \
        --query "length(MetricAlarms[?!contains(AlarmActions, '$topic')])")" 0
    check "somebody has confirmed to be told" "$(answer sns list-subscriptions-by-topic --topic-arn "$topic" \
        --query "length(Subscriptions[?starts_with(SubscriptionArn, 'arn:')])")" "[1-9][0-9]*"
}

for group in edge buckets roles functions watching; do
    if [ -z "$only" ] || [ "$only" = "$group" ]; then
        say "-- $group"
        "$group"
    fi
done
say "$passed checks passed, $failed failed"
[ "$failed" = 0 ]
