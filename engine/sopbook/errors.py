"""What can go wrong that is not a bug of ours and not a fault in a document.

A refusal is worded for the person who reads it: it names the thing, says what is wrong, and ends with what to do.
Faults in documents are `source.diagnostic.Diagnostic` values and are never raised; our own bugs are not caught.
"""


class SopbookError(Exception):
    """A caller is refused or the world failed; the text is a sentence for a person."""


class Refused(SopbookError):
    """A command that the rules do not allow now; nothing has changed."""


class Unavailable(SopbookError):
    """Something outside (a file, a database, a program) is missing or does not answer as it must."""
