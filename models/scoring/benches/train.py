"""Trains the models that are timed, all on the same rows: usage: train.py FOLDER

Into FOLDER go test.npy and labels.npy (20,000 rows of a drawn matrix: 300 inputs, one value in eight missing, one label in thirteen true,
from a seed), and of each library a model that is about as good as the others':

- catboost.cbm, 500 symmetric trees of depth 6, and symmetric.json: the same trees in XGBoost's format, which
  scoring and xgboost both read. CatBoost goes right where a value is above a border; XGBoost where it is not below a
  threshold: so the threshold is the next 32-bit number. A missing value is below all borders, so it goes left.
- xgboost.json, 420 leaf-wise trees of 34 leaves, read by scoring and xgboost.
- lightgbm.txt, the same shape.

Nothing is done where all of it is there, made by this very script.
"""

import json
import math
import sys
from pathlib import Path

import catboost
import lightgbm
import numpy as np
import xgboost

INPUTS, TRAIN, TEST = 300, 40_000, 20_000
THREADS = 2


def draw(count: int, seed: int, truth: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A matrix and labels: twenty inputs matter straight, six bend, and four matter in pairs."""
    weights = truth.normal(size=30)
    random = np.random.default_rng(seed)
    # Inputs in groups of ten share a part, as the features of one table do.
    shared = random.normal(size=(count, INPUTS // 10)).repeat(10, axis=1)
    matrix = 0.6 * shared + 0.8 * random.normal(size=(count, INPUTS))
    columns = matrix[:, ::10]
    log_odds = 0.28 * columns[:, :20] @ weights[:20] + 0.3 * (np.abs(columns[:, 20:26]) - 0.8) @ weights[20:26]
    log_odds += 0.2 * (columns[:, 26:28] * columns[:, 28:30]) @ weights[26:28]
    labels = random.random(count) < 1 / (1 + np.exp(3.0 - log_odds))
    matrix[random.random(matrix.shape) < 1 / 8] = np.nan
    return matrix.astype(np.float32), labels


def symmetric(model: dict) -> dict:
    """CatBoost's trees in XGBoost's format."""
    scale, (bias,) = model["scale_and_bias"]
    assert scale == 1
    trees = [arrays(number, tree) for number, tree in enumerate(model["oblivious_trees"])]
    return {
        "learner": {
            "attributes": {},
            "feature_names": [],
            "feature_types": [],
            "gradient_booster": {
                "model": {
                    "cats": {"enc": [], "feature_segments": [], "sorted_idx": []},
                    "gbtree_model_param": {"num_parallel_tree": "1", "num_trees": str(len(trees))},
                    "iteration_indptr": list(range(len(trees) + 1)),
                    "tree_info": [0] * len(trees),
                    "trees": trees,
                },
                "name": "gbtree",
            },
            "learner_model_param": {
                "base_score": f"[{1 / (1 + math.exp(-bias))!r}]",
                "boost_from_average": "1",
                "num_class": "0",
                "num_feature": str(INPUTS),
                "num_target": "1",
            },
            "objective": {"name": "binary:logistic", "reg_loss_param": {"scale_pos_weight": "1"}},
        },
        "version": [3, 2, 0],
    }


def arrays(number: int, tree: dict) -> dict:
    splits, depth = tree["splits"], len(tree["splits"])
    inner, leaves = 2**depth - 1, 2**depth
    nodes = inner + leaves
    levels = [int(math.log2(node + 1)) for node in range(inner)]
    # A leaf's number has the outcome of the first split in its lowest bit; here that split is the root's.
    reversed_bits = [int(f"{leaf:0{depth}b}"[::-1], 2) for leaf in range(leaves)]
    infinity = np.float32(np.inf)
    thresholds = [float(np.nextafter(np.float32(split["border"]), infinity)) for split in splits]
    # xgboost divides by covers, so none may be zero.
    covers = [0.0] * inner + [max(float(tree["leaf_weights"][leaf]), 1e-3) for leaf in reversed_bits]
    for node in reversed(range(inner)):
        covers[node] = covers[2 * node + 1] + covers[2 * node + 2]
    return {
        "base_weights": [0.0] * nodes,
        "categories": [],
        "categories_nodes": [],
        "categories_segments": [],
        "categories_sizes": [],
        "default_left": [1] * inner + [0] * leaves,
        "id": number,
        "left_children": [2 * node + 1 for node in range(inner)] + [-1] * leaves,
        "loss_changes": [0.0] * nodes,
        "parents": [2147483647] + [(node - 1) // 2 for node in range(1, nodes)],
        "right_children": [2 * node + 2 for node in range(inner)] + [-1] * leaves,
        "split_conditions": [thresholds[level] for level in levels]
        + [float(tree["leaf_values"][leaf]) for leaf in reversed_bits],
        "split_indices": [splits[level]["float_feature_index"] for level in levels] + [0] * leaves,
        "split_type": [0] * nodes,
        "sum_hessian": covers,
        "tree_param": {
            "num_deleted": "0",
            "num_feature": str(INPUTS),
            "num_nodes": str(nodes),
            "size_leaf_vector": "1",
        },
    }


def main() -> None:
    folder = Path(sys.argv[1])
    made_by = folder / "made-by.py"
    if made_by.exists() and made_by.read_text() == Path(__file__).read_text():
        return
    folder.mkdir(parents=True, exist_ok=True)
    train, labels = draw(TRAIN, 1, np.random.default_rng(0))
    test, test_labels = draw(TEST, 2, np.random.default_rng(0))
    np.save(folder / "test.npy", test)
    np.save(folder / "labels.npy", test_labels)
    test.tofile(folder / "test.f32")

    print("Training CatBoost, XGBoost and LightGBM on the same rows.", flush=True)
    model = catboost.CatBoostClassifier(
        iterations=500, depth=6, learning_rate=0.03, rsm=0.3, l2_leaf_reg=10, random_seed=1, thread_count=THREADS,
        verbose=False, allow_writing_files=False, nan_mode="Min",
    ).fit(train, labels)
    model.save_model(folder / "catboost.cbm")
    model.save_model(folder / "catboost.json", format="json")
    document = symmetric(json.loads((folder / "catboost.json").read_text()))
    (folder / "symmetric.json").write_text(json.dumps(document))

    shape = {"max_leaves": 34, "eta": 0.03, "subsample": 0.8, "colsample_bytree": 0.3, "min_child_weight": 10}
    parameters = shape | {"objective": "binary:logistic", "grow_policy": "lossguide", "max_depth": 0, "nthread": THREADS}
    booster = xgboost.train(parameters | {"tree_method": "hist", "seed": 1}, xgboost.DMatrix(train, labels), 420)
    booster.save_model(folder / "xgboost.json")

    shape = {"num_leaves": 34, "learning_rate": 0.03, "bagging_fraction": 0.8, "bagging_freq": 1, "feature_fraction": 0.3}
    parameters = shape | {"objective": "binary", "min_sum_hessian_in_leaf": 10, "num_threads": THREADS, "verbose": -1}
    lightgbm.train(parameters | {"seed": 1}, lightgbm.Dataset(train, labels), 420).save_model(folder / "lightgbm.txt")
    made_by.write_text(Path(__file__).read_text())


main()
