"""How often something comes round, as an author writes it, and everything that can be wrong with it.

- `every` is a beat: day, working day, week, month, quarter, year, or several of them (`2 weeks`), which then count
  from `from`. Weeks begin on Monday; months, quarters and years are those of the wall calendar.
- `day` says which day of the beat. Without it `from` does: its weekday, its day of the month, its day of the year. With
  neither it is the first working day.
- A number that a month lacks means its last day. In a quarter or a year a number would not say which month: only 1
  is taken, its first day.
- `at` is a time of the wall clock in `zone`; without it the run starts with the working hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from sopbook.timing.schedule_days import read_day
from sopbook.timing.schedule_parts import Fault, read_at, read_date, read_every, read_overdue, read_zone
from sopbook.timing.series import Beat, Choices, Series

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The keys of `schedule`, as text; empty is: not written. `from` is a word of Python's, so it is `from_` here."""

    every: str
    day: tuple[str | int, ...] = ()
    at: str = ""
    zone: str = ""
    from_: str = ""
    until: str = ""
    overdue: str = "skip"


@dataclass(frozen=True, slots=True)
class ScheduleProblem:
    """One fault: the key it stands at, under `day` also which of several, what is wrong, what to write instead."""

    key: str
    message: str
    hint: str = ""
    index: int | None = None

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class NoSchedule(ValueError):
    """A schedule with problems was put to use; whoever holds one asks for its `problems` first."""

    def __init__(self, problems: tuple[ScheduleProblem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.key}: {problem}" for problem in problems))


def problems(schedule: Schedule) -> tuple[ScheduleProblem, ...]:
    """Everything that is wrong with it, in the order of its keys; empty for one that can be used."""
    read = _read(schedule)
    return () if isinstance(read, Series) else read


def series(schedule: Schedule) -> Series:
    """The schedule, understood; only for one without problems."""
    read = _read(schedule)
    if not isinstance(read, Series):
        raise NoSchedule(read)
    return read


def _read(schedule: Schedule) -> Series | tuple[ScheduleProblem, ...]:
    every = read_every(schedule.every)
    at, zone = read_at(schedule.at), read_zone(schedule.zone)
    first, last = read_date(schedule.from_), read_date(schedule.until)
    days = [] if isinstance(every, Fault) else [read_day(day, every.unit) for day in schedule.day]
    overdue = read_overdue(schedule.overdue)

    found: list[ScheduleProblem] = []
    for key, part in (("every", every), ("at", at), ("zone", zone), ("from", first), ("until", last)):
        if isinstance(part, Fault):
            found.append(ScheduleProblem(key, part.message, part.hint))
    for index, day in enumerate(days):
        if isinstance(day, Fault):
            found.append(ScheduleProblem("day", day.message, day.hint, index))
        elif day in days[:index]:
            found.append(ScheduleProblem("day", f"`{schedule.day[index]}` stands here twice", "leave one out", index))
    if isinstance(overdue, Fault):
        found.append(ScheduleProblem("overdue", overdue.message, overdue.hint))
    found.extend(_together(schedule, found))
    if found:
        return tuple(sorted(found, key=lambda problem: _KEYS.index(problem.key)))

    interval, start = _sound(every), _sound(first)
    chosen = tuple(day for day in days if not isinstance(day, Fault))
    return Series(
        beat=Beat.of(interval, start, chosen),
        choices=Choices.of(interval, start, chosen),
        at=_sound(at),
        zone=_sound(zone),
        first=start,
        last=_sound(last),
    )


def _sound(part: T | Fault) -> T:
    assert not isinstance(part, Fault), "faults were collected before"
    return part


_KEYS = ("every", "day", "at", "zone", "from", "until", "overdue")


def _together(schedule: Schedule, found: list[ScheduleProblem]) -> Iterator[ScheduleProblem]:
    """What is wrong between keys that are each right by themselves."""
    wrong = {problem.key for problem in found}
    if not wrong & {"from", "until"} and schedule.from_ and schedule.until and schedule.until < schedule.from_:
        yield ScheduleProblem("until", f"`until` lies before `from`, {schedule.from_}", "write a later day")
    every = read_every(schedule.every)
    if not isinstance(every, Fault) and every.amount > 1 and not schedule.from_:
        message = f"`every: {schedule.every}` does not say which {every.unit}s"
        yield ScheduleProblem("every", message, 'add the day it counts from, as in `from: "2026-01-05"`')
