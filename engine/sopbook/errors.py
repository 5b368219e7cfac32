"""What can go wrong that is not a bug of ours and not a fault in a document.

A refusal is worded for the person who reads it: it names the thing, says what is wrong, and ends with what to do.
Faults in documents are `source.diagnostic.Diagnostic` values and are never raised; our own bugs are not caught.
"""


def nested(text: str) -> str:
    """A text whose quotations inside of quotations stand in single marks: “Read ‘How we work’”."""
    depth, written = 0, []
    for letter in text:
        depth = max(depth - (letter == "”"), 0)
        written.append(letter if depth < 1 else INNER.get(letter, letter))
        depth += letter == "“"
    return "".join(written)


INNER = {"“": "‘", "”": "’"}


class SopbookError(Exception):
    """A caller is refused or the world failed; the text is a sentence for a person."""

    def __init__(self, words: str = "") -> None:
        super().__init__(nested(words))


class Refused(SopbookError):
    """A command that the rules do not allow now; nothing has changed."""


class Unavailable(SopbookError):
    """Something outside (a file, a database, a program) is missing or does not answer as it must."""
