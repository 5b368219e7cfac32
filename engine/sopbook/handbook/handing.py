"""What a `decide` step hands to its decision: whether every input gets a value, and one that fits."""

from collections.abc import Iterator

from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.ids import StepId
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import Decide
from sopbook.feel.types import Choice, Choices, Type, accepts, described
from sopbook.handbook.book import Handbook
from sopbook.handbook.expressions import by_pointer
from sopbook.handbook.names import scope_of, type_of
from sopbook.source.nearest import nearest
from sopbook.source.position import Pointer

Fault = tuple[Pointer, str, str]
"""Where it is, what is wrong, and what to do."""


def handings(document: Document, book: Handbook) -> Iterator[tuple[Decide, Decision]]:
    """Every `decide` step whose decision exists."""
    if isinstance(document, Procedure):
        for step in document.all_steps():
            if isinstance(step, Decide) and isinstance(decision := book.get(step.decide), Decision):
                yield step, decision


def given_mismatches(document: Document, book: Handbook) -> Iterator[Fault]:
    """Values of the wrong type, of inputs that the decision has."""
    scope, written = book.once(scope_of, document), by_pointer
    for step, decision in handings(document, book):
        for name, field in decision.inputs.items():
            pointer: Pointer = (*step.path, "given", name)
            if name in step.given:
                one = book.once(written, document).get(pointer)
                given = one.type if one is not None and one.is_sound else None
            else:
                pointer, given = (*step.path, "decide"), scope.types.get(name)
            if given is not None and not accepts(type_of(field), given):
                why, hint = _mismatch(type_of(field), given)
                yield pointer, f"`{decision.id}` cannot take this as `{name}`: {why}", hint


def unfed(document: Document, book: Handbook) -> Iterator[Fault]:
    """Inputs that get no value, and values for inputs that are none."""
    scope = book.once(scope_of, document)
    for step, decision in handings(document, book):
        strange = [name for name in step.given if name not in decision.inputs]
        for name in strange:
            likely = nearest(name, decision.inputs)
            hint = f"did you mean `{likely}`?" if likely else f"its inputs are {_listed(decision.inputs)}"
            yield (*step.path, "given", name), f"`{decision.id}` has no input `{name}`", hint
        slipped = {nearest(name, decision.inputs) for name in strange}
        for name, field in decision.inputs.items():
            if not (name in step.given or name in scope.names or field.optional or name in slipped):
                yield (*step.path, "decide"), f"`{decision.id}` gets no value for `{name}`", _add(step.id, name)


def _add(step: StepId, name: str) -> str:
    return f"add `{name}` under `given` of `{step}`, with the name of a value of the run"


def _listed(names: object) -> str:
    return ", ".join(f"`{name}`" for name in names) if isinstance(names, dict) else ""


def _mismatch(wanted: Type, given: Type) -> tuple[str, str]:
    if given.nullable and not wanted.nullable:
        return "it may be left empty", "make the value required, or the decision's input optional"
    match wanted, given:
        case (Choice(options=mine), Choice(options=theirs)) | (Choices(options=mine), Choices(options=theirs)):
            strange = ", ".join(f"`{one}`" for one in theirs if one not in mine)
            likely = nearest(theirs[0], mine) if len(theirs) == 1 else None
            return (
                f"it has no option {strange}",
                f"did you mean `{likely}`?" if likely else "let both have the same options",
            )
        case _:
            return f"this is {described(given)}, and it takes {described(wanted)}", ""
