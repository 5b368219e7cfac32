"""How much time the scheduled procedures take, by role and rhythm.

A run takes the `effort` of its procedure. Where steps say theirs, it goes to the roles that do them and the rest to the
role that does the procedure; together they never take more than the procedure says. Without an `effort` of the
procedure the steps' is all there is, each choice with its longest option. Several roles beside each other share.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from sopbook.documents.document import Document
from sopbook.documents.ids import DocumentId, RoleId
from sopbook.documents.procedure import Procedure
from sopbook.documents.role import Role
from sopbook.documents.steps import AnyPart, AnyStep, Choose, Group
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import layout
from sopbook.handbook.performers import by_of
from sopbook.handbook.schedules import Scheduled, scheduled
from sopbook.handbook.time_texts import duration_at
from sopbook.handbook.working_calendar import counting_calendar
from sopbook.timing.durations import effort_minutes
from sopbook.timing.schedule import series
from sopbook.timing.schedule_parts import Every
from sopbook.timing.spoken import counted

Rhythm = Literal["daily", "weekly", "monthly"]

RHYTHMS: Mapping[Every, tuple[Rhythm, int]] = {
    Every.DAY: ("daily", 1),
    Every.WORKING_DAY: ("daily", 1),
    Every.WEEK: ("weekly", 1),
    Every.MONTH: ("monthly", 1),
    Every.QUARTER: ("monthly", 3),
    Every.YEAR: ("monthly", 12),
}
"""To which budget a period belongs, and how many of the budget's periods it lasts."""

Shares = Mapping[RoleId, Fraction]
"""Minutes by role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one scheduled procedure takes of a role's time in each period of a rhythm, in minutes."""

    role: RoleId
    rhythm: Rhythm
    procedure: DocumentId
    minutes: Fraction


def loads(book: Handbook, today: date) -> Iterator[Load]:
    """The time that all live procedures with a schedule take that is not over, by file."""
    for one in scheduled(book):
        if one.procedure.is_live and one.is_sound and not (one.written.until and one.written.until < today):
            rhythm, times = _rhythm(one)
            for role, minutes in book.once(shares, one.procedure).items():
                yield Load(role=role, rhythm=rhythm, procedure=one.procedure.id, minutes=minutes * times)


def shares(document: Document, book: Handbook) -> Shares:
    """What one run takes of each role's time."""
    assert isinstance(document, Procedure)
    by_step = Counter[tuple[RoleId, ...]]()
    for step in _longest(document.parts, document, book):
        by_step[roles_doing(document, step, book)] += _effort(step, document, book)
    stepwise, total = sum(by_step.values()), stated_effort(document, book)
    scale = Fraction(1)
    if total is not None and total > stepwise:
        by_step[roles_among(document.by, book)] += total - stepwise
    elif total is not None and stepwise:
        scale = Fraction(total, stepwise)
    return _split(by_step, scale)


def stated_effort(procedure: Procedure, book: Handbook) -> int | None:
    """The minutes that the procedure says it takes as a whole."""
    found = duration_at(procedure, book, "effort")
    return effort_minutes(found, counting_calendar(book)) if found else None


def least_effort(parts: tuple[AnyPart, ...], procedure: Procedure, book: Handbook) -> int:
    """The minutes that the steps of every run take: of choices the shortest option, of what may be left out nothing."""
    total = 0
    for part in parts:
        if part.when or part.only_if or part.optional or part.for_each:
            continue
        if isinstance(part, Group):
            total += least_effort(part.steps, procedure, book)
            continue
        total += _effort(part, procedure, book)
        if isinstance(part, Choose):
            total += min(least_effort(option.steps, procedure, book) for option in part.options)
            if any(option.end for option in part.options):
                break
    return total


def roles_doing(procedure: Procedure, step: AnyPart, book: Handbook) -> tuple[RoleId, ...]:
    """The roles any of which does a step; none where it is anybody, or somebody who is known only in a run."""
    return roles_among(by_of(book.once(layout, procedure).by_id[step.id], procedure), book)


def roles_among(by: tuple[str, ...], book: Handbook) -> tuple[RoleId, ...]:
    """These words as roles; none where one of them is something else."""
    return tuple(map(RoleId, by)) if all(isinstance(book.get(one), Role) for one in by) else ()


def spoken_minutes(minutes: Fraction) -> str:
    """`7 hours 30 minutes`, rounded to the minute."""
    hours, rest = divmod(round(minutes), 60)
    return " ".join(counted(many, word) for many, word in ((hours, "hour"), (rest, "minute")) if many) or "no time"


def _rhythm(one: Scheduled) -> tuple[Rhythm, Fraction]:
    interval = series(one.schedule).beat.interval
    rhythm, lasts = RHYTHMS[interval.unit]
    return rhythm, Fraction(max(1, len(one.written.day)), lasts * interval.amount)


def _longest(parts: tuple[AnyPart, ...], procedure: Procedure, book: Handbook) -> Iterator[AnyStep]:
    for part in parts:
        if isinstance(part, Group):
            yield from _longest(part.steps, procedure, book)
            continue
        yield part
        if isinstance(part, Choose):
            ways = [tuple(_longest(option.steps, procedure, book)) for option in part.options]
            yield from max(ways, key=lambda steps: sum(_effort(step, procedure, book) for step in steps))


def _effort(step: AnyStep, procedure: Procedure, book: Handbook) -> int:
    found = duration_at(procedure, book, *step.path, "effort")
    return effort_minutes(found, counting_calendar(book)) if found else 0


def _split(by_roles: Mapping[tuple[RoleId, ...], int], scale: Fraction) -> Shares:
    found: dict[RoleId, Fraction] = {}
    for roles, minutes in by_roles.items():
        for role in roles:
            found[role] = found.get(role, Fraction()) + minutes * scale / len(roles)
    return {role: minutes for role, minutes in found.items() if minutes}
