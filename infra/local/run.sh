#!/usr/bin/env bash
# From raw tables to the dashboard, on this machine: builds what is not built, makes or reads the data, computes
# the features, selects some, trains, publishes to an embedded S3 server and serves everything on one port of the loopback.
# A step whose inputs have not changed is skipped. Called by `make run`.
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() {
    cat <<'EOF'
usage: run.sh [--help | --release-only | --study]

  --release-only   stops when the release is made, and serves nothing
  --study          the same, and the release's report holds the comparisons of `training study`

Settings, from the environment or as `make run NAME=value`:
  DATA      a folder or zip in Kaggle's layout; without it, a synthetic population is made
  CLIENTS   the size of the synthetic population (20000); some 1000 at least, or there is nothing to learn
  SEED      the seed of the synthetic population and of the training (42)
  PORT      where to serve, on 127.0.0.1 (8080); 0 takes a free port
  STATE     where everything made is kept (target/clairscore)
  SIGN_IN   1 asks who calls: an issuer of tokens runs too, and lets one be an advisor or a partner
EOF
}
serve=1
study=0
case "${1:-}" in
-h | --help)
    usage
    exit
    ;;
--release-only) serve=0 ;;
--study)
    serve=0
    study=1
    ;;
"") ;;
*)
    usage >&2
    exit 2
    ;;
esac

fail() {
    echo "error: $*" >&2
    exit 1
}

data=${DATA:-}
clients=${CLIENTS:-20000}
seed=${SEED:-42}
port=${PORT:-8080}
state=${STATE:-target/clairscore}
programs=${CARGO_TARGET_DIR:-target}/release
site=target/clairscore/site # the same whatever the data

number() { [[ $2 =~ ^[0-9]{1,9}$ ]] || fail "$1=$2: give a whole number, $3"; }
number CLIENTS "$clients" "such as 20000"
number SEED "$seed" "such as 42"
number PORT "$port" "from 1 to 65535, or 0 for a free one"
[ "$port" -le 65535 ] || fail "PORT=$port is not a port: choose one from 1 to 65535"
if [ $serve = 1 ] && [ "$port" != 0 ] && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    fail "PORT=$port is in use: stop what listens there, or choose another"
fi
[ "$clients" -ge 500 ] || [ -n "$data" ] ||
    fail "CLIENTS=$clients is too few to learn from: give 1000 or more"
if [ -n "$data" ] && [ ! -e "$data" ]; then
    fail "DATA=$data does not exist: give a folder or a zip that holds application_train.csv and the other tables"
fi
mkdir -p "$state"

# Two runs on one state would tear each other's folders apart.
exec 9>"$state/lock"
flock --nonblock 9 || fail "another run is using $state: stop it first, or give this one STATE=another/folder"

# step NAME OUTPUT INPUTS COMMAND...: runs the command unless its output was made by the same program with the
# same arguments from the same inputs. INPUTS is a text that changes when an input does.
step() {
    local name=$1 output=$2 inputs=$3
    shift 3
    local key stamp="$state/$name.stamp"
    key=$({ printf '%s\n' "$inputs" "$@" && cat "$1"; } | sha256sum | cut -d ' ' -f 1)
    if [ -e "$output" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$key" ]; then
        echo "[$name] unchanged"
        return
    fi
    echo "[$name]"
    rm -f "$stamp"
    "$@" 9>&- | tee "$state/$name.log"
    echo "$key" >"$stamp"
}

stamp_of() { cat "$state/$1.stamp"; }

# What a folder or archive holds, without reading it: names, sizes and times.
listing() { find -L "$1" -maxdepth 2 -type f -printf '%P %s %T@\n' | sort; }

if [ "${NO_BUILD:-0}" != 1 ]; then
    infra/local/setup.sh run
    first=
    if [ ! -e "$programs/local" ]; then first=" (the first time, about a quarter of an hour on two cores)"; fi
    echo "[build]$first"
    cargo build --release --locked --workspace --bins 9>&-
    if [ $serve = 1 ]; then "$programs/site" --output "$site" 9>&-; fi
fi

if [ -z "$data" ]; then
    data=$state/synthetic
    step synthetic "$data" "" "$programs/synthetic" --output "$data" --clients "$clients" --seed "$seed"
    inputs=$(stamp_of synthetic)
else
    inputs=$(listing "$data")
fi
step tables "$state/tables" "$inputs" "$programs/pipeline" ingest --data "$data" --output "$state/tables"
step features "$state/features" "$(stamp_of tables)" \
    "$programs/pipeline" features --tables "$state/tables" --output "$state/features"
step select "$state/selection.json" "$(stamp_of features)" \
    "$programs/training" select --features "$state/features" --output "$state/selection.json" --seed "$seed"
# With a study the release is another one: that of `make run` stays beside it.
train=train
trained_from=select
options=()
if [ $study = 1 ]; then
    step study "$state/study.json" "$(stamp_of select)" \
        "$programs/training" study --features "$state/features" --selection "$state/selection.json" \
        --output "$state/study.json" --seed "$seed"
    train="train-with-study"
    trained_from=study
    options=(--study "$state/study.json")
fi
step "$train" "$state/releases" "$(stamp_of "$trained_from")" \
    "$programs/training" fit --features "$state/features" --selection "$state/selection.json" \
    --output "$state/releases" --seed "$seed" "${options[@]}"

release=$(sed -n 's/^release //p' "$state/$train.log" | tail -n 1)
if [ -z "$release" ] || [ ! -d "$state/releases/$release" ]; then
    rm -f "$state/$train.stamp"
    fail "the release ${release:-of the training} is not in $state/releases: run again, and it is trained anew"
fi
echo "$release" >"$state/release"
if [ $serve = 0 ]; then exit; fi
echo "[serve] release $release"
options=()
if [ "${SIGN_IN:-0}" = 1 ]; then options+=(--sign-in); fi
exec "$programs/local" --release "$state/releases/$release" --storage "$state/s3" --site "$site" --port "$port" \
    "${options[@]}"
