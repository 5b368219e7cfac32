"""An answer as text for the terminal: the result, the rules it follows from, and why the others do not fit."""

from collections.abc import Iterator
from typing import cast

from sopbook.actions.decisions import Answered
from sopbook.cli.screen import Screen
from sopbook.cli.wrapping import wrapped
from sopbook.decisions.misses import Miss, rounded
from sopbook.decisions.results import given
from sopbook.decisions.weighing import OUTCOME, Framework, Weighing
from sopbook.feel.values import Value
from sopbook.runs.values import label_of, shown

MOST = 5
"""So many of the other rules are named where nobody asked for all."""


def head_text(framework: Framework, screen: Screen) -> str:
    """What is asked."""
    return screen.style(wrapped(framework.question, screen), bold=True)


def answer_text(found: Answered, screen: Screen, *, full: bool) -> str:
    """The whole answer; `full` says of every other rule why it does not fit."""
    lines = [head_text(found.framework, screen), *_result(found, screen), "", *_ground(found, screen)]
    if found.misses:
        lines += ["", *(_every(found, screen) if full else _few(found, screen))]
    return "\n".join(lines)


def _result(found: Answered, screen: Screen) -> Iterator[str]:
    result, fields = found.answer.result, given(found.framework)
    if result is None:
        yield screen.style(wrapped(f"There is no answer: {found.answer.problem or _none(found)}.", screen), fg="red")
        return
    for name, value in result.items():
        words = _outcome(found.framework, value) if name == OUTCOME else value_words(value)
        label = label_of(name, fields[name])
        if isinstance(value, tuple) and value:
            yield wrapped(f"{label}:", screen, "  ")
            yield from (wrapped(value_words(item), screen, "      ", "    - ") for item in value)
        else:
            unit = f" {fields[name].unit}" if fields[name].unit and value is not None else ""
            yield screen.style(wrapped(f"{label}: {words}{unit}", screen, "    ", "  "), fg="green")


def _none(found: Answered) -> str:
    mean = found.answer.mean
    return "no rule fits" if mean is None else f"no outcome fits the mean {rounded(mean)}"


def _outcome(framework: Framework, value: Value) -> str:
    outcomes = framework.outcomes if isinstance(framework, Weighing) else ()
    return next((f"{one.label} ({one.id})" for one in outcomes if one.id == value), value_words(value))


def value_words(value: Value) -> str:
    """A value as people read it; an empty list is nothing."""
    return shown(value) or "nothing"  # type: ignore[arg-type]


def _ground(found: Answered, screen: Screen) -> Iterator[str]:
    """What the answer follows from."""
    framework, answer = found.framework, found.answer
    if isinstance(framework, Weighing):
        if answer.mean is not None:
            yield wrapped(f"The weighted mean is {rounded(answer.mean)}:", screen)
        for factor in framework.factors:
            mark = shown(cast(None, found.given[factor.id]))
            yield wrapped(f"{factor.label}: {mark}, weight {shown(factor.weight)}", screen, "    ", "  ")
    elif answer.result is not None and not answer.rules:
        yield wrapped("No rule fits, so `otherwise` holds." if framework.otherwise else "No rule fits.", screen)
    for rule in answer.rules if not isinstance(framework, Weighing) else ():
        why = found.reasons[rule]
        yield wrapped(f"By the rule `{rule}`" + (f": {why.strip()}" if why else "."), screen, "  ", "")
    if answer.result is None and framework.decided_by:
        yield wrapped(f"Somebody has to decide: a holder of `{framework.decided_by}`.", screen)


def _few(found: Answered, screen: Screen) -> Iterator[str]:
    """The others with the inputs that they do not fit, and how to hear more."""
    first = [_short(one) for one in found.misses[:MOST]]
    if len(found.misses) > MOST:
        first.append(f"{len(found.misses) - MOST} more")
    yield screen.style(wrapped(f"Not: {'; '.join(first)}. --why says more.", screen, "  ", ""), dim=True)


def _short(miss: Miss) -> str:
    return f"`{miss.rule}` ({', '.join(miss.inputs) or 'fits too'})"


def _every(found: Answered, screen: Screen) -> Iterator[str]:
    yield "Why not the others:"
    yield from (wrapped(f"`{one.rule}`: {one.why}", screen, "      ", "  - ") for one in found.misses)
