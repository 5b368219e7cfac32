"""A procedure: the steps of a piece of work, who does them, and how one knows that it is done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sopbook.documents.document import Document
from sopbook.documents.fields import Field
from sopbook.documents.ids import DocumentId, RoleId
from sopbook.documents.rule import Rule
from sopbook.documents.schedule import Schedule
from sopbook.documents.steps import AnyPart, AnyStep, Group, Order, walk


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Document):
    """Either `sections` or `steps` hold its parts, never both."""

    run_title: str = ""
    order: Order = Order.FIXED
    by: tuple[str, ...] = ()
    effort: str = ""
    due: str = ""
    if_late: DocumentId | None = None
    schedule: Schedule | None = None
    records_for: tuple[RoleId, ...] = ()
    keep: str = ""
    inputs: Mapping[str, Field] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    done_when: tuple[str, ...] = ()
    sections: tuple[Group, ...] = ()
    steps: tuple[AnyPart, ...] = ()

    @property
    def parts(self) -> tuple[AnyPart, ...]:
        """The outermost parts: sections where there are some."""
        return self.sections or self.steps

    def all_parts(self) -> Iterator[AnyPart]:
        """Every group and step in document order."""
        return walk(self.parts)

    def all_steps(self) -> Iterator[AnyStep]:
        """Every step in document order."""
        return (part for part in self.all_parts() if not isinstance(part, Group))
