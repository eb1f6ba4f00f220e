"""The features of the well-known pandas kernel "LightGBM with Simple Features", written anew from its description.

usage: pandas_kernel.py FOLDER_OF_CSV OUTPUT.npy

One-hot encodes every category of every table, aggregates each history table by client (minimum, maximum, mean, sum or
variance, as the kernel does for each column; bureau's and previous applications' also over the active and closed, and
the approved and refused rows alone), and joins all to the applications. It stands beside `pipeline run` in the
benchmark: same input files, about as many features.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd


def one_hot(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    before = list(frame.columns)
    categories = [column for column in before if not pd.api.types.is_numeric_dtype(frame[column])]
    frame = pd.get_dummies(frame, columns=categories, dummy_na=True, dtype=float)
    return frame, [column for column in frame.columns if column not in before]


def aggregate(frame: pd.DataFrame, key: str, by_column: dict, prefix: str) -> pd.DataFrame:
    result = frame.groupby(key).agg(by_column)
    result.columns = [f"{prefix}_{column}_{statistic.upper()}" for column, statistic in result.columns]
    return result


def applications(folder: Path) -> pd.DataFrame:
    frame = pd.concat([pd.read_csv(folder / f"application_{part}.csv") for part in ("train", "test")])
    frame = frame[frame["CODE_GENDER"] != "XNA"].reset_index(drop=True)
    for column in ("CODE_GENDER", "FLAG_OWN_CAR", "FLAG_OWN_REALTY"):
        frame[column], _ = pd.factorize(frame[column])
    frame, _ = one_hot(frame)
    frame["DAYS_EMPLOYED"] = frame["DAYS_EMPLOYED"].replace(365243, np.nan)
    frame["DAYS_EMPLOYED_PERC"] = frame["DAYS_EMPLOYED"] / frame["DAYS_BIRTH"]
    frame["INCOME_CREDIT_PERC"] = frame["AMT_INCOME_TOTAL"] / frame["AMT_CREDIT"]
    frame["INCOME_PER_PERSON"] = frame["AMT_INCOME_TOTAL"] / frame["CNT_FAM_MEMBERS"]
    frame["ANNUITY_INCOME_PERC"] = frame["AMT_ANNUITY"] / frame["AMT_INCOME_TOTAL"]
    frame["PAYMENT_RATE"] = frame["AMT_ANNUITY"] / frame["AMT_CREDIT"]
    return frame


def bureau(folder: Path) -> pd.DataFrame:
    loans, loan_categories = one_hot(pd.read_csv(folder / "bureau.csv"))
    months, month_categories = one_hot(pd.read_csv(folder / "bureau_balance.csv"))
    by_loan = {"MONTHS_BALANCE": ["min", "max", "size"]} | {column: ["mean"] for column in month_categories}
    months = aggregate(months, "SK_ID_BUREAU", by_loan, "BB")
    loans = loans.join(months, how="left", on="SK_ID_BUREAU").drop(columns="SK_ID_BUREAU")
    numbers = {
        "DAYS_CREDIT": ["min", "max", "mean", "var"],
        "DAYS_CREDIT_ENDDATE": ["min", "max", "mean"],
        "DAYS_CREDIT_UPDATE": ["mean"],
        "CREDIT_DAY_OVERDUE": ["max", "mean"],
        "AMT_CREDIT_MAX_OVERDUE": ["mean"],
        "AMT_CREDIT_SUM": ["max", "mean", "sum"],
        "AMT_CREDIT_SUM_DEBT": ["max", "mean", "sum"],
        "AMT_CREDIT_SUM_OVERDUE": ["mean"],
        "AMT_CREDIT_SUM_LIMIT": ["mean", "sum"],
        "AMT_ANNUITY": ["max", "mean"],
        "CNT_CREDIT_PROLONG": ["sum"],
        "BB_MONTHS_BALANCE_MIN": ["min"],
        "BB_MONTHS_BALANCE_MAX": ["max"],
        "BB_MONTHS_BALANCE_SIZE": ["mean", "sum"],
    }
    shares = {column: ["mean"] for column in loan_categories}
    shares |= {f"BB_{column}_MEAN": ["mean"] for column in month_categories}
    result = aggregate(loans, "SK_ID_CURR", numbers | shares, "BURO")
    for state in ("Active", "Closed"):
        some = loans[loans[f"CREDIT_ACTIVE_{state}"] == 1]
        result = result.join(aggregate(some, "SK_ID_CURR", numbers, state.upper()), how="left")
    return result


def previous_applications(folder: Path) -> pd.DataFrame:
    frame, categories = one_hot(pd.read_csv(folder / "previous_application.csv"))
    days = ["FIRST_DRAWING", "FIRST_DUE", "LAST_DUE_1ST_VERSION", "LAST_DUE", "TERMINATION"]
    for column in days:
        frame[f"DAYS_{column}"] = frame[f"DAYS_{column}"].replace(365243, np.nan)
    frame["APP_CREDIT_PERC"] = frame["AMT_APPLICATION"] / frame["AMT_CREDIT"]
    spread = ["min", "max", "mean"]
    numbers = {
        "AMT_ANNUITY": spread,
        "AMT_APPLICATION": spread,
        "AMT_CREDIT": spread,
        "APP_CREDIT_PERC": [*spread, "var"],
        "AMT_DOWN_PAYMENT": spread,
        "AMT_GOODS_PRICE": spread,
        "HOUR_APPR_PROCESS_START": spread,
        "RATE_DOWN_PAYMENT": spread,
        "DAYS_DECISION": spread,
        "CNT_PAYMENT": ["mean", "sum"],
    }
    shares = {column: ["mean"] for column in categories}
    result = aggregate(frame, "SK_ID_CURR", numbers | shares, "PREV")
    for state in ("Approved", "Refused"):
        some = frame[frame[f"NAME_CONTRACT_STATUS_{state}"] == 1]
        result = result.join(aggregate(some, "SK_ID_CURR", numbers, state.upper()), how="left")
    return result


def pos_cash(folder: Path) -> pd.DataFrame:
    frame, categories = one_hot(pd.read_csv(folder / "POS_CASH_balance.csv"))
    numbers = {"MONTHS_BALANCE": ["max", "mean", "size"], "SK_DPD": ["max", "mean"], "SK_DPD_DEF": ["max", "mean"]}
    result = aggregate(frame, "SK_ID_CURR", numbers | {column: ["mean"] for column in categories}, "POS")
    result["POS_COUNT"] = frame.groupby("SK_ID_CURR").size()
    return result


def instalments(folder: Path) -> pd.DataFrame:
    frame, categories = one_hot(pd.read_csv(folder / "installments_payments.csv"))
    frame["PAYMENT_PERC"] = frame["AMT_PAYMENT"] / frame["AMT_INSTALMENT"]
    frame["PAYMENT_DIFF"] = frame["AMT_INSTALMENT"] - frame["AMT_PAYMENT"]
    frame["DPD"] = (frame["DAYS_ENTRY_PAYMENT"] - frame["DAYS_INSTALMENT"]).clip(lower=0)
    frame["DBD"] = (frame["DAYS_INSTALMENT"] - frame["DAYS_ENTRY_PAYMENT"]).clip(lower=0)
    numbers = {
        "NUM_INSTALMENT_VERSION": ["nunique"],
        "DPD": ["max", "mean", "sum"],
        "DBD": ["max", "mean", "sum"],
        "PAYMENT_PERC": ["max", "mean", "sum", "var"],
        "PAYMENT_DIFF": ["max", "mean", "sum", "var"],
        "AMT_INSTALMENT": ["max", "mean", "sum"],
        "AMT_PAYMENT": ["min", "max", "mean", "sum"],
        "DAYS_ENTRY_PAYMENT": ["max", "mean", "sum"],
    }
    result = aggregate(frame, "SK_ID_CURR", numbers | {column: ["mean"] for column in categories}, "INSTAL")
    result["INSTAL_COUNT"] = frame.groupby("SK_ID_CURR").size()
    return result


def credit_cards(folder: Path) -> pd.DataFrame:
    frame, _ = one_hot(pd.read_csv(folder / "credit_card_balance.csv"))
    frame = frame.drop(columns="SK_ID_PREV")
    every = {column: ["min", "max", "mean", "sum", "var"] for column in frame.columns if column != "SK_ID_CURR"}
    result = aggregate(frame, "SK_ID_CURR", every, "CC")
    result["CC_COUNT"] = frame.groupby("SK_ID_CURR").size()
    return result


def main() -> None:
    folder, output = Path(sys.argv[1]), Path(sys.argv[2])
    frame = applications(folder)
    for history in (bureau, previous_applications, pos_cash, instalments, credit_cards):
        frame = frame.join(history(folder), how="left", on="SK_ID_CURR")
    np.save(output, frame.to_numpy(dtype=np.float32))
    print(f"{len(frame)} clients, {frame.shape[1]} columns")


main()
