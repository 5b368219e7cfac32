"""A rule to paste for cases that no rule answers, as YAML; the answer is left open, for only the author knows it."""

import re
from collections.abc import Collection, Mapping
from itertools import islice

from sopbook.decisions.table import Table
from sopbook.documents.fields import Field

_PLAIN = re.compile(r"[a-z][a-z0-9]*(?:[ -][a-z0-9]+)*|-?[0-9]+(?:\.[0-9]+)?")
_NOT_PLAIN = frozenset(("null", "yes", "no", "on", "off", "y", "n"))
"""What YAML, or a reader of it, takes for something else when it stands without quotes."""


def rule_to_paste(table: Table, when: Mapping[str, str], number: int) -> str:
    """The rule for the gap of that number, indented as rules stand in a document."""
    lines = [f"  - id: {free_id('gap', [rule.id for rule in table.rules], number)}"]
    if when:
        lines.append("    when:")
        lines.extend(f"      {name}: {quoted(cell)}" for name, cell in when.items())
    lines.append("    then:")
    lines.extend(f"      {name}: {_open(field)}" for name, field in table.outputs.items())
    return "\n".join(lines) + "\n"


def outcome_to_paste(table: Table, cell: str, number: int) -> str:
    """The outcome of a weighing for the gap of that number."""
    id = free_id("gap", [rule.id for rule in table.rules], number)
    return f'  - id: {id}\n    when: {quoted(cell)}\n    label: "?"\n'


def free_id(word: str, taken: Collection[str], number: int) -> str:
    """The word with a number behind it, such that no two numbers give the same and none is taken."""
    free = (id for count in range(1, len(taken) + number + 1) if (id := f"{word}-{count}") not in taken)
    return next(islice(free, number - 1, None))


def quoted(cell: str) -> str:
    """A cell as a YAML value: in single quotes, in which only these count, unless it can stand plain."""
    if _PLAIN.fullmatch(cell) and cell not in _NOT_PLAIN:
        return cell
    return "'" + cell.replace("'", "''") + "'"


def _open(field: Field) -> str:
    return f'"?"  # {", ".join(field.options)}' if field.options else '"?"'
