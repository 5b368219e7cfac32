"""Which values may be compared with which, and what to say when two may not."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sopbook.feel.format import expression_text, value_text
from sopbook.feel.side import Side
from sopbook.feel.spelling import option_hint, spelling_hint
from sopbook.feel.syntax import Expression, Literal, Placed
from sopbook.feel.types import ORDERED, Choice, Null, Number, Opaque, Text, Type, YesNo, described, item_type
from sopbook.feel.values import ORDERED_KINDS, kind_of, rank
from sopbook.problem import Problem


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
        case _ if isinstance(one, ORDERED) and type(one) is type(other):
            return None
        case _:
            message = f"{left.label} is {described(one)} and {right.label} is {described(other)}: they are never equal"
            return Problem(at.offset, at.end, message, spelling_hint((left, one), (right, other)))


def _no_such_option(asked: Side, options: tuple[str, ...], wanted: Side) -> Problem:
    if wanted.text is None:
        message, hint = f"{asked.label} and {wanted.label} have no option in common", ""
    elif asked.text is not None:
        message, hint = "these two texts are never equal", "compare a text with a name"
    else:
        message, hint = f"{asked.label} is never {value_text(wanted.text)}", option_hint(wanted.text, options)
    return Problem(wanted.node.offset, wanted.node.end, message, hint)


def order_problems(operator: str, subject: Side, ends: tuple[Side, ...], at: Placed) -> Iterator[Problem]:
    """Why `<` and its like cannot be asked of the subject and these ends; the subject's own fault lies `at` a place."""
    if problem := _unordered(operator, subject, at, ends[0].type):
        yield problem
    for end in ends:
        if problem := _unordered(operator, end, end.node, subject.type) or _mismatch(subject, end):
            yield problem


def _unordered(operator: str, side: Side, at: Placed, beside: Type | None) -> Problem | None:
    match side.type:
        case None:
            return None
        case Null():
            return Problem(at.offset, at.end, "`null` is neither more nor less than anything", "write `= null`")
        case Opaque() as of:
            return _opaque(side, of, at)
        case of if isinstance(of, ORDERED):
            return None
        case of:
            ask = "`has`" if item_type(of) else "`=` or `in`"
            wanted = beside if isinstance(beside, ORDERED) else Number()
            hint = spelling_hint((side, of), (side, wanted)) if side.text is not None else ""
            message = f"{side.label} is {described(of)}: it has no order"
            return Problem(
                at.offset, at.end, message, hint or f"`{operator}` compares numbers and dates; ask it with {ask}"
            )


def _mismatch(subject: Side, end: Side) -> Problem | None:
    one, other = subject.type, end.type
    if not isinstance(one, ORDERED) or not isinstance(other, ORDERED) or type(one) is type(other):
        return None
    message = f"{subject.label} is {described(one)} and {end.label} is {described(other)}: they cannot be compared"
    return Problem(end.node.offset, end.node.end, message, spelling_hint((subject, one), (end, other)))


def _opaque(side: Side, of: Opaque, at: Placed) -> Problem:
    message = f"{side.label} is {described(of)}: a condition can only ask whether it is `null`"
    return Problem(at.offset, at.end, message, "conditions compare numbers, texts, choices, dates and yes or no")


def empty_interval(low: Expression, high: Expression, at: Placed, *, closed: bool = True) -> Iterator[Problem]:
    """An interval in which nothing lies; `closed` when both ends belong to it."""
    match low, high:
        case Literal(value=least), Literal(value=most) if kind_of(least) is kind_of(most) in ORDERED_KINDS:
            if not _holds_something(rank(least), rank(most), closed=closed):
                is_number = isinstance(least, Decimal)
                hint = "write the smaller number first" if is_number else "write the earlier or shorter one first"
                message = f"{'no number' if is_number else 'nothing'} lies in this interval"
                yield Problem(at.offset, at.end, message, hint)


def _holds_something(least: Any, most: Any, *, closed: bool) -> bool:
    try:
        return bool(least < most or (closed and least == most))
    except TypeError:  # one of two moments does not say how far it is from UTC
        return False
