"""Measuring two things in turn, so that a machine that gets slower or faster does so for both."""

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """One comparison; times in seconds, medians of the rounds."""

    work: str
    ours: float
    against: str
    reference: float
    goal: str


def in_turn(
    ours: Callable[[], object], reference: Callable[[], object], rounds: int, *, warm_up: bool = True
) -> tuple[float, float]:
    """The medians of both, measured A B A B; a round before that does not count, unless it would take too long."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(0 if warm_up else 1, rounds + 1):
        for work, taken in zip((ours, reference), times, strict=True):
            begun = time.perf_counter()
            work()
            if number:
                taken.append(time.perf_counter() - begun)
    return statistics.median(times[0]), statistics.median(times[1])


def process(command: Sequence[str], cwd: str | None = None) -> Callable[[], object]:
    """A whole process as something to measure."""
    return lambda: subprocess.run(command, check=True, cwd=cwd, stdout=subprocess.DEVNULL)
