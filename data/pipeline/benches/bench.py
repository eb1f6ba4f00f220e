"""Times the pipeline at the size of the real data, beside its peers, and prints one table.

usage: bench.py [--clients N] [--folder FOLDER] [--no-peers]

Whole processes are measured: wall time, and peak memory as the system counts it (what `/usr/bin/time -v` calls maximum
resident set size). The pipeline runs on a quarter, a half and all of the clients; the peers on all of them: the pandas
kernel from the same CSV files, DuckDB from the same Parquet tables on the same aggregates. Needs target/release/pipeline,
target/release/synthetic and the example aggregates_sql (`make bench` builds them), and for the peers the packages of
requirements.txt beside this file (`make bench` installs them under target/).
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
PROGRAMS = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
KAGGLE = 356_255


def measure(*command: object, stdout: Path | None = None) -> tuple[float, float, str]:
    """Seconds, gibibytes and the last line printed; stops where the command fails."""
    print("$", *[Path(str(part)).name for part in command], file=sys.stderr, flush=True)
    start = time.perf_counter()
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        out, err = process.stdout.read(), process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{err.decode()}")
    if stdout:
        stdout.write_bytes(out)
    lines = (out if out and not stdout else err).decode().strip().splitlines()
    return seconds, usage.ru_maxrss / 1024**2, lines[-1] if lines else ""


def main() -> None:
    arguments = argparse.ArgumentParser(description="Times the pipeline beside its peers.")
    arguments.add_argument("--clients", type=int, default=KAGGLE, help="the size of the population (356255)")
    arguments.add_argument("--folder", type=Path, default=ROOT / "target/clairscore/bench", help="where to work")
    arguments.add_argument("--no-peers", action="store_true", help="the pipeline alone")
    options = arguments.parse_args()
    folder, clients = options.folder, options.clients
    folder.mkdir(parents=True, exist_ok=True)

    rows = []
    for share in (0.25, 0.5, 1.0):
        size = round(clients * share)
        data, made = folder / f"data-{size}", folder / f"made-{size}"
        if not (data / "SYNTHETIC.json").exists():
            measure(PROGRAMS / "synthetic", "--output", data, "--clients", size)
        history = sum(json.loads((data / "SYNTHETIC.json").read_text())["rows"].values()) - size
        shutil.rmtree(made, ignore_errors=True)
        what = f"{size:,} clients, {history / 1e6:.1f} million history rows"
        ingest = measure(PROGRAMS / "pipeline", "ingest", "--data", data, "--output", made / "tables")
        features = measure(
            PROGRAMS / "pipeline", "features", "--tables", made / "tables", "--output", made / "features"
        )
        rows.append((f"ingest, {what}", *ingest[:2]))
        rows.append((f"features from Parquet, {what}", *features[:2]))
        rows.append((f"**CSV to features, {what}**", ingest[0] + features[0], max(ingest[1], features[1])))
        if share < 1.0:
            shutil.rmtree(data)
            shutil.rmtree(made)
    whole = rows[-1]

    if not options.no_peers:
        python = ROOT / "target/venv-bench/bin/python"
        statement = folder / "aggregates.sql"
        measure(PROGRAMS / "examples/aggregates_sql", made / "tables", stdout=statement)
        duckdb = measure(python, HERE / "duckdb_aggregates.py", statement, folder / "duckdb.parquet", os.cpu_count())
        rows.append((f"DuckDB, the same aggregates from the same Parquet: {duckdb[2]}", *duckdb[:2]))
        pandas = measure(python, HERE / "pandas_kernel.py", data, folder / "pandas.npy")
        rows.append((f"pandas kernel from the same CSV: {pandas[2]}", *pandas[:2]))

    print("| what | seconds | peak GiB |\n| --- | ---: | ---: |")
    for name, seconds, memory in rows:
        print(f"| {name} | {seconds:.1f} | {memory:.2f} |")
    if not options.no_peers:
        print(f"\npandas kernel / pipeline, CSV to features: {pandas[0] / whole[1]:.1f}")
        print(f"DuckDB / pipeline, from Parquet: {duckdb[0] / features[0]:.2f}")


main()
