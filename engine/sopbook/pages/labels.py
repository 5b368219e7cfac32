"""What people call the values of a run: the label of a field in place of its name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.escalation import Escalation
from sopbook.documents.fields import Field
from sopbook.documents.ids import StepId
from sopbook.documents.steps import AnyStep, Choose, Decide, Notify, Read, Run, Wait
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import all_steps
from sopbook.handbook.names import Declared, names_of
from sopbook.timing.spoken import spoken_list

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
    steps = {step.id: step for step in all_steps(document)}
    labels = {name: _label(one, steps, book) for name, one in names_of(document, book).items()}
    if isinstance(document, Escalation):
        labels["severity"] = Label(text="Severity", options={one.id: in_words(one.id) for one in document.severities})
    return labels


def title_of(step: AnyStep, book: Handbook) -> str:
    """What a step is called, as its author wrote it; without a title it is called by what it names."""
    if step.heading:
        return step.heading
    match step:
        case Decide(decide=wanted):
            decision = book.get(wanted)
            return decision.question if isinstance(decision, Decision) else in_words(wanted)
        case Run(run=wanted) | Read(read=wanted):
            return _title(wanted, book)
        case Notify(notify=roles):
            return spoken_list([_title(role, book) for role in roles])
        case Wait(wait=words):
            return "Wait for a set time" if words.startswith("until ") else f"Wait {words}"
        case _:
            return in_words(step.id)


def _title(wanted: str, book: Handbook) -> str:
    document = book.get(wanted)
    return document.title if document else wanted if "://" in wanted else in_words(wanted)


def _label(declared: Declared, steps: Mapping[StepId, AnyStep], book: Handbook) -> Label:
    own = declared.name.rpartition(".")[2]
    if declared.field is not None or declared.step is None:
        field = declared.field
        return Label(text=field_label(own, field), unit=field.unit) if field else Label(text=in_words(own))
    step = steps.get(declared.step)
    if step is None:
        return Label(text=in_words(declared.step), outcome=OUTCOMES.get(own, ""))
    options: dict[str, str] = {option.id: option.label for option in step.options} if isinstance(step, Choose) else {}
    return Label(text=title_of(step, book), outcome=OUTCOMES.get(own, ""), options=options)
