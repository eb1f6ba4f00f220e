"""Trains models with the official xgboost and lightgbm and says what they answer.

usage: models.py RELEASE_FOLDER OUTPUT_FOLDER

Learns from the clients of a release (clients/features.npy and the outcomes of clients/cohort.npy). Writes rows.npy: all
clients, and rows of adversarial values; and finite_rows.npy: the same for xgboost, which takes no infinities. For each
model: NAME.json or NAME.txt as the library saves it, its raw scores of the rows (NAME.margins.npy), and its
contributions for one in fourteen of them, the last one being the base (NAME.contributions.npy).
"""

import json
import pathlib
import sys

import lightgbm
import numpy as np
import xgboost

INPUTS = 60
EXPLAINED = 14
FINITE = np.finfo(np.float32).max
ZERO = np.float32(1e-35)
ADVERSARIAL = np.array(
    [np.nan, np.inf, -np.inf, 0.0, -0.0, 1e-45, -1e-45, ZERO, -ZERO, np.nextafter(ZERO, np.float32(1)),
     np.nextafter(-ZERO, np.float32(-1)), 3.4e38, -3.4e38, 1e20, -1e20, 0.5, -0.5, -0.999, -1.0, -7.0, 1.0, 2.0, 3.0,
     31.0, 32.0, 33.0, 1e6, 2147483647.0, 2147483648.0, 4294967296.0, 65536.0, 1e9],
    dtype=np.float32,
)  # fmt: skip


def clients(release: pathlib.Path) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """Features of up to INPUTS inputs, outcomes (NaN where unknown), and the columns that may be categories."""
    manifest = json.loads((release / "manifest.json").read_text())
    features = np.load(release / "clients" / "features.npy")
    cohort = np.load(release / "clients" / "cohort.npy")
    target = cohort[:, [column["name"] for column in manifest["clients"]["cohort"]].index("TARGET")]

    def is_code(column: np.ndarray) -> bool:
        known = column[~np.isnan(column)]
        return 3 <= len(np.unique(known)) <= 60 and bool(np.all((known >= 0) & (known == np.floor(known))))

    codes = [index for index in range(features.shape[1]) if is_code(features[:, index])][: INPUTS // 4]
    inputs = [manifest["clients"]["features"].index(name) for name in manifest["inputs"]]
    chosen = codes + [index for index in inputs if index not in codes][: INPUTS - len(codes)]
    return np.ascontiguousarray(features[:, chosen]), target, list(range(len(codes)))


def adversarial(rng: np.random.Generator, features: np.ndarray, thresholds: list[float]) -> np.ndarray:
    """Rows of clients in which a third of the values are made extreme, or those of a split's threshold."""
    rows = features[rng.integers(0, len(features), 4000)].copy()
    values = np.concatenate([ADVERSARIAL, np.array(thresholds, dtype=np.float32)])
    near = np.concatenate([values, np.nextafter(values, np.float32(np.inf)), np.nextafter(values, np.float32(-np.inf))])
    hit = rng.random(rows.shape) < 1 / 3
    rows[hit] = rng.choice(near, size=hit.sum())
    return rows


def main() -> None:
    release, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    rng = np.random.default_rng(7)
    features, target, codes = clients(release)
    known = ~np.isnan(target)
    x, y = features[known], target[known]
    assert codes and 0 < y.mean() < 1, "nothing to learn from"

    common = {"objective": "binary", "verbose": -1, "num_threads": 2, "seed": 7, "learning_rate": 0.1}
    categories = {"categorical_feature": codes}
    tolerant = {"min_data_per_group": 5, "cat_smooth": 1.0, "max_cat_to_onehot": 2}
    # Whole positive numbers with zeros among them: what zero_as_missing is made for.
    counts = np.where(np.isnan(x), 0, np.maximum(np.floor(x), 0)).astype(np.float32)
    lightgbm_models = {
        "numerical": (x, {"num_leaves": 31}, {}, 100),
        "categorical": (x, {"num_leaves": 31, **tolerant}, categories, 100),
        "missing_none": (x, {"num_leaves": 31, "use_missing": False, **tolerant}, categories, 50),
        "missing_zero": (x, {"num_leaves": 31, "zero_as_missing": True, **tolerant}, categories, 100),
        "zero_counts": (counts, {"num_leaves": 63, "zero_as_missing": True, "min_data_in_leaf": 5}, {}, 50),
        "dart": (x, {"num_leaves": 15, "boosting": "dart", **tolerant}, categories, 50),
        "stumps": (x, {"num_leaves": 2, **tolerant}, categories, 200),
        "constant": (x, {"min_data_in_leaf": 10**9}, {}, 3),
        "deep": (x, {"num_leaves": 400, "min_data_in_leaf": 1, **tolerant}, categories, 5),
    }
    boosters = {}
    for name, (data, parameters, dataset, trees) in lightgbm_models.items():
        train = lightgbm.Dataset(data, y, params={"verbose": -1, **parameters}, **dataset)
        boosters[name] = lightgbm.train({**common, **parameters}, train, trees)

    names = [f"f{index}" for index in range(features.shape[1])]
    xgboost_models = {
        "leaf_wise": {"grow_policy": "lossguide", "max_leaves": 31, "max_depth": 0},
        "level_wise": {"max_depth": 6},
    }
    for name, parameters in xgboost_models.items():
        train = xgboost.DMatrix(x, y, feature_names=names)
        parameters = {"objective": "binary:logistic", "nthread": 2, "seed": 7, "eta": 0.1, **parameters}
        boosters[name] = xgboost.train(parameters, train, 100)

    text = boosters["missing_zero"].model_to_string().splitlines()
    thresholds = [float(t) for line in text if line.startswith("threshold=") for t in line[10:].split()]
    rows = np.concatenate([features, adversarial(rng, features, thresholds)])
    np.save(output / "rows.npy", rows)
    np.save(output / "finite_rows.npy", np.clip(rows, -FINITE, FINITE))
    for name, booster in boosters.items():
        if name in xgboost_models:
            booster.save_model(output / f"{name}.json")
            matrix = xgboost.DMatrix(np.clip(rows, -FINITE, FINITE), feature_names=names)
            margins = booster.predict(matrix, output_margin=True)
            contributions = booster.predict(matrix.slice(range(0, len(rows), EXPLAINED)), pred_contribs=True)
        else:
            booster.save_model(output / f"{name}.txt")
            margins = booster.predict(rows, raw_score=True)
            contributions = booster.predict(rows[::EXPLAINED], pred_contrib=True)
        np.save(output / f"{name}.margins.npy", margins.astype(np.float64))
        np.save(output / f"{name}.contributions.npy", contributions.astype(np.float64))


main()
