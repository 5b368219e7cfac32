"""The rows of a decision table in words: its rules, what holds otherwise, and worked cases."""

from collections.abc import Mapping
from dataclasses import dataclass

from sopbook.documents.decision import Decision, Example
from sopbook.documents.fields import Field, FieldType, Scalar
from sopbook.feel.values import as_value
from sopbook.handbook.names import type_of
from sopbook.pages.html import NOTHING, Html, html
from sopbook.pages.labels import field_label, in_words
from sopbook.pages.words import ANYTHING, cell, fits_anything, value_words
from sopbook.pages.writer import Writer

Given = Mapping[str, Scalar | tuple[Scalar, ...] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """One cell with the heading of its column, which a narrow screen shows beside it."""

    column: str
    text: Html
    quiet: bool = False
    answer: bool = False
    is_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One row; one for all other cases says so in place of the cells that ask something."""

    id: str
    number: str
    cells: tuple[CellView, ...]
    instead: str = ""
    why: Html = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The headings of a table: what is asked, and what is answered."""

    asked: tuple[str, ...]
    answered: tuple[str, ...]


def columns(decision: Decision) -> Columns:
    """The headings of the rules."""
    return Columns(asked=_labels(decision.inputs), answered=_labels(decision.outputs))


def rule_rows(decision: Decision, writer: Writer) -> tuple[RowView, ...]:
    """The rules as the author ordered them, then what holds otherwise."""
    rows = tuple(
        RowView(
            id=rule.id,
            number=str(number),
            cells=_cells(decision.inputs, rule.when) + _answers(decision.outputs, rule.then),
            why=writer.flow(rule.why),
        )
        for number, rule in enumerate(decision.rules, start=1)
    )
    if not decision.otherwise:
        return rows
    cells = _answers(decision.outputs, decision.otherwise)
    return (*rows, RowView(id="_otherwise", number="", cells=cells, instead="In all other cases"))


def example_columns(decision: Decision) -> Columns:
    """The headings of the worked cases; of a weighing, its factors and what the cases name."""
    named = dict.fromkeys(name for example in decision.examples for name in example.then)
    asked = tuple(factor.label for factor in decision.factors) or _labels(decision.inputs)
    return Columns(asked=asked, answered=_labels(decision.outputs) or tuple(in_words(name) for name in named))


def example_rows(decision: Decision) -> tuple[RowView, ...]:
    """The worked cases, numbered."""
    return tuple(
        RowView(id=f"_case-{number}", number=str(number), cells=_example(decision, example))
        for number, example in enumerate(decision.examples, start=1)
    )


def _example(decision: Decision, example: Example) -> tuple[CellView, ...]:
    heads = example_columns(decision)
    asked = [factor.id for factor in decision.factors] or list(decision.inputs)
    answered = list(decision.outputs) or list(dict.fromkeys(name for one in decision.examples for name in one.then))
    units = {name: field.unit for name, field in (*decision.inputs.items(), *decision.outputs.items())}
    said = {outcome.id: outcome.label for outcome in decision.outcomes}
    given = (_entry(head, name, example.given, units) for head, name in zip(heads.asked, asked, strict=True))
    then = (_entry(head, name, example.then, units, said) for head, name in zip(heads.answered, answered, strict=True))
    return (*given, *then)


def _entry(
    column: str, name: str, values: Given, units: Mapping[str, str], said: Mapping[str, str] | None = None
) -> CellView:
    value = values.get(name)
    words = _words(value, units.get(name, ""))
    if said is None:
        return CellView(column=column, text=html("{}", words), quiet=value is None)
    return CellView(column=column, text=html("{}", said.get(words, words)), answer=True)


def _words(value: Scalar | tuple[Scalar, ...] | None, unit: str) -> str:
    if value is None:
        return "left empty"
    if isinstance(value, tuple):
        return ", ".join(value_words(as_value(one), unit) for one in value) or "none"
    return value_words(as_value(value), unit)


def _labels(fields: Mapping[str, Field]) -> tuple[str, ...]:
    return tuple(field_label(name, field) for name, field in fields.items())


def _cells(fields: Mapping[str, Field], given: Mapping[str, Scalar]) -> tuple[CellView, ...]:
    return tuple(
        CellView(
            column=field_label(name, field),
            text=cell(given.get(name), of=type_of(field), unit=field.unit),
            quiet=fits_anything(given.get(name)),
            is_text=_is_text(field),
        )
        for name, field in fields.items()
    )


def _answers(fields: Mapping[str, Field], given: Mapping[str, Scalar]) -> tuple[CellView, ...]:
    return tuple(
        CellView(
            column=field_label(name, field),
            text=_answer(given.get(name), field.unit),
            quiet=name not in given,
            answer=True,
            is_text=_is_text(field),
        )
        for name, field in fields.items()
    )


def _answer(value: Scalar | None, unit: str) -> Html:
    if value is None:
        return html("{}", ANYTHING)
    return html("{}", value_words(as_value(value), unit))


def _is_text(field: Field) -> bool:
    return field.type in (FieldType.TEXT, FieldType.LONG_TEXT)
