"""The manual's page about the language tells the truth: every example in its tables is tried."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from sopbook.feel.cells import parse_cell
from sopbook.feel.check import check_cell, check_condition, check_expression
from sopbook.feel.evaluate import evaluate, matches
from sopbook.feel.format import value_text
from sopbook.feel.parser import parse_condition, parse_expression
from sopbook.feel.problem import FeelError
from sopbook.feel.types import (
    Choice,
    Date,
    DateTime,
    ListOf,
    Number,
    Text,
    Time,
    Type,
    YesNo,
    described,
)
from sopbook.feel.values import Value

PAGE = Path(__file__).resolve().parents[2] / "site/pages/manual/language.md"

Row = tuple[str, ...]

TYPES: dict[str, Type] = {
    "a number": Number(),
    "a number, optional": Number(nullable=True),
    "a text": Text(),
    "a yes or no": YesNo(),
    "a list": ListOf(Text()),
    "a date": Date(),
    "a time": Time(),
    "a date and time": DateTime(),
}


def tables() -> Iterator[tuple[Row, list[Row]]]:
    """The header and the rows of every table, each cell as it stands there."""
    lines = PAGE.read_text("utf-8").splitlines()
    for is_table, group in groupby(lines, key=lambda line: line.startswith("|")):
        if is_table:
            header, _rule, *rows = (tuple(cell.strip() for cell in line.strip("|").split("|")) for line in group)
            yield header, rows


def rows(*header: str) -> list[Row]:
    """The rows of all tables with that header, what stands in backticks without them."""
    found = [row for columns, rows in tables() if columns == header for row in rows]
    return [tuple(bare[1] if (bare := re.fullmatch("`([^`]*)`", cell)) else cell for cell in row) for row in found]


def type_called(words: str) -> Type:
    options = re.findall("`([^`]*)`", words)
    return Choice(tuple(options)) if options else TYPES[words]


def value_of(text: str, of: Type) -> Value:
    if isinstance(of, ListOf):
        return tuple(re.findall('"([^"]*)"', text))
    return evaluate(parse_expression(text), {})


SCOPE = {name: type_called(words) for name, words, _ in rows("name", "what it is", "its value")}
VALUES = {name: value_of(text, SCOPE[name]) for name, _, text in rows("name", "what it is", "its value")}


@pytest.mark.parametrize(("text", "expected"), rows("you write", "it gives"))
def test_what_it_gives(text: str, expected: str) -> None:
    tree = parse_condition(text)
    assert check_expression(tree, SCOPE).problems == ()
    assert value_text(evaluate(tree, VALUES)) == expected


@pytest.mark.parametrize(("text", "words"), rows("you write", "it is"))
def test_what_it_is(text: str, words: str) -> None:
    found = check_expression(parse_expression(text), SCOPE).type
    assert found is not None
    assert described(found) == words


@pytest.mark.parametrize(("name", "text", "fitting", "other"), rows("input", "cell", "fits", "does not fit"))
def test_what_a_cell_fits(name: str, text: str, fitting: str, other: str) -> None:
    cell = parse_cell(text, SCOPE[name], tuple(SCOPE))
    assert check_cell(cell, SCOPE[name], name=name, scope=SCOPE) == ()
    assert matches(cell, evaluate(parse_expression(fitting), {}), VALUES)
    assert not matches(cell, evaluate(parse_expression(other), {}), VALUES)


@pytest.mark.parametrize(("wrong", "right", "_why"), rows("not this", "but this", "why"))
def test_what_is_refused_and_what_is_not(wrong: str, right: str, _why: str) -> None:
    assert is_refused(wrong)
    assert not is_refused(right)


def is_refused(text: str) -> bool:
    try:
        return bool(check_condition(parse_condition(text), SCOPE))
    except FeelError:
        return True


def test_no_table_is_left_out() -> None:
    assert {header[0] for header, _ in tables()} == {"name", "you write", "input", "a field of type", "not this"}
