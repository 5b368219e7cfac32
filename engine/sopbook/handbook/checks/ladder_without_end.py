"""SOP215: an escalation ends with nobody.

After the last level nobody else is called, so somebody must be there. Give one of its roles to somebody in the team
register, or let the last level call a role that is held.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.handbook.book import Handbook
from sopbook.handbook.ladders import dead_ends
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP215"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report the last level of each such ladder."""
    for end in dead_ends(book):
        roles = " or ".join(f"`{role}`" for role in end.roles)
        at = end.escalation.where(*end.level.path, "notify")
        message = f"the last level, `{end.level.id}`, calls nobody: nobody holds {roles}"
        yield error(CODE, message, at=at, hint="give the role to somebody, or call another role at last")
