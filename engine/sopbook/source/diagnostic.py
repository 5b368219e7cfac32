"""A problem of a document as a value: collected, sorted, shown; never raised."""

from dataclasses import dataclass
from enum import Enum

from sopbook.source.position import Position


class Severity(Enum):
    """How much a problem matters: an error fails `sop check`, the others inform."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One problem at one place, with what to do about it."""

    code: str
    message: str
    at: Position
    hint: str = ""
    severity: Severity = Severity.ERROR

    @property
    def order(self) -> tuple[Position, str, str]:
        """Sorting key: by file and place, then by code."""
        return (self.at, self.code, self.message)

    @property
    def sentence(self) -> str:
        """The whole problem in one line, for where there is room for no more."""
        end = "" if self.hint.endswith("?") else "."
        hint = f" Hint: {self.hint.rstrip('.')}{end}" if self.hint else ""
        return f"{self.at}: {self.message.rstrip('.')}.{hint}"


def error(code: str, message: str, *, at: Position, hint: str = "") -> Diagnostic:
    """A problem that must be mended before the handbook can be used."""
    return Diagnostic(code=code, message=message, at=at, hint=hint)


def warning(code: str, message: str, *, at: Position, hint: str = "") -> Diagnostic:
    """A problem that should be looked at and does not stop anything."""
    return Diagnostic(code=code, message=message, at=at, hint=hint, severity=Severity.WARNING)
