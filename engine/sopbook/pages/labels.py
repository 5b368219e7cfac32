"""What people call the values of a run: the label of a field in place of its name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.fields import Field
from sopbook.documents.ids import StepId
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import AnyStep, Choose, Decide
from sopbook.handbook.book import Handbook
from sopbook.handbook.names import Declared, names_of

OUTCOMES = {"passed": "passed", "approved": "was approved", "done": "was done"}
"""What `STEP.passed` and its like say of a step, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name in words. Of a value: its label and unit; of an outcome: the step's title, and its options' labels."""

    text: str
    unit: str = ""
    outcome: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


Labels = Mapping[str, Label]


def field_label(name: str, field: Field) -> str:
    """What a field is called: its label, else its name in words."""
    return field.label or in_words(name)


def in_words(name: str) -> str:
    """`monthly_value` as `Monthly value`."""
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def labels_of(document: Document, book: Handbook) -> Labels:
    """Every name that a document's conditions and texts may use."""
    steps = {step.id: step for step in document.all_steps()} if isinstance(document, Procedure) else {}
    return {name: _label(one, steps, book) for name, one in names_of(document, book).items()}


def title_of(step: AnyStep, book: Handbook) -> str:
    """What a step is called, as its author wrote it; a decision without a title is called by its question."""
    if step.heading or not isinstance(step, Decide):
        return step.heading
    decision = book.get(step.decide)
    return decision.question if isinstance(decision, Decision) else in_words(step.decide)


def _label(declared: Declared, steps: Mapping[StepId, AnyStep], book: Handbook) -> Label:
    own = declared.name.rpartition(".")[2]
    if declared.field is not None or declared.step is None:
        field = declared.field
        return Label(text=field_label(own, field), unit=field.unit) if field else Label(text=in_words(own))
    step = steps[declared.step]
    options: dict[str, str] = {option.id: option.label for option in step.options} if isinstance(step, Choose) else {}
    return Label(text=title_of(step, book), outcome=OUTCOMES.get(own, ""), options=options)
