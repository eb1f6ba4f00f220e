#!/usr/bin/env bash
# Installs what this machine lacks: for `run` the Rust target of the dashboard; for `test` also a browser with
# its driver, shellcheck, and the official xgboost in a virtual environment under target/. Safe to run again.
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() {
    echo "usage: setup.sh run|test"
    echo "Installs what is missing on this machine to run Clairscore, or to run and test it."
}

# install PROGRAM PACKAGE WHY: installs a Debian package when the program is not there.
install() {
    if command -v "$1" >/dev/null; then return; fi
    echo "Installing $2 ($3)."
    if ! command -v apt-get >/dev/null; then
        echo "$1 is missing and this is not Debian: install it by hand, then try again." >&2
        exit 1
    fi
    local root=()
    if [ "$(id -u)" != 0 ]; then root=(sudo); fi
    if [ -z "${updated:-}" ]; then
        "${root[@]}" apt-get -qq update
        updated=1
    fi
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o=Dpkg::Use-Pty=0 install --yes \
        --no-install-recommends "$2" >/dev/null
}

# The official xgboost, held to the versions of tests/requirements.txt.
virtual_environment() {
    local environment=target/venv
    if cmp -s tests/requirements.txt "$environment/requirements.txt"; then return; fi
    if ! python3 -c 'import ensurepip' 2>/dev/null; then
        install no-such-program python3-venv "virtual environments for the Python reference"
    fi
    echo "Installing the Python reference (xgboost) into $environment."
    rm -rf "$environment"
    python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement tests/requirements.txt
    cp tests/requirements.txt "$environment/"
}

case "${1:-}" in
-h | --help) usage ;;
run)
    infra/local/wasm-target.sh
    ;;
test)
    infra/local/wasm-target.sh
    install chromium chromium "the browser of the browser tests"
    install chromedriver chromium-driver "drives the browser in the tests"
    install shellcheck shellcheck "checks the scripts"
    install python3 python3 "runs the reference implementations"
    virtual_environment
    ;;
*)
    usage >&2
    exit 2
    ;;
esac
