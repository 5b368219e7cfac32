"""SOP212: a value has the wrong type, or can never be what it is compared with.

A number is not compared with a text, an option that does not exist is never chosen, and only numbers have an order. The
same holds for the cells and results of a decision table, for what `given` hands to a decision, and for the `default`,
`min` and `max` of a field.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.decision import Decision, TableRule
from sopbook.documents.document import Document
from sopbook.documents.fields import Field
from sopbook.handbook.book import Handbook
from sopbook.handbook.expressions import problems_of_all
from sopbook.handbook.handing import given_mismatches
from sopbook.handbook.values import fields_of, misfit
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.nearest import nearest

CODE = "SOP212"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report wrong types in expressions, tables and fields."""
    yield from problems_of_all(book, CODE, lambda one: one.mistyped)
    for document in book.all:
        for pointer, message, hint in given_mismatches(document, book):
            yield error(CODE, message, at=document.where(*pointer), hint=hint)
        for field in fields_of(document):
            yield from _in_field(document, field)
        if isinstance(document, Decision):
            for rule in document.rules:
                yield from _in_rule(document, rule)


def _in_field(document: Document, field: Field) -> Iterator[Diagnostic]:
    if field.min is not None and field.max is not None and field.min > field.max:
        message = f"the smallest number, {field.min}, is larger than the largest, {field.max}"
        yield error(CODE, message, at=document.where(*field.path, "min"), hint="exchange `min` and `max`")
    elif field.default is not None and (found := misfit(field, field.default)):
        at = document.where(*field.path, "default")
        yield error(CODE, f"`default` {found.why}", at=at, hint=found.hint)


def _in_rule(decision: Decision, rule: TableRule) -> Iterator[Diagnostic]:
    for key, given, declared, word in (
        ("when", rule.when, decision.inputs, "input"),
        ("then", rule.then, decision.outputs, "output"),
    ):
        for name in given.keys() - declared.keys():
            likely = nearest(name, declared)
            names = ", ".join(f"`{one}`" for one in declared)
            hint = f"did you mean `{likely}`?" if likely else f"its {word}s are {names}"
            at = decision.where_key(*rule.path, key, name)
            yield error(CODE, f"the decision has no {word} `{name}`", at=at, hint=hint)
    yield from _results(decision, rule)


def _results(decision: Decision, rule: TableRule) -> Iterator[Diagnostic]:
    slipped = rule.then.keys() - decision.outputs.keys()
    for name, field in decision.outputs.items():
        if name in rule.then:
            if found := misfit(field, rule.then[name]):
                at = decision.where(*rule.path, "then", name)
                yield error(CODE, f"`{name}` {found.why}", at=at, hint=found.hint)
        elif not field.optional and not slipped:
            at = decision.where_key(*rule.path, "then")
            yield error(
                CODE, f"the rule `{rule.id}` gives no `{name}`", at=at, hint="add it, or make the output optional"
            )
