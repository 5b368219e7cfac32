"""Texts of a checklist with the run's values put in."""

from collections.abc import Callable

from sopbook.runs.knowledge import Known, look_up
from sopbook.runs.state import Run
from sopbook.runs.values import Value, shown
from sopbook.source.prose import scan


def filled(text: str, run: Run) -> str:
    """Each `{{ name }}` replaced by its value; what is not known yet stands as ‹name›."""

    def value(name: str) -> Value:
        found = look_up(run, name) if name in run.plan.names else None
        return found.value if isinstance(found, Known) else None

    return fill(text, value)


def fill(text: str, value_of: Callable[[str], Value]) -> str:
    """Each `{{ name }}` replaced by what `value_of` gives for it."""
    for name in reversed(scan(text).names if "{{" in text else ()):
        path = ".".join(name.path)
        value = value_of(path)
        words = f"‹{path}›" if value is None else shown(value)
        text = text[: name.start] + words + text[name.end :]
    return text
