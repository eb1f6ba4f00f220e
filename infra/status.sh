#!/usr/bin/env bash
# Says how a deployment is: stack, release in service, functions and what they answer from, alarms. Changes nothing.
set -euo pipefail
# shellcheck source=infra/operations.sh
. "$(dirname "$0")/operations.sh"

usage() {
    cat <<'HELP'
usage: status.sh --stack NAME

Says how the stack is, which release its pointer names, which version of each function is in service and which release it
answers from, and which alarms are raised. The status is 1 where something of it is not as it should be.

Credentials and region are the AWS CLI's own: a profile, the environment, or the machine's role.
HELP
}

stack=""
while [ $# -gt 0 ]; do
    case "$1" in
    -h | --help)
        usage
        exit
        ;;
    --stack) value "$@"; stack=$2; shift ;;
    *) wrong "unknown argument $1" ;;
    esac
    shift
done
[ -n "$stack" ] || wrong "name a stack"
needs aws python3

ill=0
# line NAME STATE [WHAT IS WRONG]
line() {
    printf '%-18s %s\n' "$1" "$2"
    if [ -n "${3:-}" ]; then
        printf '%-18s   not well: %s\n' "" "$3"
        ill=1
    fi
}

state=$(ask "the stack $stack cannot be read" cloudformation describe-stacks --stack-name "$stack" --output text \
    --query 'Stacks[0].StackStatus')
case "$state" in
*ROLLBACK* | *FAILED* | *IN_PROGRESS*) line stack "$state" "see its events" ;;
*) line stack "$state" ;;
esac
line address "$(output_of "$stack" Address)"

release=$(pointer_of "$(output_of "$stack" ArtifactBucket)" "")
if [ -n "$release" ]; then
    line release "$release"
else
    line release none "publish one: publish.sh --stack $stack FOLDER"
fi

for name in Predict Explain Compare; do
    function=$(output_of "$stack" "${name}Function")
    version=$(version_of "$function")
    if [ -z "$version" ]; then
        line "${name,,}" "no version in service" "deploy again"
    elif answer=$(health "$function" 2>"$scratch/why"); then
        if [ "$answer" = "$release" ]; then
            line "${name,,}" "version $version, answers from $answer"
        else
            line "${name,,}" "version $version, answers from $answer" "not the release that the pointer names"
        fi
    else
        line "${name,,}" "version $version" "$(tr '\n' ' ' <"$scratch/why")"
    fi
done

ask "the alarms cannot be read" cloudwatch describe-alarms --alarm-name-prefix "$stack " --output text \
    --query 'MetricAlarms[].[StateValue, AlarmName, StateReason]' >"$scratch/alarms"
raised=0
while IFS=$'\t' read -r value name reason; do
    if [ "$value" = ALARM ]; then
        line alarm "${name#"$stack "}" "$reason"
        raised=1
    fi
done <"$scratch/alarms"
if [ "$raised" = 0 ]; then line alarms "none raised, of $(wc -l <"$scratch/alarms" | tr -d ' ')"; fi
exit "$ill"
