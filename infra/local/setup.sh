#!/usr/bin/env bash
# Installs what this machine lacks: for `run` the Rust target of the dashboard; for `report` a browser that prints and
# what reads PDFs; for `test` also a browser with its driver, shellcheck, and the official xgboost in a virtual
# environment under target/; for `python` such an environment alone, as the benchmarks have theirs; for `wrk` the load
# generator of the functions' benchmark; for `valgrind` what watches memory; for `cross` what builds for another processor.
# Safe to run again.
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() {
    echo "usage: setup.sh run|report|test"
    echo "       setup.sh python REQUIREMENTS FOLDER"
    echo "       setup.sh wrk|valgrind"
    echo "       setup.sh cross x86_64|arm64 TARGET LINKER"
    echo "Installs what is missing on this machine to run Clairscore, or to run and test it; or the packages of a"
    echo "requirements file into a virtual environment; or the Rust target and the linker of another processor."
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

# virtual_environment REQUIREMENTS FOLDER: just the packages of the file, each as one of the digests there.
virtual_environment() {
    local requirements=$1 environment=$2
    if cmp -s "$requirements" "$environment/requirements.txt"; then return; fi
    install python3 python3 "runs the reference implementations"
    if ! python3 -c 'import ensurepip' 2>/dev/null; then
        install no-such-program python3-venv "virtual environments for the Python reference"
    fi
    echo "Installing the Python packages of $requirements into $environment."
    rm -rf "$environment"
    python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check --no-deps --require-hashes \
        --requirement "$requirements"
    cp "$requirements" "$environment/requirements.txt"
}

# The auditor of pages: one script, which the browser tests run in each page.
axe_core() {
    local version=4.14.1 folder=target/axe
    local digest=e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745
    if [ -e "$folder/axe-core-$version.js" ]; then return; fi
    install npm npm "fetches the auditor of pages"
    echo "Fetching axe-core $version into $folder."
    rm -rf "$folder"
    mkdir -p "$folder"
    (cd "$folder" && npm pack --silent "axe-core@$version" >/dev/null &&
        sha256sum --check --quiet <<<"$digest  axe-core-$version.tgz" &&
        tar -xzf "axe-core-$version.tgz" package/axe.min.js)
    mv "$folder/package/axe.min.js" "$folder/axe-core-$version.js"
}

case "${1:-}" in
-h | --help) usage ;;
run)
    infra/local/rust-target.sh wasm32-unknown-unknown
    ;;
report)
    install chromium chromium "prints the documents"
    install pdftotext poppler-utils "counts the pages of the documents"
    ;;
test)
    infra/local/rust-target.sh wasm32-unknown-unknown
    install chromium chromium "the browser of the browser tests"
    install chromedriver chromium-driver "drives the browser in the tests"
    install shellcheck shellcheck "checks the scripts"
    virtual_environment tests/requirements.txt target/venv
    axe_core
    ;;
wrk)
    install wrk wrk "asks the functions under load"
    ;;
cross)
    if [ $# != 4 ]; then
        usage >&2
        exit 2
    fi
    compiler=gcc-${4%-gcc}
    install "$4" "${compiler//_/-}" "links for $2"
    if [ ! -e "$("$4" -print-file-name=libc.so)" ]; then
        install no-such-program "libc6-dev-${2/x86_64/amd64}-cross" "the C library for $2"
    fi
    infra/local/rust-target.sh "$3" "$4"
    ;;
valgrind)
    install valgrind valgrind "watches the memory of the scoring core's tests"
    ;;
python)
    if [ $# != 3 ]; then
        usage >&2
        exit 2
    fi
    virtual_environment "$2" "$3"
    ;;
*)
    usage >&2
    exit 2
    ;;
esac
