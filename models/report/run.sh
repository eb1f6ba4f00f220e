#!/usr/bin/env bash
# From data to the documents of a release: the steps of `make run` up to the release, then Markdown, HTML and PDF in
# both languages. Settings are those of `make run`; SCREENSHOTS is a folder of the dashboard's pictures. Called by
# `make report`.
set -euo pipefail
cd "$(dirname "$0")/../.."

state=${STATE:-target/clairscore}
programs=${CARGO_TARGET_DIR:-target}/release
infra/local/run.sh --release-only
infra/local/setup.sh report
screenshots=()
if [ -n "${SCREENSHOTS:-}" ]; then screenshots=(--screenshots "$SCREENSHOTS"); fi
echo "[documents]"
"$programs/documents" --release "$state/releases/$(cat "$state/release")" --output "$state/report" "${screenshots[@]}"
models/report/pdf.sh "$state/report"
