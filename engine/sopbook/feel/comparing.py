"""Which values may be compared with which, and what to say when two may not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from sopbook.feel.format import expression_text, value_text
from sopbook.feel.syntax import Expression, Literal, Placed
from sopbook.feel.types import Choice, Null, Number, Opaque, Text, Type, YesNo, described, item_type
from sopbook.problem import Problem

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: the node, and its type where that is known."""

    node: Expression
    type: Type | None
    is_item: bool = False

    @property
    def label(self) -> str:
        words = f"`{expression_text(self.node)}`"
        return f"an item of {words}" if self.is_item else words

    @property
    def text(self) -> str | None:
        """The text that is written here, if one is."""
        return self.node.value if isinstance(self.node, Literal) and isinstance(self.node.value, str) else None


def equality_problem(left: Side, right: Side, at: Placed) -> Problem | None:
    """Why the two can never be equal, or cannot be asked whether they are; the fault lies `at` a place."""
    if left.type is None or right.type is None or isinstance(left.type, Null) or isinstance(right.type, Null):
        return None
    for side, of in ((left, left.type), (right, right.type)):
        if item_type(of):
            hint = f"write `{expression_text(side.node)} has ...`"
            return Problem(at.offset, at.end, f"{side.label} is a list, which only `has` can ask", hint)
        if isinstance(of, Opaque):
            return _opaque(side, of, at)
    return _never_equal(left, left.type, right, right.type, at)


def _never_equal(left: Side, one: Type, right: Side, other: Type, at: Placed) -> Problem | None:
    match one, other:
        case (Number(), Number()) | (YesNo(), YesNo()) | (Text(), Text() | Choice()) | (Choice(), Text()):
            return None
        case (Choice(options=mine), Choice(options=theirs)) if set(mine) & set(theirs):
            return None
        case (Choice(options=mine), Choice(options=theirs)):
            if left.text is not None and right.text is None:
                left, mine, right = right, theirs, left
            return _no_such_option(left, mine, right)
        case _:
            message = f"{left.label} is {described(one)} and {right.label} is {described(other)}: they are never equal"
            return Problem(at.offset, at.end, message, _quoting_hint((left, one), (right, other)))


def _no_such_option(asked: Side, options: tuple[str, ...], wanted: Side) -> Problem:
    if wanted.text is None:
        message, hint = f"{asked.label} and {wanted.label} have no option in common", ""
    elif asked.text is not None:
        message, hint = "these two texts are never equal", "compare a text with a name"
    else:
        message, hint = f"{asked.label} is never {value_text(wanted.text)}", option_hint(wanted.text, options)
    return Problem(wanted.node.offset, wanted.node.end, message, hint)


def option_hint(word: str, options: tuple[str, ...]) -> str:
    """The option that was probably meant, or all of them."""
    near = [option for option in options if option.lower() == word.lower()] or get_close_matches(word, options, n=1)
    if near:
        return f"did you mean {value_text(near[0])}?"
    return f"its options are {', '.join(value_text(option) for option in options)}"


def _quoting_hint(*sides: tuple[Side, Type]) -> str:
    types = [of for _, of in sides]
    for side, _ in sides:
        if side.text is not None and any(isinstance(of, Number) for of in types) and _NUMBER.fullmatch(side.text):
            return f"write the number without quotes: `{side.text}`"
        if side.text is not None and any(isinstance(of, YesNo) for of in types):
            return "write `true` or `false`, without quotes"
        if isinstance(side.node, Literal) and isinstance(side.node.value, Decimal) and _is_words(types):
            return f'write the text in quotes: `"{value_text(side.node.value)}"`'
    return ""


def _is_words(types: list[Type]) -> bool:
    return any(isinstance(of, Text | Choice) for of in types)


def order_problem(operator: str, side: Side, at: Placed) -> Problem | None:
    """Why `<` and its like cannot be asked of this side."""
    match side.type:
        case None | Number():
            return None
        case Null():
            return Problem(at.offset, at.end, "`null` is neither more nor less than anything", "write `= null`")
        case Opaque() as of:
            return _opaque(side, of, at)
        case of:
            ask = "`has`" if item_type(of) else "`=` or `in`"
            hint = _quoting_hint((side, of), (side, Number())) if side.text is not None else ""
            message = f"{side.label} is {described(of)}: it has no order"
            return Problem(at.offset, at.end, message, hint or f"`{operator}` compares numbers; ask it with {ask}")


def _opaque(side: Side, of: Opaque, at: Placed) -> Problem:
    message = f"{side.label} is {described(of)}: a condition can only ask whether it is `null`"
    return Problem(at.offset, at.end, message, "conditions compare numbers, texts, choices and yes or no")


def empty_interval(low: Expression, high: Expression, at: Placed, *, closed: bool = True) -> Iterator[Problem]:
    """An interval that no number lies in; `closed` when both ends belong to it."""
    match low, high:
        case Literal(value=Decimal() as least), Literal(value=Decimal() as most):
            if least > most or (least == most and not closed):
                yield Problem(at.offset, at.end, "no number lies in this interval", "write the smaller number first")
