"""Conditions and decision cells in the words of a reader: "Monthly value is at least 5,000 EUR".

What has no good wording, such as a calculation, is shown as it is written. Nothing is evaluated here.
"""

from decimal import Decimal

from sopbook.feel.cells import parse_cell
from sopbook.feel.format import expression_text
from sopbook.feel.parser import parse_condition, parse_expression
from sopbook.feel.problem import FeelError
from sopbook.feel.syntax import (
    Against,
    And,
    Between,
    Comparison,
    Expression,
    Has,
    In,
    Interval,
    Literal,
    Name,
    Negative,
    Not,
    Or,
    UnaryTest,
)
from sopbook.feel.types import Choice, Choices, Type
from sopbook.feel.values import Scalar, Value
from sopbook.pages.html import NOTHING, Html, html, listed
from sopbook.pages.labels import Label, Labels
from sopbook.pages.moments import LATER, is_moment, temporal_words

RELATIONS = {"=": "is", "!=": "is not", "<": "is under", "<=": "is at most", ">": "is over", ">=": "is at least"}
BOUNDS = {"=": "", "!=": "not ", "<": "under ", "<=": "at most ", ">": "over ", ">=": "at least "}
ANYTHING = "any"


def condition(text: str, labels: Labels) -> Html:
    """A condition as a sentence without its full stop; one that cannot be read is shown as it is written."""
    try:
        return _said(parse_condition(text, tuple(labels)), labels)
    except FeelError:
        return _code(text)


def value(text: str, labels: Labels) -> Html:
    """A value that is handed on: a name under its label, or what is written."""
    try:
        read = parse_expression(text, tuple(labels))
    except FeelError:
        return html("{}", text)
    if isinstance(read, Name) and read.name in labels:
        return _strong(labels[read.name].text.rstrip("?.!"))
    return _operand(read, labels)


def cell(value: object, *, of: Type | None, unit: str = "") -> Html:
    """A decision table's cell."""
    match value:
        case bool():
            return html("{}", "yes" if value else "no")
        case int() | Decimal():
            return html("{}", amount(value, unit))
        case None | "" | "-":
            return html("{}", ANYTHING)
        case _:
            return _cell(str(value), of, unit)


def fits_anything(value: object) -> bool:
    """Whether a cell asks nothing."""
    return value is None or value in ("", "-")


def amount(number: int | Decimal, unit: str = "") -> str:
    """A number as people write it: `12,000 EUR`."""
    digits = format(Decimal(number), ",f")
    return f"{digits} {unit}" if unit else digits


def unary(text: str, unit: str = "") -> Html:
    """What `accept` asks of a value: "at most 4 °C"."""
    return _cell(text, None, unit)


def _cell(text: str, of: Type | None, unit: str) -> Html:
    try:
        read = parse_cell(text, of)
    except FeelError:
        return _code(text)
    if read.negated and isinstance(of, Choice | Choices):
        return html("not {}", listed((_bound(test, "") for test in read.tests), "or"))
    tests = listed((_bound(test, unit) for test in read.tests), "or")
    return html("not {}", tests) if read.negated else tests


def _bound(test: UnaryTest, unit: str) -> Html:
    match test:
        case Against(operator=operator, endpoint=endpoint):
            return html("{}{}", _beyond(operator, endpoint), _endpoint(endpoint, unit))
        case Interval(low=low, high=high, low_included=low_in, high_included=high_in):
            if low_in and high_in:
                return html("{} to {}", _endpoint(low, ""), _endpoint(high, unit))
            start = "" if low_in else _beyond(">", low)
            end = "up to" if high_in else f"{'to' if low_in else 'and'} {_beyond('<', high).rstrip()}"
            return html("{}{} {} {}", start, _endpoint(low, ""), end, _endpoint(high, unit))


def _beyond(operator: str, endpoint: Literal | Name) -> str:
    """What stands before the endpoint of a test, with the blank between them."""
    if operator in LATER and isinstance(endpoint, Literal) and is_moment(endpoint.value):
        return f"{LATER[operator]} "
    return BOUNDS[operator]


def _relation(operator: str, *values: Scalar) -> str:
    return f"is {LATER[operator]}" if operator in LATER and any(map(is_moment, values)) else RELATIONS[operator]


def _endpoint(endpoint: Literal | Name, unit: str) -> Html:
    return html("{}", value_words(endpoint.value, unit) if isinstance(endpoint, Literal) else endpoint.name)


def value_words(value: Value, unit: str = "") -> str:
    """A value as a reader would say it."""
    match value:
        case None:
            return "left empty"
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return amount(value, unit)
        case tuple():
            return ", ".join(value_words(item, unit) for item in value)
        case str():
            return value
        case _:
            return temporal_words(value)


def _said(node: Expression, labels: Labels) -> Html:
    match node:
        case And(parts=parts):
            return listed((_inside(part, labels) for part in parts), "and")
        case Or(parts=parts):
            return listed((_inside(part, labels) for part in parts), "or")
        case Not(operand=Name(name=name)):
            return _claim(labels.get(name), name, holds=False)
        case Not(operand=operand):
            return html("not ({})", _said(operand, labels))
        case Name(name=name):
            return _claim(labels.get(name), name, holds=True)
        case Comparison(operator=operator, left=Name(name=name), right=Literal(value=value)):
            return _compared(name, operator, value, labels)
        case Comparison(operator=operator, left=left, right=right):
            relation = _relation(operator, *(node.value for node in (left, right) if isinstance(node, Literal)))
            return html("{} {} {}", _operand(left, labels), relation, _operand(right, labels))
        case Between(subject=subject, low=low, high=high):
            ends = _operand(low, labels), _operand(high, labels)
            return html("{} is between {} and {}", _operand(subject, labels), *ends)
        case Has(items=items, item=item):
            return html("{} includes {}", _operand(items, labels), _operand(item, labels))
        case In(subject=Name(name=name), tests=tests):
            label = labels.get(name)
            words = listed((_tested(test, label) for test in tests), "or")
            return html("{} is {}", _name(name, labels), words)
        case _:
            return _code(expression_text(node))


def _inside(node: Expression, labels: Labels) -> Html:
    said = _said(node, labels)
    return html("({})", said) if isinstance(node, And | Or) else said


def _claim(label: Label | None, name: str, *, holds: bool) -> Html:
    if label is None or not label.outcome:
        return html("{} is {}", _strong(label.text if label else name), "yes" if holds else "no")
    if holds:
        return html("“{}” {}", label.text, label.outcome)
    negated = {"passed": "did not pass", "was approved": "was not approved", "was done": "was not done"}
    return html("“{}” {}", label.text, negated[label.outcome])


def _compared(name: str, operator: str, value: Scalar, labels: Labels) -> Html:
    label = labels.get(name)
    if isinstance(value, bool) and operator in ("=", "!="):
        return _claim(label, name, holds=value is (operator == "="))
    if value is None and operator == "!=":
        return html("{} is filled in", _name(name, labels))
    return html("{} {} {}", _name(name, labels), _relation(operator, value), _option(value, label))


def _tested(test: UnaryTest, label: Label | None) -> Html:
    if isinstance(test, Against) and test.operator == "=" and isinstance(test.endpoint, Literal):
        return html("{}", _option(test.endpoint.value, label))
    return _bound(test, label.unit if label else "")


def _option(value: Scalar, label: Label | None) -> str:
    if label and label.options and isinstance(value, str):
        return f"“{label.options.get(value, value)}”"
    return value_words(value, label.unit if label else "")


def _operand(node: Expression, labels: Labels) -> Html:
    match node:
        case Name(name=name):
            return _name(name, labels)
        case Literal(value=value):
            return html("{}", value_words(value))
        case Negative() | _:
            return _code(expression_text(node))


def _name(name: str, labels: Labels) -> Html:
    label = labels.get(name)
    return _strong(label.text if label else name)


def _strong(text: str) -> Html:
    return html("<em>{}</em>", text)


def _code(text: str) -> Html:
    return html("<code>{}</code>", text) if text else NOTHING
