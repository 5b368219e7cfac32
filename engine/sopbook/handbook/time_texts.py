"""Every duration and time that a document holds, read, with its place; what cannot be read comes with the reason.

Schedules have a reading of their own, in `schedules`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from sopbook.documents.document import Document
from sopbook.documents.escalation import Escalation
from sopbook.documents.path import Path
from sopbook.documents.procedure import Procedure
from sopbook.documents.role import Role
from sopbook.documents.steps import AnyPart, Group, Wait
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import Layout, layout
from sopbook.problem import Problem
from sopbook.source.position import Pointer
from sopbook.timing.due import Anchored, parse_time
from sopbook.timing.durations import Duration, parse_duration
from sopbook.timing.problem import TimeError
from sopbook.timing.schedule_parts import Fault, Interval, read_every

EVERY, UNTIL, IN_WORDS = "every ", "until ", "for "
"""How `review` begins, and how those `wait` begin that are no durations."""

Value: TypeAlias = Duration | Anchored | Interval
Reader: TypeAlias = Callable[[str], Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeText:
    """One duration, time or interval as written, and what it means or why it means nothing."""

    pointer: Pointer
    text: str
    value: Value | None = None
    problem: Problem | None = None
    part: AnyPart | None = None

    @property
    def key(self) -> str:
        """The key that it stands under."""
        return str(self.pointer[-1])


def time_texts(document: Document, book: Handbook) -> tuple[TimeText, ...]:
    """All of a document, to be asked for through `Handbook.once`."""
    return tuple(_read(*one) for one in _written(document, book.once(layout, document)) if one[1])


def duration_at(document: Document, book: Handbook, *pointer: str | int) -> Duration | None:
    """The duration at a pointer, if one stands there and can be read."""
    value = book.once(_by_pointer, document).get(pointer)
    return value if isinstance(value, Duration) else None


def interval_at(document: Document, book: Handbook, *pointer: str | int) -> Interval | None:
    """The interval at a pointer, likewise."""
    value = book.once(_by_pointer, document).get(pointer)
    return value if isinstance(value, Interval) else None


def _by_pointer(document: Document, book: Handbook) -> Mapping[Pointer, Value | None]:
    return {one.pointer: one.value for one in book.once(time_texts, document)}


Found: TypeAlias = tuple[Pointer, str, Reader, AnyPart | None]
"""Where a text may stand, the text, empty where it does not, how to read it, and the part that has it."""


def _read(pointer: Pointer, text: str, reader: Reader, part: AnyPart | None) -> TimeText:
    value, problem = _understood(reader, text)
    return TimeText(pointer=pointer, text=text, value=value, problem=problem, part=part)


@lru_cache(maxsize=2048)
def _understood(reader: Reader, text: str) -> tuple[Value | None, Problem | None]:
    """Remembered, because the same few durations stand in a handbook again and again."""
    try:
        return reader(text), None
    except TimeError as fault:
        return None, fault.problem


def _interval(text: str) -> Interval:
    found = read_every(text.removeprefix(EVERY))
    if isinstance(found, Fault):
        raise TimeError(len(EVERY), len(text), found.message, found.hint.replace("write `", f"write `{EVERY}"))
    return found


def _until(text: str) -> Anchored:
    try:
        return parse_time(text.removeprefix(UNTIL))
    except TimeError as fault:
        raise fault.further_in(len(UNTIL)) from None


def _written(document: Document, places: Layout) -> Iterator[Found]:
    yield ("review",), document.review, _interval, None
    match document:
        case Procedure():
            yield from _of_procedure(document)
            for place in places.places:
                yield from _of_part(place.part)
        case Escalation():
            yield from _of_escalation(document)
        case Role(time=budget) if budget is not None:
            for key, text in (("daily", budget.daily), ("weekly", budget.weekly), ("monthly", budget.monthly)):
                yield (*budget.path, key), text, parse_duration, None
        case _:
            pass


def _of_procedure(procedure: Procedure) -> Iterator[Found]:
    yield ("effort",), procedure.effort, parse_duration, None
    yield ("due",), procedure.due, parse_time, None
    yield ("keep",), procedure.keep, parse_duration, None
    if isinstance(procedure, Path):
        yield ("expires",), procedure.expires, parse_duration, None


def _of_part(part: AnyPart) -> Iterator[Found]:
    yield (*part.path, "due"), part.due, parse_time, part
    yield (*part.path, "every"), part.every, parse_duration, part
    if isinstance(part, Group):
        return
    yield (*part.path, "effort"), part.effort, parse_duration, part
    yield (*part.path, "expires"), part.expires, parse_duration, part
    if isinstance(part, Wait) and not part.wait.startswith(IN_WORDS):
        reader: Reader = _until if part.wait.startswith(UNTIL) else parse_duration
        yield (*part.path, "wait"), part.wait, reader, part


def _of_escalation(escalation: Escalation) -> Iterator[Found]:
    for severity in escalation.severities:
        yield (*severity.path, "answer"), severity.answer, parse_duration, None
        yield (*severity.path, "resolve"), severity.resolve, parse_duration, None
    for level in escalation.levels:
        yield (*level.path, "wait"), level.wait, parse_duration, None
    yield ("remind",), escalation.remind, parse_duration, None
