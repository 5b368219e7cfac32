"""What is wrong with a small language in a text, as a place in it; the caller knows which file the text stands in.

The expression language and the language of times have this in common and know nothing of each other.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the characters from `offset` up to `end`, what is wrong with them, and what to write instead."""

    offset: int
    end: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class ProblemFound(ValueError):
    """The text cannot be read; carries the problem that was found first."""

    def __init__(self, offset: int, end: int, message: str, hint: str = "") -> None:
        self.problem = Problem(offset, end, message, hint)
        super().__init__(str(self.problem))

    @property
    def offset(self) -> int:
        return self.problem.offset

    @property
    def message(self) -> str:
        return self.problem.message

    @property
    def hint(self) -> str:
        return self.problem.hint
