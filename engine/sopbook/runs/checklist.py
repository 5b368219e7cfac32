"""A procedure frozen for one run: everything the run will ever need, by content.

A checklist is a published format with a number of its own (`FORMAT`). It holds no reference that is looked up later:
links are resolved to words, `by` is inherited, decision tables are pinned. Old checklists are read for ever.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sopbook.decisions.weighing import Framework
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
class Loop:
    """Rounds of a part: one for each item of the list called `over`, or of `items`; without both they are added.

    `item` is the name of the round's item in texts and conditions; with `every`, the next round is added by time.
    """

    item: str
    over: str = ""
    items: tuple[str, ...] = ()
    every: str = ""

    @property
    def is_open(self) -> bool:
        """Whether rounds are added as they come."""
        return not self.over and not self.items


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A sub-procedure to run, or an escalation to open; `asks` says that whoever starts it has to enter something."""

    document: DocumentId
    title: str
    is_escalation: bool = False
    asks: bool = True
    practice: bool = False
    approve_by: RoleId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document of the handbook, or an `address`, to be read; its version is looked up when it is."""

    document: DocumentId | None = None
    title: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a quiz; `answer` are the options that are right."""

    id: str
    ask: str
    options: tuple[str, ...]
    answer: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """Questions, and the share of right answers, in percent, that is enough."""

    enough: Decimal
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A text to send; of a notification, to the holders of the roles in `to`."""

    subject: str = ""
    text: str = ""
    to: tuple[RoleId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """For a time (`2 working days`), until a time (`kickoff_on`), or for something that a person confirms."""

    lasts: str = ""
    until: str = ""
    for_: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A command or text to copy; nothing runs it."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One requirement of a standard, as it was when the run started."""

    standard: DocumentId
    id: str
    requires: str
    measure: str = ""
    accept: str = ""


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
    """One step. `by` is resolved: its own or the nearest around it; empty means anybody of the team.

    `given` are the expressions for the inputs of its decision or its child; `undo` is offered when the run is cancelled
    after this step was done.
    """

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
    loop: Loop | None = None
    due: str = ""
    if_late: DocumentId | None = None
    child: Child | None = None
    reading: Reading | None = None
    quiz: Quiz | None = None
    message: Message | None = None
    wait: Wait | None = None
    code: Code | None = None
    meets: tuple[Criterion, ...] = ()
    undo: tuple["Part", ...] = ()
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
    loop: Loop | None = None
    due: str = ""
    if_late: DocumentId | None = None

    @property
    def dangers(self) -> tuple[str, ...]:
        """What must be heeded before anything in the block is acted on."""
        return tuple(callout.text for callout in self.callouts if callout.kind == "danger")


Part = Leaf | Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """What one run runs. `commit` is the git commit it was frozen from, empty for text that was not committed.

    `closes_by_time` says that a run which is still open is closed when the next one of its schedule starts.
    """

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
    due: str = ""
    if_late: DocumentId | None = None
    closes_by_time: bool = False
    effort: str = ""
    keep: str = ""
    records_for: tuple[RoleId, ...] = ()
    background: str = ""
    tables: Mapping[DocumentId, Framework]
    roles: Mapping[RoleId, str]


def written(checklist: Checklist) -> bytes:
    """The published form: JSON in UTF-8 without blanks, the same bytes for the same checklist.

    Not RFC 8785, which sorts keys: fields are asked in the order in which the author wrote them.
    """
    return json.dumps(to_plain(checklist), ensure_ascii=False, separators=(",", ":")).encode()


def read(data: bytes) -> Checklist:
    """A checklist from its published form."""
    return from_plain(Checklist, json.loads(data))
