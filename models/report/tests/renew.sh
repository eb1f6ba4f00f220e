#!/usr/bin/env bash
# Makes the release of the tests of the documents anew: a small synthetic population, with every part that a report can
# have, its curves and samples thinned. Then writes the documents of this folder from it. Takes some minutes.
set -euo pipefail
cd "$(dirname "$0")/../../.."

programs=${CARGO_TARGET_DIR:-target}/release
if [ "${NO_BUILD:-0}" != 1 ]; then cargo build --release --locked --workspace --bins; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$programs/synthetic" --output "$work/synthetic" --clients 3000 --seed 42
"$programs/pipeline" ingest --data "$work/synthetic" --output "$work/tables"
"$programs/pipeline" features --tables "$work/tables" --output "$work/features"
"$programs/training" select --features "$work/features" --output "$work/selection.json" --repeats 2
"$programs/training" study --features "$work/features" --selection "$work/selection.json" --output "$work/study.json" \
    --parts families,imbalance,monotone,protected,stability,search --trials 6
"$programs/training" fit --features "$work/features" --selection "$work/selection.json" --study "$work/study.json" \
    --output "$work/releases" --repeats 2

python3 - "$work"/releases/*/ models/report/tests/release <<'PYTHON'
import json, pathlib, sys

made, kept = map(pathlib.Path, sys.argv[1:])
report = json.loads((made / "report.json").read_text())


def thinned(points, most):
    """Every so manieth point, the last among them."""
    step = -(-len(points) // most)
    return points[::step] + ([] if (len(points) - 1) % step == 0 else points[-1:])


report["roc"] = thinned(report["roc"], 80)
report["precision_recall"] = thinned(report["precision_recall"], 80)
for feature in report["beeswarm"]["features"]:
    feature["points"] = thinned(feature["points"], 80)
(kept / "report.json").write_text(json.dumps(report, ensure_ascii=False, separators=(",", ":")) + "\n")
manifest = json.loads((made / "manifest.json").read_text())
# No document speaks of single columns.
del manifest["clients"], manifest["usual"]
(kept / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
PYTHON
if [ "${NO_BUILD:-0}" != 1 ]; then CLAIRSCORE_RENEW=1 cargo test --release --locked --workspace --test figures; fi
