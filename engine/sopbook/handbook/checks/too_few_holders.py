"""SOP226: fewer people hold a role than its `backup` asks for.

`backup: 2` says that two people should be able to do the role's work, so that a holiday or an illness stops nothing.
Give the role to somebody else as well, or lower the number. A role that nobody holds is reported by SOP202, where it is
needed.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.role import Role
from sopbook.handbook.book import Handbook
from sopbook.source.diagnostic import Diagnostic, Severity, warning

CODE = "SOP226"
SEVERITY = Severity.WARNING


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Count the holders of every live role."""
    for role in book.live():
        if isinstance(role, Role) and 0 < (held := len(book.holders(role.id))) < role.backup:
            people = "one person holds" if held == 1 else f"{held} people hold"
            message = f"only {people} `{role.id}`, and {role.backup} should"
            hint = "give the role to somebody else as well in the team register, or lower `backup`"
            yield warning(CODE, message, at=role.where("backup"), hint=hint)
