#!/usr/bin/env bash
# The tests of the stack and of its scripts: linters, rules of our own, and the scripts against a server that answers as
# AWS does; and what is built in. Builds nothing. Called by `make test`.
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() {
    echo "usage: run.sh [--packages FOLDER] [PYTEST OPTIONS]"
    echo "Tests the stack and its scripts; or, with --packages, starts the zips in that folder as Lambda starts them, and,"
    echo "with --beside FOLDER after it, holds their answers to those of the zips there, built for another processor (through"
    echo "qemu-aarch64-static or qemu-x86_64-static; Debian: qemu-user-static)."
}
tests=(infra/tests)
case "${1:-}" in
-h | --help)
    usage
    exit
    ;;
--packages)
    tests=(infra/tests/test_packages.py infra/tests/test_emulator.py)
    ;;
esac

environment=target/infra-venv
infra/local/setup.sh python infra/tests/requirements.txt "$environment"
infra/local/setup.sh python infra/tests/deny.txt target/deny-venv
exec env PYTHONDONTWRITEBYTECODE=1 "$environment/bin/python" -m pytest -q -p no:cacheprovider \
    --numprocesses 2 "${tests[@]}" "$@"
