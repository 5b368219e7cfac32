"""When something is due: `1 working day after start`, `2 days before kickoff_on`, `contract.signed_on`.

A time is a duration after or before an anchor, or an anchor alone. What an anchor stands for (the start of the run, the
moment a step was closed, a date somebody entered) is known to the run; here it is a name, until somebody hands in the
moment. A date means that day: alone, it is due when the day's working hours end.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from sopbook.timing.calendar import Calendar
from sopbook.timing.durations import Duration, parse_duration
from sopbook.timing.explanation import Explanation
from sopbook.timing.problem import TimeError
from sopbook.timing.working_time import Direction, Due, Start, count

START = "start"
"""The anchor that every run has."""

_NAME = r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*"
_ANCHOR = re.compile(rf"{_NAME}(?:\.{_NAME})?")
_OFFSET = re.compile(r"(?:(?P<duration>.*?) )?(?P<direction>after|before)(?: (?P<anchor>.*))?", re.DOTALL)
_OTHER_WORDS = re.compile(r" (from|since|of|following|past|until|till|prior to|\+|-) ")
_EXAMPLE = "write it as in `2 working days after start`"


@dataclass(frozen=True, slots=True)
class Anchored:
    """A time as written; one without a duration is its anchor alone."""

    anchor: str
    duration: Duration | None = None
    direction: Direction = Direction.AFTER

    def __str__(self) -> str:
        return self.anchor if self.duration is None else f"{self.duration} {self.direction} {self.anchor}"


@lru_cache(maxsize=1024)
def parse_time(text: str) -> Anchored:
    """Read a time; whether its anchor exists is for the caller to know."""
    match = _OFFSET.fullmatch(text)
    if match is None:
        return _anchor_alone(text)
    direction = Direction(match["direction"])
    if not match["duration"]:
        raise TimeError(0, len(text), f"the time does not say how long {direction}", _EXAMPLE)
    duration = parse_duration(match["duration"])
    anchor = match["anchor"] or ""
    if not anchor:
        hint = f"write `{duration} {direction} start`, or the id of a step, an input or a field"
        raise TimeError(0, len(text), f"the time does not say {direction} what", hint)
    return Anchored(_checked(anchor, match.start("anchor")), duration, direction)


def due(time: Anchored, anchor: Start, calendar: Calendar) -> Due:
    """When it is due, once its anchor's moment or day is known."""
    if time.duration is not None:
        return count(anchor, time.duration, time.direction, calendar, anchor=time.anchor)
    if isinstance(anchor, datetime):
        assert anchor.tzinfo is not None, "a moment carries its offset"
        at, remark = anchor.astimezone(UTC), ""
    else:
        closing = calendar.closing(anchor)
        at, remark = closing.at, closing.remark or "a day ends with its working hours"
    remarks = (remark,) if remark else ()
    explanation = Explanation(at=at, zone=calendar.zone, anchor=time.anchor, counted_from=anchor, remarks=remarks)
    return Due(at=at, explanation=explanation)


def _anchor_alone(text: str) -> Anchored:
    if _ANCHOR.fullmatch(text):
        return Anchored(text)
    if other := _OTHER_WORDS.search(text):
        hint = f"write `after` or `before`: {_EXAMPLE}"
        raise TimeError(other.start(1), other.end(1), f"`{other[1]}` does not say whether after or before", hint)
    if re.match(r"[-+]?[0-9]", text):
        duration = parse_duration(text)
        raise TimeError(0, len(text), f"`{text}` does not say from when", f"write `{duration} after start`")
    return Anchored(_checked(text, 0))


def _checked(anchor: str, offset: int) -> str:
    if _ANCHOR.fullmatch(anchor):
        return anchor
    place = (offset, offset + max(1, len(anchor)))
    if not anchor.strip():
        raise TimeError(*place, "the time is empty", _EXAMPLE)
    slip = re.sub(r"^the ", "", anchor.strip().lower())
    if _ANCHOR.fullmatch(slip):
        raise TimeError(*place, f"`{anchor}` is no anchor", f"write `{slip}`")
    hint = "an anchor is `start`, the id of a step or group, an input (`kickoff_on`) or a field (`contract.signed_on`)"
    raise TimeError(*place, f"`{anchor}` is no anchor", hint)
