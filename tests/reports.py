"""Builders of what a check has found, for tests of how it is told."""

from collections.abc import Mapping, Sequence

from sopbook.actions.handbook import Checked
from sopbook.source.diagnostic import Diagnostic, Severity
from sopbook.source.position import Position


def a_problem(
    line: int = 1,
    column: int = 1,
    message: str = "there is no role `x`",
    hint: str = "",
    *,
    file: str = "sops/a.yml",
    code: str = "SOP204",
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    return Diagnostic(code=code, message=message, hint=hint, at=Position(file, line, column), severity=severity)


def checked(
    *problems: Diagnostic, lines: Mapping[str, Sequence[str]] | None = None, prefix: str = "", documents: int = 1
) -> Checked:
    return Checked(documents=documents, problems=problems, lines=lines or {}, prefix=prefix)
