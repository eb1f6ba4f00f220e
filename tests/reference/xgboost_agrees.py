"""Checks a release and answers of /explain against the official xgboost.

usage: xgboost_agrees.py RELEASE_FOLDER EXPLANATIONS   (one JSON answer a line)

Loads model.json in xgboost, scores and explains the same clients from features.npy, and compares margins and
contributions. xgboost computes in 32-bit floats, which sets the tolerance.
"""

import json
import pathlib
import sys

import numpy as np
import xgboost

TOLERANCE = 1e-5


def main() -> None:
    release, explanations = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    manifest = json.loads((release / "manifest.json").read_text())
    answers = [json.loads(line) for line in explanations.read_text().splitlines()]
    assert answers, "no client to compare"

    ids = np.load(release / "clients" / "ids.npy")
    features = np.load(release / "clients" / "features.npy", mmap_mode="r")
    columns = [manifest["clients"]["features"].index(name) for name in manifest["inputs"]]
    rows = np.searchsorted(ids, [answer["client_id"] for answer in answers])
    matrix = xgboost.DMatrix(features[rows][:, columns], feature_names=manifest["inputs"])

    booster = xgboost.Booster(model_file=release / "model.json")
    margins = booster.predict(matrix, output_margin=True)
    contributions = booster.predict(matrix, pred_contribs=True)

    slope, intercept = manifest["calibration"]["slope"], manifest["calibration"]["intercept"]
    worst_margin = worst_contribution = 0.0
    for answer, margin, expected in zip(answers, margins, contributions, strict=True):
        worst_margin = max(worst_margin, abs(answer["margin"] - margin))
        ours = {part["feature"]: part["log_odds"] for part in answer["contributions"]}
        assert sorted(ours) == sorted(manifest["inputs"]), "a contribution is missing"
        for name, value in zip(manifest["inputs"], expected):
            worst_contribution = max(worst_contribution, abs(ours[name] / slope - value))
        base = (answer["base"]["log_odds"] - intercept) / slope
        worst_contribution = max(worst_contribution, abs(base - expected[-1]))

    print(f"{len(answers)} clients: margins within {worst_margin:.1e}, contributions within {worst_contribution:.1e}")
    assert worst_margin < TOLERANCE and worst_contribution < TOLERANCE, "xgboost does not agree"


main()
