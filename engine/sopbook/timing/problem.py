"""What is wrong with a duration or a time, as a place in its text; which file it stands in is known to the caller."""

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


class TimeError(ValueError):
    """The text is no duration, time or working hours; carries the problem that was found first."""

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

    def further_in(self, offset: int) -> "TimeError":
        """The same fault, in a text that begins `offset` characters earlier."""
        problem = self.problem
        return TimeError(problem.offset + offset, problem.end + offset, problem.message, problem.hint)
