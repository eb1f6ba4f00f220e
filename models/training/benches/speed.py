#!/usr/bin/env python3
"""How long our trainer and LightGBM take for the same trees, by turns.

    speed.py GROW FEATURES [--rounds N] [--threads N] [--runs N] [--readme README.md]

GROW is the example `grow`. Both learn from the same clients and inputs, in the same number of trees of as many leaves, with
the same shares of clients and inputs, on as many threads; reading the data is not counted, making bins is. Ours splits all
nodes of a level alike, LightGBM's trees grow leaf by leaf.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

AUDIT_ONLY = {"CODE_GENDER", "NAME_FAMILY_STATUS"}
MARKS = "<!-- speed -->", "<!-- /speed -->"


def lightgbm_once(features, told, rounds, threads):
    """Seconds of one run, in this process: for a process of its own each time."""
    import lightgbm
    import numpy

    names = json.loads((features / "features.json").read_text())["features"]
    target = numpy.load(features / "target.npy")
    known = ~numpy.isnan(target)
    values = numpy.load(features / "features.npy")[known]
    usable = [at for at, name in enumerate(names) if name not in AUDIT_ONLY and len(numpy.unique(values[:, at])) > 1]
    values, labels = numpy.ascontiguousarray(values[:, usable]), target[known]
    assert values.shape == (told["rows"], told["inputs"]), f"{values.shape}, and ours had {told}"
    parameters = {
        "objective": "binary",
        "num_leaves": 2 ** told["depth"],
        "learning_rate": told["eta"],
        "bagging_fraction": told["subsample"],
        "bagging_freq": 1,
        "feature_fraction": told["colsample"],
        "lambda_l2": told["lambda"],
        "min_sum_hessian_in_leaf": told["min_child_weight"],
        "max_bin": told["max_bin"] - 1,
        "num_threads": threads,
        "verbosity": -1,
    }
    start = time.perf_counter()
    lightgbm.train(parameters, lightgbm.Dataset(values, labels), num_boost_round=rounds)
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("grow", type=Path)
    parser.add_argument("features", type=Path)
    parser.add_argument("--rounds", type=int, default=400)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--readme", type=Path)
    parser.add_argument("--lightgbm", metavar="TOLD", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    rounds, threads, features = arguments.rounds, arguments.threads, arguments.features
    if arguments.lightgbm:
        print(lightgbm_once(features, json.loads(arguments.lightgbm), rounds, threads))
        return

    # A waiting thread that spins takes a core from the other one's work.
    environment = os.environ | {"OMP_WAIT_POLICY": "passive"}

    def said(*command):
        return subprocess.run(map(str, command), env=environment, check=True, capture_output=True, text=True).stdout

    ours, theirs = [], []
    for run in range(arguments.runs + 1):
        told = json.loads(said(arguments.grow, features, rounds, threads))
        same = ["--lightgbm", json.dumps(told), "--rounds", rounds, "--threads", threads]
        other = float(said(sys.executable, __file__, arguments.grow, features, *same))
        print(f"run {run}: ours {told['seconds']:.2f} s, LightGBM {other:.2f} s", flush=True)
        # The first pair warms the files up.
        if run > 0:
            ours.append(told["seconds"])
            theirs.append(other)
    ratios = sorted(our / other for our, other in zip(ours, theirs))
    lines = [
        "",
        f"{rounds} trees of {2 ** told['depth']} leaves on {told['rows']:,} clients and {told['inputs']} inputs, {threads} threads, "
        f"{len(ours)} runs of each by turns:",
        "",
        "| trainer | median | fastest |",
        "| --- | ---: | ---: |",
        f"| ours, symmetric trees | {statistics.median(ours):.2f} s | {min(ours):.2f} s |",
        f"| LightGBM, leaf by leaf | {statistics.median(theirs):.2f} s | {min(theirs):.2f} s |",
        "",
        f"Ours takes {statistics.median(ratios):.2f} times as long ({ratios[0]:.2f} to {ratios[-1]:.2f}; goal: at most 1.1).",
        "",
    ]
    print("\n".join(lines))
    if arguments.readme:
        before, rest = arguments.readme.read_text().split(MARKS[0])
        arguments.readme.write_text(MARKS[0].join([before, "\n".join(lines) + MARKS[1] + rest.split(MARKS[1])[1]]))


if __name__ == "__main__":
    main()
