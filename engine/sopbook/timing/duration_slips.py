"""What people write in place of a duration, and what to write instead."""

import re
from decimal import Decimal
from difflib import get_close_matches

from sopbook.timing.problem import TimeError

EXAMPLES = "write a number and a unit, as in `30 minutes`, `4 working hours` or `2 working days`"
UNITS = ("minute", "hour", "day", "week", "month", "year")
_PARTS = {"hour": (60, "minutes"), "day": (24, "hours"), "week": (7, "days"), "year": (12, "months")}

_MEANT = {
    **dict.fromkeys(("m", "min", "mins", "mn"), "minutes"),
    **dict.fromkeys(("h", "hr", "hrs", "std"), "hours"),
    **dict.fromkeys(("d", "calendar days", "calendar day"), "days"),
    **dict.fromkeys(("w", "wk", "wks"), "weeks"),
    **dict.fromkeys(("mo", "mos", "mth", "mths"), "months"),
    **dict.fromkeys(("y", "yr", "yrs", "annum"), "years"),
}
_WORKING = re.compile(r"(?:work(?:ing)?|business|office|bank|week)[ -]?(minute|hour|day)s?")
_MULTIPLES = {"quarter": (3, "months"), "fortnight": (2, "weeks"), "decade": (10, "years")}
_NUMBER_WORDS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "ten": 10,
    "twelve": 12,
}
_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?")


def explain(text: str) -> TimeError:
    """The first thing that keeps the text from being a duration."""
    if not text.strip():
        return TimeError(0, len(text), "the duration is empty", EXAMPLES)
    if re.fullmatch(r"P[0-9TYMWDHS.]+", text.strip()):
        return TimeError(0, len(text), f"`{text}` is the notation of machines", EXAMPLES)
    first = text.split(maxsplit=1)[0].lower()
    if first in _NUMBER_WORDS:
        hint = _written(str(_NUMBER_WORDS[first]), _rest(text)) or EXAMPLES
        return TimeError(text.lower().index(first), _end(text, first), "the number is written in digits", hint)
    number = _NUMBER.match(text.strip())
    if number is None:
        return TimeError(0, len(text), f"`{text}` does not begin with a number", EXAMPLES)
    return _wrong_number(text, number[0]) or _wrong_unit(text, number[0])


def _wrong_number(text: str, number: str) -> TimeError | None:
    start, unit = text.index(number), _unit(_after(text, number))
    value = Decimal(number.replace(",", "."))
    end = start + len(number)
    if value <= 0:
        return TimeError(start, end, "a duration is at least 1", "count from 1 up, or leave the key out")
    if value != value.to_integral_value():
        return TimeError(start, end, "a duration is a whole number", _whole(value, unit))
    if not number.isdecimal() or number.startswith("0"):
        return TimeError(start, end, "the number has digits alone", _written(str(int(value)), unit) or EXAMPLES)
    if len(number) > 9:
        return TimeError(start, end, f"`{text}` is more than a hundred years", "write a shorter duration")
    return None


def _wrong_unit(text: str, number: str) -> TimeError:
    start = text.index(number) + len(number)
    rest = _after(text, number)
    if not rest.strip():
        return TimeError(
            0, len(text), "the unit is missing", f"write `{number} hours`, or minutes, days, weeks, months"
        )
    word, place = rest.strip().lower(), (start + len(rest) - len(rest.lstrip()), start + len(rest.rstrip()))
    if re.search("[0-9]", rest):
        return TimeError(
            *place, "a duration is one number and one unit", "write it in the smaller unit, as in `90 minutes`"
        )
    if many := _MULTIPLES.get(word.removesuffix("s")):
        return TimeError(*place, f"`{word}` is no unit", f"write `{int(number) * many[0]} {many[1]}`")
    if word.startswith("sec") or word == "s":
        return TimeError(*place, "the smallest unit is the minute", "write `1 minute`")
    if re.fullmatch(r"working (week|month|year)s?", word):
        return TimeError(*place, "only minutes, hours and days can be working ones", _written(number, word[8:]))
    if unit := _unit(rest):
        return TimeError(*place, _near_miss(rest, unit), _written(number, unit))
    return TimeError(*place, f"`{word}` is no unit", "units are minutes, hours, days, weeks and months")


def _near_miss(rest: str, unit: str) -> str:
    words = rest.split()
    if " ".join(words) in (unit, unit.removesuffix("s")):
        return "one blank stands between the words of a duration, and none around them"
    if " ".join(words).lower() in (unit, unit.removesuffix("s")):
        return "units are written in small letters"
    return f"`{' '.join(words)}` is no unit"


def _unit(rest: str) -> str:
    """The unit that was meant, in the plural; empty when nobody can tell."""
    word = " ".join(rest.lower().split()).rstrip(".")
    if match := _WORKING.fullmatch(word):
        return f"working {match[1]}s"
    if word in _MEANT:
        return _MEANT[word]
    known = [prefix + unit + "s" for prefix in ("", "working ") for unit in UNITS[: 3 if prefix else None]]
    found = get_close_matches(word, known, n=1, cutoff=0.75)
    return found[0] if found else ""


def _whole(value: Decimal, unit: str) -> str:
    """The same in the next smaller unit, where that comes out even: 90 minutes for 1.5 hours."""
    working = "working " if unit.startswith("working ") else ""
    many, smaller = _PARTS.get(unit.removeprefix("working ").removesuffix("s"), (0, ""))
    product = value * many
    if product and product == product.to_integral_value() and not (working and smaller == "hours"):
        return f"write `{int(product)} {working}{smaller}`"
    return "write a whole number of a smaller unit"


def _written(number: str, rest: str) -> str:
    unit = _unit(rest)
    return f"write `{number} {unit.removesuffix('s') if number == '1' else unit}`" if unit else ""


def _after(text: str, number: str) -> str:
    return text[text.index(number) + len(number) :]


def _rest(text: str) -> str:
    return " ".join(text.split()[1:])


def _end(text: str, word: str) -> int:
    return text.lower().index(word) + len(word)
