"""Texts of a checklist with the run's values put in."""

from collections.abc import Callable
from functools import lru_cache

from sopbook.documents.ids import StepId
from sopbook.runs.checklist import Part
from sopbook.runs.knowledge import Known, look_up
from sopbook.runs.rounds import unnumbered
from sopbook.runs.state import Run
from sopbook.runs.values import Value, shown
from sopbook.source.prose import Name, scan


def filled(text: str, run: Run, place: StepId | None = None) -> str:
    """Each `{{ name }}` replaced by its value, as the part `place` knows it; what is not known stands as ‹name›."""
    if "{{" not in text:
        return text

    def value(name: str) -> Value:
        found = look_up(run, name, place) if name in run.plan.names else None
        known = found.value if isinstance(found, Known) else None
        if known is None:
            return _each(run, name, place)
        return names_of(run, known) if name in run.plan.people_names else known

    return fill(text, value)


def name_of(run: Run, person: str) -> str:
    """What somebody is called; of whom the run knows nothing, the id."""
    return next((one.name for one in run.people if one.id == person), person)


def names_of(run: Run, people: Value) -> Value:
    """The same with the names of people, one or several, in place of their ids."""
    if isinstance(people, tuple):
        return tuple(name_of(run, one) if isinstance(one, str) else one for one in people)
    return name_of(run, people) if isinstance(people, str) else people


def called(run: Run) -> str:
    """The title of a run; of one for practice it says so."""
    return f"{run.title} (practice)" if run.practice else run.title


def title_of(run: Run, part: Part | StepId) -> str:
    """What a part is called, also one that a run has no more; of a loop, what is done for each of its items."""
    if isinstance(part, str):
        found = run.plan.called(part)
        return title_of(run, found) if found else part
    return filled(part.title, run, part.id)


def _each(run: Run, name: str, place: StepId | None) -> Value:
    """How the title of a whole loop speaks of its items."""
    written = unnumbered(place)[0] if place else None
    loops = run.plan.templates.loops.get(written, ()) if written else ()
    return f"each {name.replace('_', ' ')}" if any(run.plan.templates.loop(one).item == name for one in loops) else None


def fill(text: str, value_of: Callable[[str], Value]) -> str:
    """Each `{{ name }}` replaced by what `value_of` gives for it."""
    for name in reversed(_names(text)):
        path = ".".join(name.path)
        value = value_of(path)
        words = f"‹{path}›" if value is None else shown(value)
        text = text[: name.start] + words + text[name.end :]
    return text


@lru_cache(maxsize=1024)
def _names(text: str) -> tuple[Name, ...]:
    """Remembered, because a loop has the same text in each round."""
    return scan(text).names
