"""The parts of a procedure: steps, each with one verb, and the groups and options that hold them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from sopbook.documents.fields import Field, Scalar
from sopbook.documents.ids import DocumentId, OptionId, RoleId, StepId
from sopbook.documents.rule import Rule
from sopbook.source.position import Pointer

CALLOUTS = ("note", "caution", "warning", "danger")
"""The words of warning a part may carry, mildest first; a danger must be heeded before the step is acted on."""


class Order(Enum):
    """Whether the direct parts of something follow each other or may be done in any order, or at the same time."""

    FIXED = "fixed"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A command or text to copy; nothing runs it."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoBack:
    """Rework: the steps from `go_back_to` on are done again, at most so often, and then an escalation is opened."""

    go_back_to: StepId
    at_most: int = 3
    escalate: DocumentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What steps and groups share; on a group it holds for the whole group and is asked once."""

    id: StepId
    how: str = ""
    by: tuple[str, ...] = ()
    when: str = ""
    only_if: str = ""
    optional: bool = False
    note: tuple[str, ...] = ()
    caution: tuple[str, ...] = ()
    warning: tuple[str, ...] = ()
    danger: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    for_each: str = ""
    every: str = ""
    due: str = ""
    if_late: DocumentId | None = None
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Part):
    """Steps under a title; a section is an outermost group. It is never ticked itself."""

    title: str
    steps: tuple["AnyPart", ...]
    order: Order = Order.FIXED

    @property
    def heading(self) -> str:
        """What the group is called."""
        return self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Part):
    """What all verbs share."""

    title: str = ""
    fields: Mapping[str, Field] = field(default_factory=dict)
    expect: str = ""
    effort: str = ""
    stop: bool = False
    undo: tuple["AnyPart", ...] = ()
    meets: tuple[str, ...] = ()
    message: str = ""
    code: Code | None = None
    expires: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Do(Step):
    """Something to do."""

    do: str

    @property
    def heading(self) -> str:
        """The title."""
        return self.title or self.do


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Step):
    """Something to judge: pass or fail."""

    check: str
    if_failed: str | GoBack = "stop"

    @property
    def heading(self) -> str:
        """The title."""
        return self.title or self.check


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to go on from a choice; with `end` the procedure ends after the option's own steps."""

    id: OptionId
    label: str
    when: str = ""
    steps: tuple["AnyPart", ...] = ()
    end: bool = False
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Step):
    """A branch: one option is taken, the steps of the others become not applicable."""

    choose: str
    options: tuple[Option, ...]

    @property
    def heading(self) -> str:
        """The question."""
        return self.title or self.choose


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Step):
    """A decision document answered from values of the run; `given` names the value of each of its inputs."""

    decide: DocumentId
    given: Mapping[str, Scalar] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """The title, if it has one of its own; else it is titled by the decision's question."""
        return self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(Step):
    """A signature with a meaning, by somebody who performed none of the steps in `not_by`."""

    approve: str
    not_by: tuple[StepId, ...] = ()
    if_rejected: GoBack | None = None

    @property
    def heading(self) -> str:
        """What the signature says."""
        return self.title or self.approve


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Step):
    """A sub-procedure with a run of its own, or an escalation that is opened."""

    run: DocumentId
    given: Mapping[str, Scalar] = field(default_factory=dict)
    practice: bool = False
    approve_by: RoleId | None = None

    @property
    def heading(self) -> str:
        """The title, if it has one of its own; else it is titled by what it runs."""
        return self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Step):
    """A document to read and acknowledge at its version, or a web address."""

    read: str

    @property
    def is_address(self) -> bool:
        """Whether it leads out of the handbook."""
        return "://" in self.read

    @property
    def heading(self) -> str:
        """The title, if it has one of its own; else it is titled by the document."""
        return self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a quiz; `answer` are the options that are right."""

    id: str
    ask: str
    options: tuple[str, ...]
    answer: tuple[str, ...]
    why: str = ""
    path: Pointer = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz(Step):
    """Questions that are scored; `pass_` is the share of right answers that is enough, such as `80 %`."""

    quiz: str
    pass_: str
    questions: tuple[Question, ...]

    @property
    def heading(self) -> str:
        """The title."""
        return self.title or self.quiz


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify(Step):
    """A message that is sent to the holders of roles when the step is reached."""

    notify: tuple[RoleId, ...]

    @property
    def heading(self) -> str:
        """The title, if it has one of its own; else it is titled by whom it tells."""
        return self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(Step):
    """Nothing happens for a time, until a time, or until a person confirms that something has happened."""

    wait: str

    @property
    def heading(self) -> str:
        """The title, if it has one of its own; else it is titled by what is waited for."""
        return self.title


AnyStep = Do | Check | Choose | Decide | Approve | Run | Read | Quiz | Notify | Wait
AnyPart = Do | Check | Choose | Decide | Approve | Run | Read | Quiz | Notify | Wait | Group

VERBS: Mapping[type[Step], str] = {
    Do: "do",
    Check: "check",
    Choose: "choose",
    Decide: "decide",
    Approve: "approve",
    Run: "run",
    Read: "read",
    Quiz: "quiz",
    Notify: "notify",
    Wait: "wait",
}
"""The verb of each class of step, which is also the key it stands under in YAML."""


def verb_of(step: AnyStep) -> str:
    """The word that says what kind of step it is."""
    return VERBS[type(step)]


def walk(parts: tuple[AnyPart, ...]) -> Iterator[AnyPart]:
    """All parts in document order, groups before what they hold and a choice before its options' steps."""
    for part in parts:
        yield part
        match part:
            case Group():
                yield from walk(part.steps)
            case Choose():
                for option in part.options:
                    yield from walk(option.steps)
            case _:
                pass
