"""What is wrong with a scalar beyond its value: lost comments, hidden characters, block texts that begin wrongly.

Gives the value to go on with in any case.
"""

import re
from typing import Any

from sopbook.source import codes
from sopbook.source.decoding import REFUSED, invisible
from sopbook.source.problems import Problems, short
from sopbook.source.scalars import Doubtful, Scalar, is_suspect, resolve

_COMMENT_WITHOUT_SPACE = re.compile(r"#(?<=[ \t]#)[^\s#][^\r\n]*")


class ScalarChecks:
    """Reads the scalars of one file; what concerns the whole text is looked up once."""

    def __init__(self, problems: Problems) -> None:
        text = problems.text
        self._problems = problems
        self._text = text
        self.lost = {_blank_before(text, found.start()): found for found in _COMMENT_WITHOUT_SPACE.finditer(text)}
        """Comments without a space behind the `#`, by where the value before them ends."""
        self._has_escapes = "\\" in text
        self.block_texts: list[tuple[int, int]] = []
        """Where block texts begin and end: tabs are allowed in them."""

    def value(self, event: Any, start: int, *, is_version: bool) -> Scalar:
        """The value of a scalar that is not a key."""
        if event.style == "":
            return self._plain(event, start, is_version)
        if event.style == '"':
            self.escapes(event, start)
        elif event.style != "'":
            self._block(event, start)
        text: str = event.value
        return text

    def escapes(self, event: Any, start: int) -> None:
        """A double-quoted text can hold, as an escape, what must not stand in the file itself."""
        if self._has_escapes and (found := REFUSED.search(event.value)):
            problem = invisible(found[0], self._problems.at(start))
            self._problems.report(problem.code, problem.message, start, "Remove its escape from the quoted text.")

    def _plain(self, event: Any, start: int, is_version: bool) -> Scalar:
        text: str = event.value
        if self.lost:
            self._lost_comment(event)
        if not is_suspect(text):
            return text
        value = resolve(text)
        if isinstance(value, Doubtful):
            self._problems.report(codes.AMBIGUOUS, value.message, start, value.hint)
            return value.guess
        if is_version and value is not None and not isinstance(value, str):
            message = f"version {text} is read as a number and would lose its zero"
            self._problems.report(codes.LOSES_ZERO, message, start, f'Write version: "{text}".')
            return text
        return value

    def _lost_comment(self, event: Any) -> None:
        if comment := self.lost.get(event.end_mark.index):
            message = f"`{short(comment[0])}` is read as a comment and lost"
            hint = "Is this part of the sentence? Put quotes around the whole value. A comment has a space behind `#`."
            self._problems.report(codes.LOST_TEXT, message, comment.start(), hint)

    def _block(self, event: Any, start: int) -> None:
        self.block_texts.append((start, event.end_mark.index))
        text: str = event.value
        if not text and event.style == ">" and self._text[start + 1 : start + 2].isdigit():
            message = "a value that begins with `>` is not read as text"
            self._problems.report(codes.NEEDS_QUOTES, message, start, "Put quotes around the whole value.")
        elif text.lstrip("\n").startswith(" "):
            message = f"this `{event.style}` text begins with an indented line"
            hint = "Use a fenced block: a line of three backticks above and below the code."
            self._problems.report(codes.INDENTED_BLOCK, message, start, hint)


def _blank_before(text: str, index: int) -> int:
    while index and text[index - 1] in " \t":
        index -= 1
    return index
