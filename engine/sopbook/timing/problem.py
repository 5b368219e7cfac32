"""That a text is no duration or time."""

from sopbook.problem import ProblemFound


class TimeError(ProblemFound):
    """The text is no duration, time or working hours; carries the problem that was found first."""

    def further_in(self, offset: int) -> "TimeError":
        """The same fault, in a text that begins `offset` characters earlier."""
        problem = self.problem
        return TimeError(problem.offset + offset, problem.end + offset, problem.message, problem.hint)
