"""THE table of kinds: what a document's `kind` means for its schema, its class and its page.

A kind is added by a schema, a class, a page template and one row here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sopbook.documents.calendar import Calendar
from sopbook.documents.decision import Decision
from sopbook.documents.document import Document
from sopbook.documents.escalation import Escalation
from sopbook.documents.goal import Goal
from sopbook.documents.guideline import Guideline
from sopbook.documents.metric import Metric
from sopbook.documents.path import Path
from sopbook.documents.procedure import Procedure
from sopbook.documents.role import Role
from sopbook.documents.standard import Standard
from sopbook.documents.team import Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of document; `name` is the word in YAML and names schema and template, `plural` the folder of pages."""

    name: str
    plural: str
    of: type[Document]
    teaches: str

    @property
    def schema(self) -> str:
        """The file name of its JSON Schema."""
        return f"{self.name}.schema.json"

    @property
    def template(self) -> str:
        """The file name of its page template."""
        return f"{self.name}.html.j2"


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(name="procedure", plural="procedures", of=Procedure, teaches="How a piece of work is done, step by step."),
        Kind(name="guideline", plural="guidelines", of=Guideline, teaches="What we always do or never do, and why."),
        Kind(name="standard", plural="standards", of=Standard, teaches="What good work is, and how it is verified."),
        Kind(name="decision", plural="decisions", of=Decision, teaches="How a recurring question is answered."),
        Kind(
            name="escalation", plural="escalations", of=Escalation, teaches="Who is called when something goes wrong."
        ),
        Kind(name="role", plural="roles", of=Role, teaches="Who is answerable for what."),
        Kind(name="path", plural="paths", of=Path, teaches="How somebody grows into a role."),
        Kind(name="metric", plural="metrics", of=Metric, teaches="The figures that say how it goes."),
        Kind(name="goal", plural="goals", of=Goal, teaches="What we want to have reached by when."),
        Kind(name="team", plural="team", of=Team, teaches="Who is here, and which roles each holds."),
        Kind(name="calendar", plural="calendar", of=Calendar, teaches="When we work, and when we do not."),
    )
}
