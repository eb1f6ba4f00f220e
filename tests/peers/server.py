"""The same questions, and the score without its reasons, answered the usual way: Flask, pandas, LightGBM and shap, under gunicorn.

Everything is in memory: the frame of all clients, the model, and the explainer. PEER_FOLDER names what train.py wrote.
"""

import os
from pathlib import Path

import lightgbm
import pandas as pd
import shap
from flask import Flask, abort, jsonify

FOLDER = Path(os.environ["PEER_FOLDER"])
FEATURES = pd.read_pickle(FOLDER / "features.pkl")
MODEL = lightgbm.Booster(model_file=FOLDER / "model.txt")
EXPLAINER = shap.TreeExplainer(MODEL)
THRESHOLD = 1 / 11
REASONS = 4

app = Flask(__name__)


def of_client(client_id: int) -> pd.DataFrame:
    if client_id not in FEATURES.index:
        abort(404)
    return FEATURES.loc[[client_id]]


@app.get("/score/<int:client_id>")
def score(client_id: int):
    probability = float(MODEL.predict(of_client(client_id), num_threads=1)[0])
    return jsonify(
        client_id=client_id,
        probability_of_default=probability,
        decision="refused" if probability > THRESHOLD else "granted",
    )


@app.get("/predict/<int:client_id>")
def predict(client_id: int):
    row = of_client(client_id)
    probability = float(MODEL.predict(row, num_threads=1)[0])
    values = EXPLAINER.shap_values(row)[0]
    # The principal reasons, without which a decision may not be told.
    reasons = values.argsort()[::-1][:REASONS]
    return jsonify(
        client_id=client_id,
        probability_of_default=probability,
        decision="refused" if probability > THRESHOLD else "granted",
        reasons=[row.columns[place] for place in reasons if values[place] > 0],
    )


@app.get("/explain/<int:client_id>")
def explain(client_id: int):
    row = of_client(client_id)
    probability = float(MODEL.predict(row, num_threads=1)[0])
    values = EXPLAINER.shap_values(row)[0]
    return jsonify(
        client_id=client_id,
        probability_of_default=probability,
        decision="refused" if probability > THRESHOLD else "granted",
        base=float(EXPLAINER.expected_value),
        contributions=[
            {"feature": name, "value": None if value != value else value, "log_odds": float(part)}
            for name, value, part in zip(row.columns, row.iloc[0].tolist(), values)
        ],
    )


@app.get("/health")
def health():
    return jsonify(clients=len(FEATURES))
