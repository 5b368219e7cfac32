"""SOP249: the scheduled work of a role takes more time than the role has for it.

`time` of a role says how much there is for routines per working day, week and month. Against each stands what the
procedures with a `schedule` of that rhythm take of a holder's time: their `effort`, and of steps with an `effort` of
their own what falls to the role; several holders share. Quarters and years count with the months.
Give the role more time or more holders, or make something shorter, rarer or another role's.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from sopbook.documents.ids import RoleId
from sopbook.documents.role import Role
from sopbook.handbook.book import Handbook
from sopbook.handbook.time_plan import Load, Rhythm, loads, spoken_minutes
from sopbook.handbook.time_texts import duration_at
from sopbook.handbook.working_calendar import counting_calendar
from sopbook.source.diagnostic import Diagnostic, Severity, warning
from sopbook.timing.durations import effort_minutes
from sopbook.timing.spoken import spoken_list

CODE = "SOP249"
SEVERITY = Severity.WARNING

RHYTHMS: tuple[Rhythm, ...] = ("daily", "weekly", "monthly")
NAMED_AT_MOST = 3


def check(book: Handbook, today: date) -> Iterator[Diagnostic]:
    """Compare every budget with what is planned."""
    plan: dict[tuple[RoleId, Rhythm], list[Load]] = {}
    for load in loads(book, today):
        plan.setdefault((load.role, load.rhythm), []).append(load)
    for role in book.roles() if plan else ():
        for rhythm in RHYTHMS:
            yield from _over(book, role, rhythm, plan.get((RoleId(role.id), rhythm), []))


def _over(book: Handbook, role: Role, rhythm: Rhythm, planned: list[Load]) -> Iterator[Diagnostic]:
    budget = duration_at(role, book, "time", rhythm)
    holders = max(1, len(book.holders(role.id)))
    needed = sum((load.minutes for load in planned), Fraction()) / holders
    if budget is None or needed <= effort_minutes(budget, counting_calendar(book)):
        return
    each = f" for each of its {holders} holders" if holders > 1 else ""
    message = f"the {rhythm} work of `{role.id}` takes {spoken_minutes(needed)}{each}, over its budget of {budget}"
    yield warning(CODE, message, at=role.where("time", rhythm), hint=f"most of it: {_largest(planned, holders)}")


def _largest(planned: list[Load], holders: int) -> str:
    ordered = sorted(planned, key=lambda load: (-load.minutes, load.procedure))[:NAMED_AT_MOST]
    return spoken_list([f"`{load.procedure}` {spoken_minutes(load.minutes / holders)}" for load in ordered])
