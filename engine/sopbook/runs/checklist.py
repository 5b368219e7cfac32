"""A procedure frozen for one run: everything the run will ever need, by content.

A checklist is a published format with a number of its own (`FORMAT`). It holds no reference that is looked up later:
links are resolved to words, `by` is inherited, decision tables are pinned. Old checklists are read for ever.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sopbook.decisions.table import Table
from sopbook.documents.fields import Field
from sopbook.documents.ids import DocumentId, OptionId, RoleId, StepId
from sopbook.plain import from_plain, to_plain

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """A word of warning shown before a part; `kind` is note, caution, warning or danger."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A standing rule, shown the whole time and never ticked."""

    force: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rework:
    """Where to go back to, how often, and which escalation opens after that."""

    to: StepId
    at_most: int
    escalate: DocumentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to go on from a choice."""

    id: OptionId
    label: str
    when: str = ""
    end: bool = False
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One step. `by` is resolved: its own or the nearest around it; empty means anybody of the team."""

    id: StepId
    verb: str
    title: str
    how: str = ""
    expect: str = ""
    callouts: tuple[Callout, ...] = ()
    rules: tuple[Duty, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    when: str = ""
    only_if: str = ""
    optional: bool = False
    stop: bool = False
    effort: str = ""
    failed: str = ""
    rework: Rework | None = None
    options: tuple[Option, ...] = ()
    table: DocumentId | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    not_by: tuple[StepId, ...] = ()
    fingerprint: str = ""

    @property
    def dangers(self) -> tuple[str, ...]:
        """What must be heeded before the step is acted on."""
        return tuple(callout.text for callout in self.callouts if callout.kind == "danger")

    @property
    def judges_itself(self) -> bool:
        """Whether a check is passed or failed by the values entered."""
        return self.verb == "check" and any(one.accept for one in self.fields.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A group or section: parts in order, or in any order."""

    id: StepId
    title: str
    parts: tuple["Part", ...]
    any_order: bool = False
    how: str = ""
    callouts: tuple[Callout, ...] = ()
    rules: tuple[Duty, ...] = ()
    by: tuple[str, ...] = ()
    when: str = ""
    only_if: str = ""
    optional: bool = False

    @property
    def dangers(self) -> tuple[str, ...]:
        """What must be heeded before anything in the block is acted on."""
        return tuple(callout.text for callout in self.callouts if callout.kind == "danger")


Part = Leaf | Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """What one run runs. `commit` is the git commit it was frozen from, empty for text that was not committed."""

    format: int
    procedure: DocumentId
    title: str
    version: str
    fingerprint: str
    commit: str
    owner: RoleId
    run_title: str
    any_order: bool
    inputs: Mapping[str, Field]
    needs: tuple[str, ...]
    rules: tuple[Duty, ...]
    done_when: tuple[str, ...]
    parts: tuple[Part, ...]
    tables: Mapping[DocumentId, Table]
    roles: Mapping[RoleId, str]


def written(checklist: Checklist) -> bytes:
    """The published form: JSON in UTF-8 without blanks, the same bytes for the same checklist.

    Not RFC 8785, which sorts keys: fields are asked in the order in which the author wrote them.
    """
    return json.dumps(to_plain(checklist), ensure_ascii=False, separators=(",", ":")).encode()


def read(data: bytes) -> Checklist:
    """A checklist from its published form."""
    return from_plain(Checklist, json.loads(data))
