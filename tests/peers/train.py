"""Trains the peer's model: LightGBM on the very clients and features of a release.

usage: train.py RELEASE FOLDER
Writes features.parquet's stand-in (a pickle of a pandas frame, as notebooks leave it) and model.txt into FOLDER.
"""

import json
import sys
from pathlib import Path

import lightgbm
import numpy as np
import pandas as pd


def main() -> None:
    release, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    manifest = json.loads((release / "manifest.json").read_text())
    columns = manifest["clients"]["features"]
    cohort = [column["name"] for column in manifest["clients"]["cohort"]]
    features = np.load(release / "clients/features.npy")
    target = np.load(release / "clients/cohort.npy")[:, cohort.index("TARGET")]
    frame = pd.DataFrame(features, columns=columns, index=np.load(release / "clients/ids.npy"))
    inputs = frame[manifest["inputs"]]
    labelled = ~np.isnan(target)
    model = lightgbm.LGBMClassifier(
        n_estimators=500, learning_rate=0.03, num_leaves=34, subsample=0.8, subsample_freq=1,
        colsample_bytree=0.5, n_jobs=1, verbose=-1,
    )
    model.fit(inputs[labelled], target[labelled])
    model.booster_.save_model(folder / "model.txt")
    inputs.to_pickle(folder / "features.pkl")
    print(f"{len(inputs)} clients, {inputs.shape[1]} features, {model.booster_.num_trees()} trees")


main()
