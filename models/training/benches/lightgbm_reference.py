#!/usr/bin/env python3
"""LightGBM on the features and folds of `training fit`, compared fold by fold.

    training fit --features F --output R --seed 1 --out-of-fold one.csv
    training study --features F --output study.json --parts families --seed 1
    lightgbm_reference.py --features F --folds one.csv [two.csv ...] [--selection S] [--study study.json]

Each file of `--folds` is one repeat of the cross-validation: who is held out in which fold, and what was predicted of
them. LightGBM learns from the same clients and inputs, with a number of rounds by the same rule: the best of the mean
log-loss over the folds. Of several settings, the one with the best AUC in the mean over all repeats is taken, on the
very folds that it is judged by: that flatters LightGBM.
"""

import argparse
import csv
import json
import os
import time
import warnings
from pathlib import Path

# A waiting thread that spins takes a core from the other one's work.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import lightgbm  # noqa: E402
import numpy  # noqa: E402
from sklearn.metrics import roc_auc_score  # noqa: E402

# A watched data set takes over the bins of the one that is learned from: that is what is meant.
warnings.filterwarnings("ignore", message="Overriding the parameters from Reference Dataset")

COMMON = {
    "objective": "binary",
    "metric": "binary_logloss",
    "bagging_freq": 1,
    "max_bin": 255,
    "verbosity": -1,
    "deterministic": True,
    "force_row_wise": True,
}
SETTINGS = {
    "31 leaves": {"learning_rate": 0.05, "num_leaves": 31, "min_child_samples": 50, "feature_fraction": 0.5,
                  "bagging_fraction": 0.8, "lambda_l2": 5.0},
    "16 leaves": {"learning_rate": 0.05, "num_leaves": 16, "min_child_samples": 80, "feature_fraction": 0.3,
                  "bagging_fraction": 0.8, "lambda_l2": 10.0},
    "4 leaves": {"learning_rate": 0.05, "num_leaves": 4, "min_child_samples": 100, "feature_fraction": 0.3,
                 "bagging_fraction": 0.7, "lambda_l2": 20.0},
    "8 leaves": {"learning_rate": 0.05, "num_leaves": 8, "min_child_samples": 100, "feature_fraction": 0.3,
                 "bagging_fraction": 0.7, "lambda_l2": 20.0},
    "16 leaves, slow": {"learning_rate": 0.03, "num_leaves": 16, "min_child_samples": 100, "feature_fraction": 0.2,
                        "bagging_fraction": 0.7, "lambda_l2": 30.0, "min_sum_hessian_in_leaf": 5.0},
}
MOST_ROUNDS, PATIENCE, STEP = 1500, 100, 50


def audit_only():
    """The features that the model never sees."""
    return {"CODE_GENDER", "NAME_FAMILY_STATUS"}


class Repeat:
    """One repeat: rows of the labelled clients, their folds, outcomes, and what was predicted of them."""

    def __init__(self, path, ids):
        with open(path, newline="") as file:
            lines = list(csv.DictReader(file))
        place = {client: row for row, client in enumerate(ids)}
        self.rows = numpy.array([place[int(line["SK_ID_CURR"])] for line in lines])
        self.fold = numpy.array([int(line["fold"]) for line in lines])
        self.label = numpy.array([int(line["TARGET"]) for line in lines])
        self.ours = numpy.array([float(line["log_odds"]) for line in lines])
        self.folds = int(self.fold.max()) + 1

    def aucs(self, scores):
        """The AUC of each fold."""
        return [
            roc_auc_score(self.label[self.fold == fold], scores[self.fold == fold]) for fold in range(self.folds)
        ]


def cross_validate(features, repeat, columns_of, settings, threads, seed):
    """Margins of those held out, the common number of rounds, and seconds by the clock and of processors."""
    start, cpu = time.perf_counter(), time.process_time()
    boosters, parts = [], []
    for fold in range(repeat.folds):
        columns = columns_of(fold)
        held_out = repeat.fold == fold
        values = features[repeat.rows][:, columns]
        parameters = COMMON | settings | {"num_threads": threads, "seed": seed}
        data = lightgbm.Dataset(values[~held_out], repeat.label[~held_out], params=parameters)
        watched = data.create_valid(values[held_out], repeat.label[held_out])
        booster = lightgbm.Booster(parameters, data)
        booster.add_valid(watched, "held out")
        boosters.append(booster)
        parts.append((held_out, values[held_out]))
    curve = []
    while len(curve) < MOST_ROUNDS and len(curve) < (int(numpy.argmin(curve)) + 1 if curve else 1) + PATIENCE:
        losses = numpy.zeros(STEP)
        for booster in boosters:
            for step in range(STEP):
                booster.update()
                losses[step] += booster.eval_valid()[0][2]
        curve.extend(losses / len(boosters))
    rounds = int(numpy.argmin(curve)) + 1
    margins = numpy.full(len(repeat.rows), numpy.nan)
    for booster, (held_out, values) in zip(boosters, parts):
        margins[held_out] = booster.predict(values, raw_score=True, num_iteration=rounds, num_threads=threads)
    return margins, rounds, numpy.array([time.perf_counter() - start, time.process_time() - cpu])


def spread(differences, folds):
    """The mean, its standard error, and that as Nadeau and Bengio correct it."""
    count = len(differences)
    variance = numpy.var(differences, ddof=1)
    return numpy.mean(differences), (variance / count) ** 0.5, (variance * (1 / count + 1 / (folds - 1))) ** 0.5


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--features", type=Path, required=True)
    parser.add_argument("--folds", type=Path, nargs="+", required=True)
    parser.add_argument("--selection", type=Path, help="its lists by fold; for one repeat, of the same seed")
    parser.add_argument("--study", type=Path, help="whose seconds for the served family are compared")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", help="one of the settings")
    arguments = parser.parse_args()

    names = json.loads((arguments.features / "features.json").read_text())["features"]
    features = numpy.load(arguments.features / "features.npy")
    ids = numpy.load(arguments.features / "ids.npy").tolist()
    repeats = [Repeat(path, ids) for path in arguments.folds]
    if arguments.selection:
        lists = json.loads(arguments.selection.read_text())["selected_in_folds"]
        by_fold = [[names.index(name) for name in chosen] for chosen in lists]
        columns_of = by_fold.__getitem__
    else:
        known = features[repeats[0].rows]
        differs = [len(numpy.unique(known[:, column])) > 1 for column in range(len(names))]
        usable = [at for at, name in enumerate(names) if differs[at] and name not in audit_only()]
        columns_of = lambda _: usable  # noqa: E731

    folds = repeats[0].folds
    ours = [auc for repeat in repeats for auc in repeat.aucs(repeat.ours)]
    print(f"{len(repeats[0].rows)} clients, {len(columns_of(0))} features, {folds} folds, {len(repeats)} repeats")
    print(f"{'ours':<18} AUC {numpy.mean(ours):.4f} +- {numpy.std(ours, ddof=1) / len(ours) ** 0.5:.4f}")
    found = {}
    for name, settings in SETTINGS.items():
        if arguments.only not in (None, name):
            continue
        aucs, seconds = [], []
        for seed, repeat in enumerate(repeats):
            margins, rounds, taken = cross_validate(
                features, repeat, columns_of, settings, arguments.threads, seed
            )
            aucs += repeat.aucs(margins)
            seconds.append(taken)
        difference, error, corrected = spread(numpy.subtract(ours, aucs), folds)
        wall, cpu = numpy.mean(seconds, axis=0)
        found[name] = (numpy.mean(aucs), aucs, wall)
        print(
            f"{name:<18} AUC {numpy.mean(aucs):.4f}, {rounds} rounds, {wall:.1f} s ({cpu:.1f} s of processors); "
            f"ours is {difference:+.4f} +- {error:.4f} (corrected {corrected:.4f})",
            flush=True,
        )
    best = max(found, key=lambda name: found[name][0])
    _, aucs, seconds = found[best]
    print(f"best of LightGBM: {best}")
    for at, (our, other) in enumerate(zip(ours, aucs)):
        print(f"  repeat {at // folds} fold {at % folds}: ours {our:.4f}, LightGBM {other:.4f}, {our - other:+.4f}")
    if arguments.study:
        study = json.loads(arguments.study.read_text())
        served = next(family for family in study["families"] if family["served"])
        print(
            f"seconds for all folds: ours {served['seconds']:.1f} on {study['threads']} threads, "
            f"LightGBM {seconds:.1f} on {arguments.threads}: ratio {served['seconds'] / seconds:.2f}"
        )


if __name__ == "__main__":
    main()
