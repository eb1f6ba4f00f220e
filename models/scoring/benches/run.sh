#!/usr/bin/env bash
# Times scoring and explaining beside LightGBM, XGBoost, CatBoost and shap on models of equal quality, and puts the
# table into models/scoring/README.md. Called by `make bench-scoring` and `make bench`.
set -euo pipefail
cd "$(dirname "$0")/../../.."

requirements=models/scoring/benches/requirements.txt
environment=target/venv-bench-scoring
if ! cmp -s "$requirements" "$environment/requirements.txt"; then
    echo "Installing LightGBM, XGBoost, CatBoost and shap into $environment."
    rm -rf "$environment"
    python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$requirements"
    cp "$requirements" "$environment/"
fi
cargo bench --locked -p scoring
cargo build --release --locked -p scoring --example bench_model
# OpenMP's threads wait without spinning: on a busy machine spinning makes them ten times slower.
export OMP_WAIT_POLICY=passive
python=$environment/bin/python
"$python" models/scoring/benches/train.py target/bench-scoring
exec "$python" models/scoring/benches/peers.py target/bench-scoring --readme models/scoring/README.md
