"""Times scoring and its peers on the models of train.py: usage: peers.py FOLDER [--readme FILE]

Prints one table, and puts it between the markers of FILE. Every time is the best of many rounds, and the crate is timed
before and after its peers, the better of the two: what else runs on the machine only adds to a time. The script stops
where the crate and xgboost do not agree on margins, contributions and interaction values of the same model.
"""

import argparse
import ctypes
import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import catboost
import lightgbm
import numpy as np
import shap
import xgboost

ROOT = Path(__file__).parent.parent.parent.parent
EXAMPLES = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release/examples"
BLOCK = 500
MARKERS = "<!-- bench-scoring: begin -->", "<!-- bench-scoring: end -->"


def ours(folder: Path, model: str) -> dict:
    command = [EXAMPLES / "bench_model", folder / model, folder / "test.f32"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def best(call: Callable[[int], object], seconds: float = 3.0) -> float:
    """Microseconds of a call, the best of all that fit into the time; at least ten."""
    times, end = [], time.perf_counter() + seconds
    while len(times) < 10 or time.perf_counter() < end:
        start = time.perf_counter()
        call(len(times))
        times.append(time.perf_counter() - start)
    return min(times) * 1e6


def per_row(call: Callable[[], object], rows: int) -> float:
    """Microseconds a row of a call for a block."""
    return best(lambda _: call(), 6.0) / rows


def lightgbm_fast(booster: lightgbm.Booster, rows: np.ndarray, kind: int) -> float:
    """LightGBM's C function for single rows, without what calling C from Python costs."""
    library, inputs = lightgbm.basic._LIB, rows.shape[1]
    config, length = ctypes.c_void_p(), ctypes.c_int64()
    out = (ctypes.c_double * (inputs + 1))()
    library.LGBM_BoosterPredictForMatSingleRowFastInit(
        booster._handle, kind, 0, -1, 0, inputs, b"num_threads=1", ctypes.byref(config)
    )
    pointers = [ctypes.c_void_p(row.ctypes.data) for row in rows]
    arguments = ctypes.byref(length), out
    predict, nothing = library.LGBM_BoosterPredictForMatSingleRowFast, library.LGBM_GetLastError

    # Twenty rows a time: the clock is too coarse for one.
    def call(number: int) -> None:
        for pointer in pointers[number * 20 % 1000 : number * 20 % 1000 + 20]:
            predict(config, pointer, *arguments)

    def overhead(number: int) -> None:
        for _ in pointers[number * 20 % 1000 : number * 20 % 1000 + 20]:
            nothing()

    return (best(call) - best(overhead)) / 20


def figure(number: float) -> str:
    """Three digits, and thousands with their comma."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def auc(labels: np.ndarray, scores: np.ndarray) -> tuple[float, float]:
    """The area under the curve by ranks, and its standard error (Hanley and McNeil 1982)."""
    order = np.argsort(np.argsort(scores, kind="stable"))
    positive, negative = int(labels.sum()), int((~labels).sum())
    area = (order[labels].sum() - positive * (positive - 1) / 2) / positive / negative
    q1, q2 = area / (2 - area), 2 * area * area / (1 + area)
    spread = area * (1 - area) + (positive - 1) * (q1 - area**2) + (negative - 1) * (q2 - area**2)
    return area, (spread / positive / negative) ** 0.5


def agreement(name: str, found: dict, booster: xgboost.Booster, rows: np.ndarray) -> str:
    """Stops unless xgboost says the same of the model; tells how far apart the two are."""
    inputs = rows.shape[1]
    matrix, few = xgboost.DMatrix(rows), xgboost.DMatrix(rows[:20])
    margins = booster.predict(matrix, output_margin=True)
    gaps = [np.abs(margins - found["margins"]).max()]
    contributions = booster.predict(few, pred_contribs=True)
    gaps.append(np.abs(contributions[:, :inputs] - np.reshape(found["contributions"], (20, inputs))).max())
    gaps.append(np.abs(contributions[:, inputs] - found["base"]).max())
    pairs = booster.predict(xgboost.DMatrix(rows[:3]), pred_interactions=True)
    gaps.append(max(abs(pairs[row, a, b] - value) for row, a, b, value in found["interactions"]))
    largest = max(abs(value) for *_, value in found["interactions"])
    text = (
        f"{name}: margins of {len(rows):,} rows within {gaps[0]:.0e}, contributions of 20 rows within {gaps[1]:.0e}, "
        f"9 interaction values (the largest {largest:.0e}) within {gaps[3]:.0e}"
    )
    # Margins are summed in 32 bits there, over all trees.
    assert gaps[0] < 2e-5 * (1 + np.abs(margins).max()) and max(gaps[1:]) < 1e-5, text
    return text


def main() -> None:
    arguments = argparse.ArgumentParser(description="Times scoring beside its peers.")
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--readme", type=Path)
    options = arguments.parse_args()
    folder = options.folder
    rows, labels = np.load(folder / "test.npy"), np.load(folder / "labels.npy")
    block, singles = rows[:BLOCK], [row.reshape(1, -1) for row in rows[:1000]]

    models = {"symmetric": "symmetric.json", "leaf-wise": "xgboost.json"}
    first = {name: ours(folder, file) for name, file in models.items()}
    assert first["symmetric"]["trees"][1] == 0

    cat = catboost.CatBoost().load_model(folder / "catboost.cbm")
    light = lightgbm.Booster(model_file=folder / "lightgbm.txt")
    boosters = {name: xgboost.Booster(model_file=folder / file) for name, file in models.items()}
    agreements = [agreement(name, first[name], boosters[name], rows) for name in models]
    explainer = shap.TreeExplainer(light)
    # Else shap would have LightGBM do the work.
    explainer.model.model_type = "internal"
    pools = [catboost.Pool(row) for row in singles[:200]]
    matrices = [xgboost.DMatrix(row) for row in singles[:200]]

    peers: dict[str, list[tuple[str, str, float]]] = {"score": [], "explain": [], "score block": [], "explain block": []}
    print("Timing single rows.", flush=True)
    for booster in boosters.values():
        booster.set_param({"nthread": 1})
    add = peers["score"].append
    add(("leaf-wise", "LightGBM, C function for single rows", lightgbm_fast(light, rows[:1000], 1)))
    for name, booster in boosters.items():
        add((name, "XGBoost, `inplace_predict`, from Python",
             best(lambda n: booster.inplace_predict(singles[n % 1000], predict_type="margin"))))
    add(("symmetric", "CatBoost, `predict`, from Python", best(lambda n: cat.predict(singles[n % 1000], thread_count=1))))
    add = peers["explain"].append
    add(("leaf-wise", "LightGBM, C function for single rows, `predict_contrib`", lightgbm_fast(light, rows[:1000], 3)))
    for name, booster in boosters.items():
        add((name, "XGBoost, `pred_contribs`", best(lambda n: booster.predict(matrices[n % 200], pred_contribs=True))))
    add(("symmetric", "CatBoost, `ShapValues`",
         best(lambda n: cat.get_feature_importance(pools[n % 200], type="ShapValues", thread_count=1))))
    add(("leaf-wise", "shap, `TreeExplainer`, on LightGBM's trees", best(lambda n: explainer.shap_values(singles[n % 1000]))))

    print("Timing blocks of rows.", flush=True)
    matrix, pool = xgboost.DMatrix(block), catboost.Pool(block)
    for booster in boosters.values():
        booster.set_param({"nthread": 2})
    add = peers["score block"].append
    add(("leaf-wise", "LightGBM", per_row(lambda: light.predict(rows, raw_score=True, num_threads=2), len(rows))))
    for name, booster in boosters.items():
        add((name, "XGBoost", per_row(lambda: booster.inplace_predict(rows, predict_type="margin"), len(rows))))
    add(("symmetric", "CatBoost", per_row(lambda: cat.predict(rows, thread_count=2), len(rows))))
    add = peers["explain block"].append
    add(("leaf-wise", "LightGBM", per_row(lambda: light.predict(block, pred_contrib=True, num_threads=2), BLOCK)))
    for name, booster in boosters.items():
        add((name, "XGBoost", per_row(lambda: booster.predict(matrix, pred_contribs=True), BLOCK)))
    add(("symmetric", "CatBoost", per_row(lambda: cat.get_feature_importance(pool, type="ShapValues", thread_count=2), BLOCK)))
    add(("leaf-wise", "shap, one thread", per_row(lambda: explainer.shap_values(block), BLOCK)))

    last = {name: ours(folder, file) for name, file in models.items()}

    def own(name: str, what: str) -> float:
        """Microseconds a row, the better of before and after."""
        kind, _, is_block = what.partition(" ")
        times = []
        for found in (first[name], last[name]):
            many = found["blocks"]["2"]
            times.append(many[f"{kind}_seconds"] / many["rows"] * 1e6 if is_block else found[kind])
        return min(times)

    titles = {
        "score": "score one row, one thread",
        "explain": "explain one row, one thread",
        "score block": f"score a row of a block of {len(rows):,}, two threads",
        "explain block": "explain a row of a block, two threads",
    }
    lines = ["| what | trees | library | µs a row | times scoring's |", "| --- | --- | --- | ---: | ---: |"]
    for what, title in titles.items():
        for name in models:
            lines.append(f"| {title} | {name} | **scoring** | {figure(own(name, what))} | 1 |")
            for kind, library, spent in peers[what]:
                if kind == name:
                    lines.append(f"| | {name} | {library} | {figure(spent)} | {figure(spent / own(name, what))} |")
    everyone = min(found["symmetric"]["blocks"]["2"]["explain_seconds"] for found in (first, last))
    alone = min(found["symmetric"]["blocks"]["1"]["explain_seconds"] for found in (first, last))

    quality = {
        "CatBoost (symmetric)": cat.predict(rows),
        "the same trees in scoring": np.array(first["symmetric"]["margins"]),
        "XGBoost (leaf-wise)": boosters["leaf-wise"].predict(xgboost.DMatrix(rows), output_margin=True),
        "LightGBM (leaf-wise)": light.predict(rows, raw_score=True),
    }
    areas = {name: auc(labels, scores) for name, scores in quality.items()}
    spread = max(area for area, _ in areas.values()) - min(area for area, _ in areas.values())
    score, explain = (peers[what][0][2] / own("symmetric", what) for what in ("score", "explain"))
    lines += [
        "",
        f"Symmetric trees against LightGBM's leaf-wise ones, one row, one thread: scored {figure(score)} times as fast, "
        f"explained {figure(explain)} times as fast.",
        "",
        f"356,255 clients explained with the symmetric trees: {everyone:.2f} s on two threads, {alone:.2f} s on one.",
        "",
        "AUC on the same 20,000 rows: "
        + ", ".join(f"{name} {area:.4f}" for name, (area, _) in areas.items())
        + f"; standard error {areas['XGBoost (leaf-wise)'][1]:.4f}, largest difference {spread:.4f}.",
        "",
        f"Agreement with xgboost on the same file: {'; '.join(agreements)}.",
        "",
        f"lightgbm {lightgbm.__version__}, xgboost {xgboost.__version__}, catboost {catboost.__version__}, "
        f"shap {shap.__version__}, {os.cpu_count()} cores.",
    ]
    table = "\n".join(lines)
    print(table)
    if options.readme:
        text = options.readme.read_text()
        before, rest = text.split(MARKERS[0])
        after = rest.split(MARKERS[1])[1]
        options.readme.write_text(f"{before}{MARKERS[0]}\n{table}\n{MARKERS[1]}{after}")


main()
