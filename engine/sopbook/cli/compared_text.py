"""A comparison as text for the terminal: what is answered otherwise, with an example of each."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from sopbook.actions.comparing import Compared, share_in_words
from sopbook.cli.decide_text import value_words
from sopbook.cli.screen import Screen
from sopbook.cli.wrapping import wrapped
from sopbook.decisions.comparison import Comparison, Difference
from sopbook.decisions.evaluate import Answer
from sopbook.feel.values import Value

MOST_SHOWN = 5
"""So many differences are shown; JSON has all."""

LONGEST = 40
"""Characters of a value that are shown; of a longer one the beginning tells which it is."""


def compared_text(found: Compared, screen: Screen) -> str:
    """The whole comparison."""
    comparison = found.comparison
    at = f"{found.against} ({found.commit[:10]})" if found.commit else found.against
    lines = [wrapped(f"`{found.framework.id}` as it stands, compared with {at}", screen, "  ", "")]
    lines += [wrapped(change, screen, "    ", "  - ") for change in comparison.changes]
    lines += ["", screen.style(wrapped(_verdict(comparison), screen), fg="red" if comparison.differs else "green")]
    shown_now = comparison.differences[:MOST_SHOWN]
    for turn, group in groupby(shown_now, key=_turn):
        lines += ["", screen.style(wrapped(f"{turn}:", screen), bold=True)]
        lines += [line for one in group for line in _told(one, screen)]
    if more := len(comparison.differences) - len(shown_now):
        least = "" if comparison.is_complete else "at least "
        lines += ["", wrapped(f"And {least}{more} more; --json has them.", screen)]
    return "\n".join(lines)


def _verdict(comparison: Comparison) -> str:
    words = " ".join(_sentences(comparison))
    return f"{words} {comparison.reason}".strip()


def _sentences(comparison: Comparison) -> Iterator[str]:
    share = comparison.share
    if comparison.is_rewritten:
        yield "Every answer is another one, because it answers with something else."
    if comparison.differences:
        what = "what both give" if comparison.is_rewritten else "the answer"
        known = "" if share is None else f", for {share_in_words(share)}"
        yield f"For some inputs {what} is another one{known}."
    elif not comparison.reason and not comparison.is_rewritten:
        both = " that both can be asked" if comparison.changes else ""
        yield f"All answers{both} are the same."


def _turn(one: Difference) -> str:
    """From which answer to which other one."""
    before, now = one.old.result, one.new.result
    if before is None or now is None:
        return f"{_answer(one.old)} before, {_answer(one.new)} now"
    names = [name for name in now if before.get(name) != now[name]]
    changed = [f"{name} was {_value(before.get(name))}, is {_value(now[name])}" for name in names if name in before]
    return "; ".join(changed) or f"{_answer(one.old)} before, {_answer(one.new)} now"


def _answer(answer: Answer) -> str:
    if answer.result is None:
        return answer.problem or "no answer"
    return ", ".join(f"{name} {_value(value)}" for name, value in answer.result.items())


def _told(one: Difference, screen: Screen) -> Iterator[str]:
    share = f" ({share_in_words(one.share)})" if one.share is not None else ""
    some = "some of " if one.in_part else ""
    yield wrapped(f"{some}{_cells(one.when)}{share}", screen, "    ", "  - ")
    given = ", ".join(f"{name} {_value(value)}" for name, value in one.given.items())
    yield screen.style(wrapped(f"e.g. {given}: {_rules(one)}", screen, "      ", "    "), dim=True)


def _cells(when: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {cell}" for name, cell in when.items()) or "any input"


def _rules(one: Difference) -> str:
    return f"{_by(one.old)} before, {_by(one.new)} now"


def _by(answer: Answer) -> str:
    return " and ".join(f"`{rule}`" for rule in answer.rules) or ("no rule" if answer.result is None else "otherwise")


def _value(value: Value) -> str:
    words = value_words(value)
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 3].rstrip()}..."
