"""How the steps of a procedure are numbered.

Steps are counted through the whole procedure. The steps of a branch carry the number of its question, a letter for the
branch and a number of their own: `6a.1`. Those that undo a step carry its number and a `u`: `6u.1`.
"""

from collections.abc import Iterator, Mapping
from itertools import count

from sopbook.documents.ids import StepId
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import AnyPart, Choose, Group


def numbers(procedure: Procedure) -> Mapping[StepId, str]:
    """The number of each step."""
    return dict(_numbered(procedure.parts, (str(number) for number in count(1))))


def letters() -> Iterator[str]:
    """`a` to `z`, then `aa` to `zz`."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    for turn in count(1):
        yield from (letter * turn for letter in alphabet)


def _numbered(parts: tuple[AnyPart, ...], counter: Iterator[str]) -> Iterator[tuple[StepId, str]]:
    for part in parts:
        if isinstance(part, Group):
            yield from _numbered(part.steps, counter)
            continue
        number = next(counter)
        yield part.id, number
        if isinstance(part, Choose):
            for letter, option in zip(letters(), part.options, strict=False):
                yield from _numbered(option.steps, _inside(number, letter))
        yield from _numbered(part.undo, _inside(number, "u"))


def _inside(number: str, letter: str) -> Iterator[str]:
    return (f"{number}{letter}.{one}" for one in count(1))
