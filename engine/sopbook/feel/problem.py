"""That a text is no expression."""

from sopbook.problem import ProblemFound


class FeelError(ProblemFound):
    """The text is no expression; carries the problem that stopped the parser."""
