"""How to write a value so that it can be compared with the other side."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from difflib import get_close_matches

from sopbook.feel.format import value_text
from sopbook.feel.problem import FeelError
from sopbook.feel.side import Side
from sopbook.feel.syntax import Literal
from sopbook.feel.temporal import FORMS, read_temporal
from sopbook.feel.types import Choice, Date, DateTime, DaysAndTime, Number, Text, Time, Type, YearsAndMonths, YesNo

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_WORDS: dict[type, str] = {
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DaysAndTime: "duration",
    YearsAndMonths: "duration",
}
"""What stands before the parentheses in a value of a type."""


def option_hint(word: str, options: tuple[str, ...]) -> str:
    """The option that was probably meant, or all of them."""
    near = [option for option in options if option.lower() == word.lower()] or get_close_matches(word, options, n=1)
    if near:
        return f"did you mean {value_text(near[0])}?"
    return f"its options are {', '.join(value_text(option) for option in options)}"


def spelling_hint(*sides: tuple[Side, Type]) -> str:
    """How to write the value of one side so that it goes with the other."""
    types = [of for _, of in sides]
    for (side, _), (_, beside) in zip(sides, reversed(sides), strict=True):
        if type(beside) in _WORDS and (hint := _temporal_hint(side, beside)):
            return hint
        if side.text is not None and any(isinstance(of, Number) for of in types) and _NUMBER.fullmatch(side.text):
            return f"write the number without quotes: `{side.text}`"
        if side.text is not None and any(isinstance(of, YesNo) for of in types):
            return "write `true` or `false`, without quotes"
        if isinstance(side.node, Literal) and isinstance(side.node.value, Decimal) and _is_words(types):
            return f'write the text in quotes: `"{value_text(side.node.value)}"`'
    return ""


def _is_words(types: list[Type]) -> bool:
    return any(isinstance(of, Text | Choice) for of in types)


def _temporal_hint(side: Side, wanted: Type) -> str:
    """How to write what stands on this side as the date, time or duration that it is compared with."""
    match side.node, wanted:
        case Literal(value=str() as text), _:
            try:
                return f"write `{value_text(read_temporal(_WORDS[type(wanted)], text, 0))}`"
            except FeelError:
                return FORMS[_WORDS[type(wanted)]][1]
        case Literal(value=datetime() as moment), Date():
            return f"write `{value_text(moment.date())}`"
        case Literal(value=date() as day), DateTime():
            return f"write `{value_text(datetime.combine(day, time()))}`"
        case Literal(value=Decimal()), DaysAndTime() | YearsAndMonths():
            return FORMS["duration"][1]
        case _:
            return ""
