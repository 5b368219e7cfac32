"""A proof as text for the terminal: the verdict, and of each finding its cases, one of them, and what to do."""

from collections.abc import Iterator, Mapping

from sopbook.cli.screen import Screen
from sopbook.cli.wrapping import wrapped
from sopbook.decisions.evaluate import answer
from sopbook.decisions.findings import (
    Cases,
    Contradiction,
    Finding,
    Gap,
    MaskedRule,
    OutsideDomain,
    Overlap,
    Proof,
    UnreachableOtherwise,
    UnusedOption,
    Verdict,
)
from sopbook.decisions.weighing import Framework, Weighing
from sopbook.feel.format import value_text
from sopbook.feel.values import Value

COLOURS = {Verdict.PROVEN: "green", Verdict.REFUTED: "red", Verdict.UNDECIDED: "yellow"}
INDENT = "   "
AN = {"rule": "A rule", "outcome": "An outcome"}


def proof_text(framework: Framework, proof: Proof, screen: Screen) -> str:
    """The whole proof."""
    verdict = f"{proof.verdict.value.upper()}: {proof.reason}."
    lines = [
        screen.style(wrapped(framework.question, screen), bold=True),
        screen.style(wrapped(verdict, screen), fg=COLOURS[proof.verdict]),
    ]
    for number, finding in enumerate(proof.findings, start=1):
        lines += ["", *_finding(framework, finding, number, screen)]
    if sum(isinstance(one, Gap) for one in proof.findings) > 1:
        lines += ["", wrapped("Gaps can have cases in common: paste one rule, then prove again.", screen)]
    if proof.more:
        lines += ["", *(wrapped(f"Also, {line}.", screen) for line in proof.more)]
    return "\n".join(lines)


def _finding(framework: Framework, finding: Finding, number: int, screen: Screen) -> Iterator[str]:
    what = "outcome" if isinstance(framework, Weighing) else "rule"
    yield screen.style(wrapped(headline(finding, what), screen, INDENT, f"{number}. "), bold=True)
    if not isinstance(finding, Cases):
        return
    yield from _table(finding.when, screen)
    example = ", ".join(f"{name} {value_text(value)}" for name, value in finding.given.items())
    yield wrapped(f"For example {example}: {_answered(framework, finding.given)}.", screen, INDENT, INDENT)
    if isinstance(finding, Gap) and finding.suggestion:
        yield wrapped(f"{AN[what]} to paste, what it says left to you:", screen, INDENT, INDENT)
        yield ""
        yield from (screen.visible(line) for line in finding.suggestion.rstrip().split("\n"))


def headline(finding: Finding, what: str) -> str:
    """What was found, in a sentence; `what` is a rule or an outcome."""
    match finding:
        case Gap():
            return f"No {what} fits these cases."
        case Overlap(rules=(one, other)):
            return f"`{one}` and `{other}` both fit, and only one may."
        case Contradiction(rules=(one, other)):
            return f"`{one}` and `{other}` both fit and give different answers."
        case MaskedRule(rule=rule, by=by):
            others = ", ".join(f"`{one}`" for one in by)
            return f"`{rule}` changes no answer: wherever it fits, {others} {'answers' if len(by) == 1 else 'answer'}."
        case OutsideDomain(rule=rule, inputs=inputs):
            return f"`{rule}` never fits: nothing that can be given has such a {', '.join(inputs)}."
        case UnusedOption(output=output, option=option):
            return f"No rule gives `{output}: {option}`."
        case UnreachableOtherwise():
            return "The rules fit every case, so `otherwise` never answers."


def _table(when: Mapping[str, str], screen: Screen) -> Iterator[str]:
    """The cells of the cases, a line for each input that they limit."""
    if not when:
        yield wrapped("whatever is given", screen, INDENT, INDENT)
        return
    width = min(max(map(len, when)), screen.columns // 2)
    for name, cell in when.items():
        yield wrapped(cell, screen, f"{INDENT}{' ' * (width + 4)}", f"{INDENT}  {name:<{width}}  ")


def _answered(framework: Framework, given: Mapping[str, Value]) -> str:
    """Who answers the case."""
    found = answer(framework, given)
    if found.problem:
        return found.problem
    if found.result is None:
        return "no outcome fits" if isinstance(framework, Weighing) else "no rule fits"
    rules = ", ".join(f"`{rule}`" for rule in found.rules)
    return f"{rules} answers" if rules else "`otherwise` answers"
