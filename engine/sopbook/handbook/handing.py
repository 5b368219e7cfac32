"""What a step hands to the decision or procedure it names: whether every input gets a value, and one that fits.

A decision needs all its inputs, and takes values of the same name by itself. What is run takes only what is handed to
it; whatever else it needs is asked when it starts.
"""

from collections.abc import Iterator, Mapping

from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.escalation import Escalation
from sopbook.documents.fields import Field
from sopbook.documents.ids import StepId
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import Decide, Run
from sopbook.feel.types import Choice, Choices, Type, accepts, described
from sopbook.handbook.book import Handbook
from sopbook.handbook.deciding import asked_by
from sopbook.handbook.expressions import by_pointer
from sopbook.handbook.layout import Place, layout
from sopbook.handbook.names import scope_at, type_of
from sopbook.source.nearest import nearest
from sopbook.source.position import Pointer

Fault = tuple[Pointer, str, str]
"""Where it is, what is wrong, and what to do."""

Handing = tuple[Place, Decide | Run, Document]
"""A step at its place, and the document that it hands values to."""


def handings(document: Document, book: Handbook) -> Iterator[Handing]:
    """Every `decide` and `run` step that names what there is."""
    for place in book.once(layout, document).places:
        match place.part:
            case Decide(decide=wanted) as step if isinstance(found := book.get(wanted), Decision):
                yield place, step, found
            case Run(run=wanted) as step if isinstance(found := book.get(wanted), Procedure | Escalation):
                yield place, step, found
            case _:
                pass


def inputs_of(document: Document) -> Mapping[str, Field]:
    """What a document asks for, by name."""
    if isinstance(document, Decision):
        return asked_by(document)
    return document.inputs if isinstance(document, Procedure | Escalation) else {}


def given_mismatches(document: Document, book: Handbook) -> Iterator[Fault]:
    """Values of the wrong type, of inputs that there are."""
    for place, step, taker in handings(document, book):
        for name, field in inputs_of(taker).items():
            pointer: Pointer = (*step.path, "given", name)
            if name in step.given:
                one = book.once(by_pointer, document).get(pointer)
                given = one.type if one is not None and one.is_sound else None
            elif isinstance(step, Decide):
                types = scope_at(document, book, place.moment).types
                pointer, given = (*step.path, "decide"), types.get(name)
            else:
                continue
            if given is not None and not accepts(type_of(field), given):
                why, hint = _mismatch(type_of(field), given)
                yield pointer, f"`{taker.id}` cannot take this as `{name}`: {why}", hint


def unfed(document: Document, book: Handbook) -> Iterator[Fault]:
    """Inputs of a decision that get no value, and values for inputs that are none."""
    for place, step, taker in handings(document, book):
        inputs = inputs_of(taker)
        strange = [name for name in step.given if name not in inputs]
        for name in strange:
            likely = nearest(name, inputs)
            listed = f"its inputs are {_listed(inputs)}" if inputs else "it has no inputs"
            hint = f"did you mean `{likely}`?" if likely else listed
            yield (*step.path, "given", name), f"`{taker.id}` has no input `{name}`", hint
        slipped = {nearest(name, inputs) for name in strange}
        known = scope_at(document, book, place.moment).names
        for name, field in inputs.items() if isinstance(step, Decide) else ():
            if not (name in step.given or name in known or field.optional or name in slipped):
                yield (*step.path, "decide"), f"`{taker.id}` gets no value for `{name}`", _add(step.id, name)


def _add(step: StepId, name: str) -> str:
    return f"add `{name}` under `given` of `{step}`, with the name of a value of the run"


def _listed(names: Mapping[str, Field]) -> str:
    return ", ".join(f"`{name}`" for name in names)


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
