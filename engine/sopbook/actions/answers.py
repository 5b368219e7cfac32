"""Playing a whole run from a file of answers: what a person would say, in order."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sopbook.documents.fields import Field, FieldType
from sopbook.documents.ids import OptionId, StepId
from sopbook.documents.schemas import Schemas
from sopbook.errors import SopbookError
from sopbook.runs import commands as cmd
from sopbook.runs.commands import Command
from sopbook.runs.values import FileRef, Raw
from sopbook.source.diagnostic import Diagnostic, error
from sopbook.source.yaml_reader import Reading, read

SCHEMA = "answers.schema.json"
Refer = Callable[[str], FileRef]


class BadAnswers(SopbookError):
    """The file of answers cannot be played; the problems say where and why."""

    def __init__(self, problems: tuple[Diagnostic, ...], lines: tuple[str, ...]) -> None:
        super().__init__(f"The answers cannot be played. {problems[0].sentence}")
        self.problems, self.lines = problems, lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act: the command, and who gives it where that is said."""

    command: Command
    by: str | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A whole run, in order; empty texts where the file leaves it open."""

    procedure: str = ""
    by: str | None = None
    start: cmd.Start
    acts: tuple[Act, ...] = field(default=())


def read_answers(data: bytes, file: str, schemas: Schemas) -> Answers:
    """The answers in a file, or `BadAnswers`."""
    reading = read(data, file)
    problems = reading.problems
    if isinstance(reading.value, dict):
        problems += tuple(schemas.problems_with(SCHEMA, reading.value, reading.marks))
        problems += tuple(_verb_problems(reading)) if not problems else ()
    if problems or not isinstance(reading.value, dict):
        raise BadAnswers(tuple(sorted(problems, key=lambda one: one.order)), reading.lines)
    return _answers(reading, reading.value)


def _verb_problems(reading: Reading) -> Iterator[Diagnostic]:
    assert isinstance(reading.value, dict)
    for index, act in enumerate(reading.value["acts"]):
        verbs = [key for key in act if key in COMMANDS]
        if len(verbs) != 1:
            at = reading.marks.value(("acts", index))
            has = " and ".join(f"`{verb}`" for verb in verbs) or "none"
            hint = f"write one of {', '.join(COMMANDS)}"
            yield error("SOP107", f"an act has exactly one verb, and this has {has}", at=at, hint=hint)


def _answers(reading: Reading, value: Mapping[str, Any]) -> Answers:
    start = cmd.Start(inputs=value.get("inputs", {}), needs_confirmed=value.get("needs") == "confirmed")
    acts = tuple(
        Act(command=_command(act), by=act.get("as"), line=reading.marks.value(("acts", index)).line)
        for index, act in enumerate(value["acts"])
    )
    return Answers(procedure=value.get("procedure", ""), by=value.get("as"), start=start, acts=acts)


def _command(act: Mapping[str, Any]) -> Command:
    verb = next(key for key in act if key in COMMANDS)
    return COMMANDS[verb](act[verb], act)


def _set(act: Mapping[str, Any]) -> Mapping[str, Raw]:
    values: Mapping[str, Raw] = act.get("set", {})
    return values


def _why(act: Mapping[str, Any]) -> str:
    return str(act.get("reason", ""))


COMMANDS: Mapping[str, Callable[[Any, Mapping[str, Any]], Command]] = {
    "do": lambda step, act: cmd.Complete(step=StepId(step), values=_set(act)),
    "pass": lambda step, act: cmd.Pass(step=StepId(step), values=_set(act)),
    "fail": lambda step, act: cmd.Fail(step=StepId(step), reason=_why(act), values=_set(act)),
    "answer": lambda step, act: cmd.Answer(step=StepId(step), yes=act.get("applies", True), reason=_why(act)),
    "choose": lambda step, act: cmd.Choose(step=StepId(step), option=OptionId(act.get("option", "")), values=_set(act)),
    "approve": lambda step, act: cmd.Approve(step=StepId(step), values=_set(act)),
    "reject": lambda step, act: cmd.Reject(step=StepId(step), reason=_why(act)),
    "override": lambda step, act: cmd.Override(
        step=StepId(step), reason=_why(act), result=act.get("result", {}), option=act.get("option")
    ),
    "heed": lambda step, _act: cmd.Heed(step=StepId(step)),
    "skip": lambda step, act: cmd.Skip(step=StepId(step), reason=_why(act)),
    "not_applicable": lambda step, act: cmd.MarkNotApplicable(step=StepId(step), reason=_why(act)),
    "reopen": lambda step, act: cmd.Reopen(
        step=StepId(step), reason=_why(act), from_here_on=act.get("from_here_on", False)
    ),
    "note": lambda text, act: cmd.Note(text=text, step=act.get("step")),
    "finish": lambda _true, _act: cmd.Finish(),
    "cancel": lambda reason, _act: cmd.Cancel(reason=reason),
}
"""The verbs of an act, which are also the words of `sop run`."""


def with_files(fields: Mapping[str, Field], values: Mapping[str, Raw], refer: Refer) -> dict[str, Raw]:
    """The values with each file named by its path turned into what is recorded of it."""
    return {
        name: refer(value)
        if isinstance(value, str) and name in fields and fields[name].type is FieldType.FILE
        else value
        for name, value in values.items()
    }
