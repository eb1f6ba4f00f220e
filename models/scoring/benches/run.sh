#!/usr/bin/env bash
# Times scoring and explaining beside LightGBM, XGBoost, CatBoost and shap on models of equal quality, and puts the
# table into models/scoring/README.md. Called by `make bench-scoring` and `make bench`.
set -euo pipefail
cd "$(dirname "$0")/../../.."

environment=target/venv-bench-scoring
infra/local/setup.sh python models/scoring/benches/requirements.txt "$environment"
cargo bench --locked -p scoring
cargo build --release --locked -p scoring --example bench_model
# OpenMP's threads wait without spinning: on a busy machine spinning makes them ten times slower.
export OMP_WAIT_POLICY=passive
python=$environment/bin/python
"$python" models/scoring/benches/train.py target/bench-scoring
exec "$python" models/scoring/benches/peers.py target/bench-scoring --readme models/scoring/README.md
