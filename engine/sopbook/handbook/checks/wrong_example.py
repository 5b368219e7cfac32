"""SOP235: a decision answers one of its examples otherwise than the example says.

Examples are what the author is sure of. When the table gives another answer, one of them is wrong: usually a bound that
includes too much, or a rule that was added later. Mend the rules, or the example.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from sopbook.decisions.evaluate import answer, can_answer
from sopbook.decisions.table import Table, table_of
from sopbook.documents.decision import Decision, Example
from sopbook.feel.format import value_text
from sopbook.feel.values import Value, as_value
from sopbook.handbook.book import Handbook
from sopbook.handbook.expressions import expressions
from sopbook.handbook.tables import slips
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP235"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Answer every example of the decisions that can be worked out and have no other fault."""
    for document in book.all:
        if isinstance(document, Decision) and document.examples and _is_sound(document, book):
            table = table_of(document)
            for example in document.examples:
                if fault := _fault(table, example):
                    at = document.where(*example.path, "then")
                    yield error(CODE, fault, at=at, hint="mend the rules, or the example")


def _is_sound(decision: Decision, book: Handbook) -> bool:
    understood = all(one.is_sound for one in book.once(expressions, decision))
    return can_answer(decision) and understood and not book.once(slips, decision)


def _fault(table: Table, example: Example) -> str:
    found = answer(table, {name: as_value(value) for name, value in example.given.items()})
    if found.problem:
        return f"the table does not answer this: {found.problem}"
    if found.result is None:
        return "no rule fits this example"
    wanted = {name: as_value(value) for name, value in example.then.items()}
    given = {name: as_value(found.result.get(name)) for name in wanted}
    return "" if wanted == given else f"the table answers {_listed(given)} here, by {_rules(found.rules)}"


def _listed(values: Mapping[str, Value]) -> str:
    return ", ".join(f"`{name}: {value_text(value)}`" for name, value in values.items())


def _rules(rules: tuple[str, ...]) -> str:
    return " and ".join(f"`{rule}`" for rule in rules) or "`otherwise`"
