"""`make benchmarks`: measures every row and prints the table that stands in `benchmarks/README.md`."""

import platform

from benchmarks import checking, deciding, records, startup, under_load
from benchmarks.measure import Row


def main() -> None:
    """Print one line for each row as it is measured."""
    print(f"{platform.python_implementation()} {platform.python_version()} on {platform.machine()}\n")
    print("| work | ours | against | that | ratio | goal |")
    print("|---|---|---|---|---|---|")
    for rows in (startup.rows, deciding.rows, checking.rows, records.rows, under_load.rows):
        for row in rows():
            print(row_text(row), flush=True)


def row_text(row: Row) -> str:
    """A row of the table, as Markdown."""
    ratio = row.ours / row.reference
    return f"| {row.work} | {_time(row.ours)} | {row.against} | {_time(row.reference)} | {ratio:.2f} x | {row.goal} |"


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.01 else f"{seconds * 1_000_000:.0f} µs"


if __name__ == "__main__":
    main()
