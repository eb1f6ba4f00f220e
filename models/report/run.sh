#!/usr/bin/env bash
# From data to the documents of a release: the steps of `make run` up to the release and a study beside it, then
# Markdown, HTML and PDF in both languages. Settings are those of `make run`; SCREENSHOTS is a folder of the dashboard's
# pictures, target/screenshots where that is there. Called by `make report`.
set -euo pipefail
cd "$(dirname "$0")/../.."

state=${STATE:-target/clairscore}
programs=${CARGO_TARGET_DIR:-target}/release
infra/local/run.sh --study
infra/local/setup.sh report
pictures=${SCREENSHOTS:-target/screenshots}
screenshots=()
if [ -n "${SCREENSHOTS:-}" ] || [ -d "$pictures" ]; then screenshots=(--screenshots "$pictures"); fi
echo "[documents]"
"$programs/documents" --release "$state/releases/$(cat "$state/release")" --output "$state/report" "${screenshots[@]}"
models/report/pdf.sh "$state/report"
