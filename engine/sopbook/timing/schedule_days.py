"""The key `day` of a schedule: which day of the week, month, quarter or year."""

import re
from difflib import get_close_matches

from sopbook.timing.picking import ORDINALS, Choice, LastDay, NthWeekday, NthWorkingDay, Numbered
from sopbook.timing.schedule_parts import Every, Fault
from sopbook.timing.spoken import WEEKDAYS

LONGEST_MONTH = 31
_ORDINAL = re.compile(rf"({'|'.join(ORDINALS)}) (working day|{'|'.join(WEEKDAYS)})")
_WORKING = re.compile(r"(work|workday|working|business|office|week)[ -]?days?\b|\bworkday\b")
_ORDINAL_DIGITS = re.compile(r"([0-9]+)(st|nd|rd|th)\b")
_DIGIT_ORDINALS = dict(zip(("1st", "2nd", "3rd", "4th", "5th"), ORDINALS, strict=False))


def read_day(written: str | int, unit: Every) -> Choice | Fault:
    """One day of that period, or what keeps it from being one."""
    if unit in (Every.DAY, Every.WORKING_DAY):
        hint = "leave `day` out, or write `every: week` or `every: month`"
        return Fault(f"`every: {unit}` leaves no day to choose", hint)
    if isinstance(written, int) or re.fullmatch(r"-?[0-9]{1,6}", written):
        return _numbered(int(written), unit)
    if written == "last":
        if unit is Every.WEEK:
            return Fault("the last day of a week is not the same for everybody", "write `sunday` or `last working day`")
        return LastDay()
    if written in WEEKDAYS:
        weekday = WEEKDAYS.index(written)
        if unit is Every.WEEK:
            return NthWeekday(1, weekday)
        hint = f"write `first {written}` or `last {written}`"
        return Fault(f"a {unit} has several: `{written}` does not say which", hint)
    if match := _ORDINAL.fullmatch(written):
        return _ordinal(match[1], match[2], unit)
    return Fault(f"`{written}` is no day of a {unit}", _hint(written, unit))


def _numbered(number: int, unit: Every) -> Choice | Fault:
    if unit is Every.WEEK:
        weekday = WEEKDAYS[number - 1] if 1 <= number <= len(WEEKDAYS) else "monday"
        return Fault(f"`{number}` is no day of a week", f"days of the week have names: write `{weekday}`")
    if number == -1:
        return Fault("`-1` is no day", "write `last`")
    if not 1 <= number <= LONGEST_MONTH:
        return Fault(f"no month has a day {number}", "write 1 to 31, or `last`")
    if unit is not Every.MONTH and number != 1:
        example = "2026-01-15" if number > LONGEST_MONTH - 3 else f"2026-01-{number:02}"
        hint = f'leave `day` out and give the first one as `from`, as in `from: "{example}"`, or write `last`'
        return Fault(f"`{number}` does not say in which month of the {unit}", hint)
    return Numbered(number)


def _ordinal(ordinal: str, of: str, unit: Every) -> Choice | Fault:
    position = ORDINALS[ordinal]
    if of == "working day":
        return NthWorkingDay(position)
    if unit is Every.WEEK:
        return Fault(f"a week has one {of}", f"write `{of}`")
    if unit is Every.MONTH and position == ORDINALS["fifth"]:
        return Fault(f"most months have no fifth {of}", f"write `last {of}`")
    return NthWeekday(position, WEEKDAYS.index(of))


def _hint(written: str, unit: Every) -> str:
    word = " ".join(written.lower().split()).removeprefix("on ").removeprefix("the ")
    word = re.sub(r" of (the )?(week|month|quarter|year)$", "", word)
    word = _WORKING.sub("working day", _ORDINAL_DIGITS.sub(lambda match: _DIGIT_ORDINALS.get(match[0], match[0]), word))
    if word in ("last day", "end", "month end", "month-end", "ultimo"):
        return "write `last`"
    if word in ("first", "first day", "begin", "beginning", "start"):
        return "write `1`, or `first working day`"
    if unit is Every.MONTH and (number := re.fullmatch(r"(?:day )?([0-9]+)(?:st|nd|rd|th|\.)?", word)):
        return f"write the number alone: `{number[1]}`"
    names = (*WEEKDAYS, "last") if unit is Every.WEEK else ("last",)
    known = [*names, *(f"{ordinal} {of}" for ordinal in ORDINALS for of in ("working day", *WEEKDAYS))]
    short = [weekday for weekday in WEEKDAYS if len(word) >= 2 and weekday.startswith(word.rstrip("."))]
    if near := (short if unit is Every.WEEK else []) or get_close_matches(word, known, n=1, cutoff=0.8):
        return f"write `{near[0]}`"
    if unit is Every.WEEK:
        return "write a weekday, as in `monday`, or several, as in `[monday, thursday]`"
    number_hint = "a number from 1 to 31, " if unit is Every.MONTH else "1, "
    return f"write {number_hint}`last`, `first working day` or `last friday`"
