#!/usr/bin/env bash
# Deploys Clairscore, or what has changed of it: packages, stack, site; then asks what it deployed whether it is well, and
# puts the former state back in service where it is not.
set -euo pipefail
# shellcheck source=infra/operations.sh
. "$(dirname "$0")/operations.sh"
cd "$here/.."

usage() {
    cat <<'HELP'
usage: deploy.sh --stack NAME [--parameters FILE] [--firewall RATE] [--quick] [--no-build]
                 [--architecture arm64|x86_64] [--packages FOLDER] [--site FOLDER] [--dry-run]

Builds and packs the functions, builds the site, checks the templates, deploys the stack, uploads the site, invalidates
the cache of its document, and tests what came of it. Where that test fails, the functions' former versions and the former
site are put back in service. May be run again at any time: what has not changed stays.

  --stack NAME         the stack's name: small letters, digits and hyphens
  --parameters FILE    lines of Name=Value for template.yaml; # begins a comment (infra/README.md lists them)
  --firewall RATE      with edge.yaml in us-east-1: at most RATE requests in five minutes from one address
  --quick              leaves the stack's description as it is: functions' code and site alone
  --no-build           takes packages and site as they are
  --architecture NAME  the functions' processor (arm64)
  --packages FOLDER    where the zips are (target/packages)
  --site FOLDER        where the site is (target/clairscore/site)
  --dry-run            says what would be done

Credentials and region are the AWS CLI's own: a profile, the environment, or the machine's role.
HELP
}

stack="" parameters="" firewall="" quick=0 build=1 architecture=arm64
packages=target/packages site=target/clairscore/site
while [ $# -gt 0 ]; do
    case "$1" in
    -h | --help)
        usage
        exit
        ;;
    --stack) value "$@"; stack=$2; shift ;;
    --parameters) value "$@"; parameters=$2; shift ;;
    --firewall) value "$@"; firewall=$2; shift ;;
    --quick) quick=1 ;;
    --no-build) build=0 ;;
    --architecture) value "$@"; architecture=$2; shift ;;
    --packages) value "$@"; packages=${2%/}; shift ;;
    --site) value "$@"; site=${2%/}; shift ;;
    --dry-run) dry_run=1 ;;
    *) wrong "unknown argument $1" ;;
    esac
    shift
done
[[ $stack =~ ^[a-z][a-z0-9-]{0,39}$ ]] || wrong "--stack: small letters, digits and hyphens, at most 40"
[[ $firewall =~ ^[0-9]*$ ]] || wrong "--firewall $firewall is not a number of requests"
[[ $architecture =~ ^(arm64|x86_64)$ ]] || wrong "$architecture is neither arm64 nor x86_64"
settings=()
if [ -n "$parameters" ]; then
    [ -f "$parameters" ] || fail "$parameters is not there"
    while IFS= read -r line; do
        [[ $line =~ ^[A-Za-z]+=.*$ ]] || fail "$parameters: not a line of Name=Value: $line"
        grep -qE "^  ${line%%=*}:|\"${line%%=*}\":" "$here/template.yaml" ||
            fail "$parameters: the template has no parameter ${line%%=*}; infra/template.yaml says which there are, under Parameters"
        settings+=("$line")
    done < <(sed 's/[[:space:]]*$//; /^#/d; /^$/d' "$parameters")
fi
settings+=("Architecture=$architecture")
environment=$(printf '%s\n' "${settings[@]}" | sed -n 's/^Environment=//p' | tail -n 1)
environment=${environment:-production}
needs aws python3 curl
functions=(predict explain compare)

# ---- Build
if [ "$build" = 1 ]; then
    act "build and pack the functions for $architecture" \
        infra/package.sh --architecture "$architecture" --output "$packages"
    build_site() {
        "${CARGO:-cargo}" build --release --locked --workspace --bin site
        "${CARGO_TARGET_DIR:-target}/release/site" --output "$site"
    }
    act "build the site" build_site
fi
if [ "$dry_run" = 0 ] || [ "$build" = 0 ]; then
    for name in "${functions[@]}"; do
        [ -f "$packages/$name.zip" ] || fail "$packages/$name.zip is not there: leave --no-build out, or make package"
    done
    [ -f "$site/index.html" ] || fail "$site has no index.html: leave --no-build out"
fi

# ---- Where to
account=$(ask "AWS does not know who you are (aws configure, or AWS_PROFILE)" \
    sts get-caller-identity --output text --query Account)
region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
[ -n "$region" ] || fail "no region: set AWS_REGION, or aws configure"
state=$(aws cloudformation describe-stacks --stack-name "$stack" --output text --query 'Stacks[0].StackStatus' \
    2>"$scratch/problem") || {
    grep -q 'does not exist' "$scratch/problem" || fail "the stack $stack cannot be read: $(cat "$scratch/problem")"
    state=""
}
say "stack $stack in account $account, $region: ${state:-not there yet}"
if [ "$quick" = 1 ] && [ -z "$state" ]; then fail "--quick is for a stack that stands"; fi

# ---- What is in service now, to come back to
versions=()
keep_former() {
    local name
    for name in Predict Explain Compare; do
        versions+=("$(version_of "$(output_of "$stack" "${name}Function")")")
    done
    site_bucket=$(output_of "$stack" SiteBucket)
    for name in index.html config.json; do
        aws s3 cp "s3://$site_bucket/$name" "$scratch/former/$name" --only-show-errors 2>/dev/null || true
    done
}
mkdir "$scratch/former"
if [ -n "$state" ]; then
    keep_former
    say "in service: predict ${versions[0]:--}, explain ${versions[1]:--}, compare ${versions[2]:--}"
fi

# ---- The way back
kind_of() {
    case "$1" in
    *.html) echo "text/html; charset=utf-8" ;;
    *.css) echo "text/css; charset=utf-8" ;;
    *.js) echo "text/javascript; charset=utf-8" ;;
    *.json) echo application/json ;;
    *.svg) echo image/svg+xml ;;
    *.wasm) echo application/wasm ;;
    *.woff2) echo font/woff2 ;;
    *.png) echo image/png ;;
    *) echo application/octet-stream ;;
    esac
}

# send FILE NAME CACHE-CONTROL
send() {
    ask "$2 could not be uploaded" s3 cp "$1" "s3://$site_bucket/$2" --only-show-errors \
        --content-type "$(kind_of "$2")" --cache-control "$3"
}

invalidate() {
    ask "the cache could not be invalidated" cloudfront create-invalidation \
        --distribution-id "$(output_of "$stack" DistributionId)" --paths / /index.html /config.json >/dev/null
}

# put_back: the state from before, as far as there was one.
put_back() {
    trap 'rm -rf "$scratch"' EXIT
    local name number=0 function
    if [ -z "${site_bucket:-}" ]; then return; fi
    say "putting the former state back in service"
    for name in Predict Explain Compare; do
        function=$(output_of "$stack" "${name}Function")
        if [ -n "${versions[$number]:-}" ]; then
            ask "$function cannot be put back to version ${versions[$number]}" lambda update-alias \
                --function-name "$function" --name live --function-version "${versions[$number]}" >/dev/null
            say "  $function: version ${versions[$number]}"
        fi
        number=$((number + 1))
    done
    for name in config.json index.html; do
        if [ -f "$scratch/former/$name" ]; then
            send "$scratch/former/$name" "$name" no-cache
            say "  $name: the former one"
        fi
    done
    invalidate
}

# ---- The stack
check_templates() {
    infra/local/setup.sh python infra/tests/requirements.txt target/infra-venv
    target/infra-venv/bin/cfn-lint --template infra/template.yaml --regions "$region"
    target/infra-venv/bin/cfn-lint --template infra/edge.yaml --regions us-east-1
}

code=clairscore-code-$account-$region
make_code_bucket() {
    local place=()
    if [ "$region" != us-east-1 ]; then place=(--create-bucket-configuration "LocationConstraint=$region"); fi
    ask "the bucket $code cannot be made" s3api create-bucket --bucket "$code" "${place[@]}" >/dev/null
    ask "the bucket $code cannot be closed" s3api put-public-access-block --bucket "$code" \
        --public-access-block-configuration \
        BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
    ask "the bucket $code cannot be given a term" s3api put-bucket-lifecycle-configuration --bucket "$code" \
        --lifecycle-configuration \
        '{"Rules":[{"ID":"old","Status":"Enabled","Filter":{},"Expiration":{"Days":180}}]}'
}

# deploy_stack NAME TEMPLATE REGION NAME=VALUE...
deploy_stack() {
    local name=$1 template=$2 region=$3 upload=()
    shift 3
    # A template above 51,200 bytes goes by way of a bucket, and a bucket serves its own region alone.
    if [ "$name" = "$stack" ]; then upload=(--s3-bucket "$code" --s3-prefix "$stack"); fi
    aws cloudformation deploy --stack-name "$name" --template-file "$template" --region "$region" \
        --capabilities CAPABILITY_IAM CAPABILITY_AUTO_EXPAND --no-fail-on-empty-changeset \
        "${upload[@]}" --tags project=clairscore "stack=$stack" "environment=$environment" --parameter-overrides "$@" ||
        fail "the stack $name was not deployed, and CloudFormation puts its former state back: see its events"
}

pack_template() {
    # The template shares parts by anchors, which CloudFormation does not know; packing writes them out.
    cp infra/template.yaml "$scratch/template.yaml"
    sed -i "s|\.\./target/packages/|$(cd "$packages" && pwd)/|" "$scratch/template.yaml"
    ask "the packages could not be uploaded" cloudformation package --template-file "$scratch/template.yaml" \
        --s3-bucket "$code" --s3-prefix "$stack" --output-template-file "$scratch/packed.yaml" >/dev/null
}

edge_settings() {
    printf 'RateLimit=%s\n' "$firewall"
    printf 'DistributionId=%s\n' "${1:-}"
    printf '%s\n' "${settings[@]}" | grep '^AlarmEmail=' || true
}

deploy_edge() {
    local lines
    mapfile -t lines < <(edge_settings "$1")
    deploy_stack "$stack-edge" infra/edge.yaml us-east-1 "${lines[@]}"
}

origin="" distribution=""
if [ "$quick" = 0 ]; then
    act "check the templates" check_templates
    aws s3api head-bucket --bucket "$code" >/dev/null 2>&1 ||
        act "make the bucket $code for packages" make_code_bucket
    if [ -n "$state" ]; then
        origin=$(output_of "$stack" Address)
        distribution=$(output_of "$stack" DistributionId)
        settings+=("SiteOrigin=$origin")
    fi
    if [ -n "$firewall" ]; then
        act "deploy the stack $stack-edge in us-east-1 (firewall, alarms of CloudFront)" deploy_edge "$distribution"
        if [ "$dry_run" = 0 ]; then
            settings+=("WebAclArn=$(AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1 output_of "$stack-edge" WebAclArn)")
        fi
    fi
    act "upload the packages to $code" pack_template
    act "deploy the stack $stack (the first time, about ten minutes)" \
        deploy_stack "$stack" "$scratch/packed.yaml" "$region" "${settings[@]}"
    forget
    if [ -z "$origin" ]; then
        second_pass() {
            forget
            origin=$(output_of "$stack" Address)
            deploy_stack "$stack" "$scratch/packed.yaml" "$region" "${settings[@]}" "SiteOrigin=$origin"
            if [ -n "$firewall" ]; then deploy_edge "$(output_of "$stack" DistributionId)"; fi
        }
        act "tell the stack its own address, which it has only now" second_pass
    fi
else
    update_code() {
        local name function version
        for name in Predict Explain Compare; do
            function=$(output_of "$stack" "${name}Function")
            ask "the code of $function could not be updated" lambda update-function-code --function-name "$function" \
                --architectures "$architecture" --zip-file "fileb://$packages/${name,,}.zip" >/dev/null
            ask "$function does not get ready" lambda wait function-updated-v2 --function-name "$function"
            version=$(ask "a version of $function could not be made" lambda publish-version \
                --function-name "$function" --output text --query Version)
            ask "the alias of $function could not be moved" lambda update-alias --function-name "$function" \
                --name live --function-version "$version" >/dev/null
            say "  $function: version $version"
        done
    }
fi
# From here on, what fails must not leave half of it.
half_done() {
    local status=$?
    # What failed may have its output turned away.
    if [ "$status" != 0 ]; then put_back >&2; fi
    rm -rf "$scratch"
    exit "$status"
}
if [ "$dry_run" = 0 ] && [ -n "${versions[0]:-}" ]; then trap half_done EXIT; fi
if [ "$quick" = 1 ]; then
    act "update the functions' code" update_code
fi

# ---- The site
upload_site() {
    local path name
    site_bucket=$(output_of "$stack" SiteBucket)
    reachable "$site_bucket"
    # What a document names is there before it is. Compressed forms stay here: CloudFront compresses.
    while read -r path; do
        name=${path#"$site"/}
        if [[ $name =~ -[0-9a-f]{16}\.[a-z0-9]+$ ]]; then
            send "$path" "$name" "public, max-age=31536000, immutable"
        elif [ "$name" != index.html ] && [ "$name" != config.json ]; then
            send "$path" "$name" no-cache
        fi
    done < <(find "$site" -type f ! -name '*.br' ! -name '*.gz' | sort)
    python3 -c 'import json, sys; json.dump({"issuer": sys.argv[1], "client_id": sys.argv[2]}, sys.stdout)' \
        "$(output_of "$stack" Issuer)" "$(output_of "$stack" ClientId)" >"$scratch/config.json"
    send "$scratch/config.json" config.json no-cache
    send "$site/index.html" index.html no-cache
}

act "upload the site" upload_site
act "invalidate the document in CloudFront's cache" invalidate

# ---- Is it well?
# The status of what a URL answers.
status_of() { curl --silent --show-error --max-time 20 --output "$scratch/answer" --write-out '%{http_code}' "$1" || true; }

problem=""
well() {
    local name function found pointer address
    pointer=$(pointer_of "$(output_of "$stack" ArtifactBucket)" "")
    address=$(output_of "$stack" Address)
    if [ "$(status_of "$address/")" != 200 ] || ! grep -q '<script type="module"' "$scratch/answer"; then
        problem="$address/ is not the dashboard"
    elif [ "$(status_of "$address/config.json")" != 200 ]; then
        problem="$address/config.json is not there"
    elif [ -z "$pointer" ]; then
        say "no release is published yet, so the functions cannot start: publish one, then run verify.sh"
    else
        for name in Predict Explain Compare; do
            function=$(output_of "$stack" "${name}Function")
            if ! found=$(health "$function" 2>"$scratch/why"); then
                problem="$function is not well: $(cat "$scratch/why")"
                return 1
            fi
            if [ "$found" != "$pointer" ]; then
                problem="$function answers from release $found, and the pointer says $pointer"
                return 1
            fi
        done
        if [ "$(status_of "$address/api/health")" != 200 ]; then
            problem="$address/api/health does not answer: CloudFront does not reach the functions"
        elif [ "$(status_of "$address/api/model")" != 401 ]; then
            problem="$address/api/model does not ask for a token"
        fi
    fi
    [ -z "$problem" ]
}

test_it() {
    local try
    for try in $(seq "${SMOKE_TRIES:-6}"); do
        problem=""
        if well; then return; fi
        [ "$try" = "${SMOKE_TRIES:-6}" ] || sleep 5
    done
    say "not well: $problem"
    if [ -z "${versions[0]:-}" ]; then fail "this was the first deployment: there is nothing to go back to"; fi
    put_back
    fail "deployed nothing: $problem"
}
act "test what was deployed" test_it
if [ "$dry_run" = 0 ]; then say "done: $(output_of "$stack" Address)"; fi
