"""A ledger of a million events: what it takes to verify, list, seal and export it, in time and in memory.

    python -m benchmarks.million [EVENTS ...]

Each command is a process of its own, as a person starts it, and its memory is the most that the system says it had. The
same for a tenth of the events shows what grows with them. It takes a quarter of an hour and three gigabytes of disk, so
it is no part of `make benchmarks`.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SIZES = (100_000, 1_000_000)
SOP = (sys.executable, "-c", "from sopbook.cli import main; main(prog_name='sop')")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one piece of work took, of the clock and of the processor; `memory` is in bytes."""

    work: str
    events: int
    seconds: float
    processor: float
    memory: int


def main() -> None:
    """Print a line for each piece of work as it is done."""
    sizes = tuple(int(word) for word in sys.argv[1:]) or SIZES
    print("| events | work | time | of the processor | events/s of it | memory |\n|---|---|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            for cost in costs(Path(folder), size):
                print(cost_text(cost), flush=True)
            print(f"\n{size:,} events: {bytes_of(Path(folder)) / size:.0f} bytes each\n", flush=True)


def costs(root: Path, events: int) -> Iterator[Cost]:
    """Make a handbook with so many events at `root`, and do everything with it once."""
    begun = time.perf_counter()
    middle, processor = _made(root, events)
    seconds = time.perf_counter() - begun
    yield Cost(work="make it", events=events, seconds=seconds, processor=processor, memory=0)
    for work, words in _works(middle).items():
        yield _measured(root, work, words, events)


def _works(middle: str) -> Mapping[str, Sequence[str]]:
    return {
        "list the newest 50 runs": ("run", "list", "--all"),
        "list 50 runs from the middle": ("run", "list", "--all", "--before", middle),
        "seal": ("seal",),
        "verify": ("verify",),
        "export as a bundle": ("records", "export", "--to", "records.jsonl"),
        "verify the bundle": ("verify", "--bundle", "records.jsonl"),
    }


def _made(root: Path, events: int) -> tuple[str, float]:
    """Fill the records in another process, so that this one stays small: a child's memory begins with its parent's.

    The run in the middle of them, and how long the processor worked.
    """
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_fill, (root, events))


def _fill(root: Path, events: int) -> tuple[str, float]:
    from benchmarks import ledgers

    ledgers.handbook(root)
    names = ledgers.fill(root, events)
    return names[len(names) // 2], time.process_time()


def _measured(root: Path, work: str, words: Sequence[str], events: int) -> Cost:
    environ = {**os.environ, "SOP_RECORDS": str(root / "records.sqlite3"), "SOP_PERSON": "ines"}
    begun = time.perf_counter()
    child = subprocess.Popen([*SOP, *words], cwd=root, env=environ, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, f"`sop {' '.join(words)}` ended with {child.returncode}"
    return Cost(
        work=work,
        events=events,
        seconds=time.perf_counter() - begun,
        processor=used.ru_utime + used.ru_stime,
        memory=used.ru_maxrss * _UNIT,
    )


_UNIT = 1 if sys.platform == "darwin" else 1024
"""In what the system counts memory."""


def bytes_of(root: Path) -> int:
    """The size of the records, with what SQLite keeps beside them."""
    return sum(file.stat().st_size for file in root.glob("records.sqlite3*"))


def cost_text(cost: Cost) -> str:
    """A row of the table, as Markdown."""
    memory = f"{cost.memory / 1_000_000:.0f} MB" if cost.memory else ""
    speed = f"{cost.events / cost.processor:,.0f}" if not cost.work.startswith("list") else ""
    return f"| {cost.events:,} | {cost.work} | {cost.seconds:.1f} s | {cost.processor:.1f} s | {speed} | {memory} |"


if __name__ == "__main__":
    main()
