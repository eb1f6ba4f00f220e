"""The catalogue's aggregates by DuckDB, on the same Parquet tables.

usage: duckdb_aggregates.py STATEMENT.sql OUTPUT.parquet THREADS

The statement is what the example `aggregates_sql` prints.
"""

import sys
from pathlib import Path

import duckdb


def main() -> None:
    statement, output, threads = Path(sys.argv[1]).read_text(), sys.argv[2], int(sys.argv[3])
    connection = duckdb.connect(config={"threads": threads})
    connection.execute(f"COPY ({statement}) TO '{output}' (FORMAT parquet)")
    rows, columns = connection.execute(f"SELECT count(*) FROM '{output}'").fetchone()[0], len(
        connection.execute(f"DESCRIBE SELECT * FROM '{output}'").fetchall()
    )
    print(f"{rows} clients, {columns} columns")


main()
