"""SOP235: a decision answers one of its examples otherwise than the example says.

Examples are what the author is sure of. When the decision gives another answer, one of them is wrong: usually a bound
that includes too much, or a rule that was added later. Mend the rules, or the example.

A decision that collects gives a list for each output: write `then: {documents: [contract, deposit]}`, in the order of
the rules. Where no rule fits, the list is empty: `then: {documents: []}`.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sopbook.decisions.evaluate import Answer, answer
from sopbook.decisions.misses import rounded
from sopbook.decisions.results import Result, asked, expected
from sopbook.decisions.values import value_of
from sopbook.decisions.weighing import Framework, Weighing
from sopbook.documents.decision import Decision, Example
from sopbook.feel.format import value_text
from sopbook.handbook.book import Handbook
from sopbook.handbook.frameworks import framework_in
from sopbook.handbook.soundness import is_sound
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP235"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Answer every example of the decisions that have no other fault."""
    for document in book.all:
        if isinstance(document, Decision) and document.examples and is_sound(document, book):
            framework = framework_in(document, book)
            for example in document.examples:
                if fault := _fault(framework, example):
                    at = document.where(*example.path, "then")
                    yield error(CODE, fault, at=at, hint="mend the decision, or the example")


def _fault(framework: Framework, example: Example) -> str:
    fields = asked(framework)
    found = answer(framework, {name: value_of(fields[name], value) for name, value in example.given.items()})
    if found.problem:
        return f"the decision does not answer this: {found.problem}"
    if found.result is None:
        return "no rule fits this example" if found.mean is None else f"no outcome fits the mean {rounded(found.mean)}"
    wanted = expected(framework, example.then)
    ours = {name: found.result[name] for name in wanted}
    return "" if wanted == ours else f"the decision answers {_listed(ours)} here, by {_reason(framework, found)}"


def _listed(values: Result) -> str:
    return ", ".join(f"`{name}: {value_text(value)}`" for name, value in values.items())


def _reason(framework: Framework, found: Answer) -> str:
    if isinstance(framework, Weighing):
        return f"the mean {rounded(found.mean or Decimal(0))}"
    nothing = "`otherwise`" if framework.otherwise else "no rule"
    return " and ".join(f"`{rule}`" for rule in found.rules) or nothing
