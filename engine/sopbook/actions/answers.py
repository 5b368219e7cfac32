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
from sopbook.runs.rounds import typed_id
from sopbook.runs.rules import NAMES
from sopbook.runs.values import FileRef, Raw
from sopbook.source.diagnostic import Diagnostic, error
from sopbook.source.yaml_reader import Reading, read

SCHEMA = "answers.schema.json"
Refer = Callable[[str], FileRef]
Said = Mapping[str, Any]
"""An act as it is written."""


class BadAnswers(SopbookError):
    """The file of answers cannot be played; the problems say where and why."""

    def __init__(self, problems: tuple[Diagnostic, ...], lines: tuple[str, ...]) -> None:
        super().__init__(f"The answers cannot be played. {problems[0].sentence}")
        self.problems, self.lines = problems, lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act: the command, who gives it and when it happened where that is said, and why it is entered so late."""

    command: Command
    by: str | None
    line: int
    at: str | None = None
    late: str = ""


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
    confirmed, practice = value.get("needs") == "confirmed", value.get("practice", False)
    start = cmd.Start(inputs=value.get("inputs", {}), needs_confirmed=confirmed, practice=practice)
    acts = tuple(_act(act, reading.marks.value(("acts", index)).line) for index, act in enumerate(value["acts"]))
    return Answers(procedure=value.get("procedure", ""), by=value.get("as"), start=start, acts=acts)


def _act(act: Said, line: int) -> Act:
    return Act(command=_command(act), by=act.get("as"), line=line, at=act.get("at"), late=act.get("late", ""))


def _command(act: Said) -> Command:
    word = next(key for key in act if key in COMMANDS)
    command = COMMANDS[word]
    return ON_STEP[command](typed_id(act[word]), act) if command in ON_STEP else ON_RUN[command](act[word], act)


def _set(act: Said) -> Mapping[str, Raw]:
    values: Mapping[str, Raw] = act.get("set", {})
    return values


def _why(act: Said) -> str:
    return str(act.get("reason", ""))


def _step(act: Said) -> StepId | None:
    return typed_id(act["step"]) if "step" in act else None


ON_STEP: Mapping[type, Callable[[StepId, Said], Command]] = {
    cmd.Complete: lambda step, act: cmd.Complete(step=step, values=_set(act)),
    cmd.Pass: lambda step, act: cmd.Pass(step=step, values=_set(act)),
    cmd.Fail: lambda step, act: cmd.Fail(step=step, reason=_why(act), values=_set(act)),
    cmd.Answer: lambda step, act: cmd.Answer(step=step, yes=act.get("applies", True), reason=_why(act)),
    cmd.Choose: lambda step, act: cmd.Choose(step=step, option=OptionId(act.get("option", "")), values=_set(act)),
    cmd.Approve: lambda step, act: cmd.Approve(step=step, values=_set(act)),
    cmd.Reject: lambda step, act: cmd.Reject(step=step, reason=_why(act)),
    cmd.Override: lambda step, act: cmd.Override(
        step=step, reason=_why(act), result=act.get("result", {}), option=act.get("option")
    ),
    cmd.Heed: lambda step, _act: cmd.Heed(step=step),
    cmd.Skip: lambda step, act: cmd.Skip(step=step, reason=_why(act)),
    cmd.MarkNotApplicable: lambda step, act: cmd.MarkNotApplicable(step=step, reason=_why(act)),
    cmd.Reopen: lambda step, act: cmd.Reopen(step=step, reason=_why(act), from_here_on=act.get("from_here_on", False)),
    cmd.Confirm: lambda step, act: cmd.Confirm(step=step, reason=_why(act)),
    cmd.Acknowledge: lambda step, act: cmd.Acknowledge(step=step, values=_set(act)),
    cmd.AnswerQuiz: lambda step, act: cmd.AnswerQuiz(step=step, answers=_several(act), values=_set(act)),
    cmd.EndWait: lambda step, act: cmd.EndWait(step=step, reason=_why(act)),
    cmd.StartChild: lambda step, act: cmd.StartChild(step=step, inputs=_set(act)),
    cmd.Detach: lambda step, act: cmd.Detach(step=step, reason=_why(act)),
    cmd.AddItem: lambda step, act: cmd.AddItem(step=step, item=act.get("item", "")),
    cmd.EndLoop: lambda step, _act: cmd.EndLoop(step=step),
    cmd.Assign: lambda step, act: cmd.Assign(step=step, to=act.get("to", "")),
}
"""What is said with a step."""

ON_RUN: Mapping[type, Callable[[Any, Said], Command]] = {
    cmd.HandOver: lambda person, act: cmd.HandOver(to=person, note=act.get("text", "")),
    cmd.Replace: lambda person, act: cmd.Replace(leaving=person, to=act.get("to", ""), note=act.get("text", "")),
    cmd.Note: lambda text, act: cmd.Note(text=text, step=_step(act)),
    cmd.Amend: lambda name, act: cmd.Amend(name=name, value=act.get("value"), reason=_why(act), step=_step(act)),
    cmd.Hold: lambda reason, _act: cmd.Hold(reason=reason),
    cmd.Resume: lambda _true, _act: cmd.Resume(),
    cmd.Finish: lambda _true, _act: cmd.Finish(),
    cmd.Cancel: lambda reason, act: cmd.Cancel(reason=reason, detached=tuple(map(typed_id, act.get("detached", ())))),
}
"""What is said with a person, a name, a text or nothing."""

COMMANDS: Mapping[str, type] = {NAMES[one]: one for one in (*ON_STEP, *ON_RUN)}
"""The words of an act, which are those of `sop run`."""


def _several(act: Said) -> Mapping[str, tuple[str, ...]]:
    """The options of each question: one alone is a list of one."""
    given = act.get("answers", {})
    return {name: tuple(map(str, one if isinstance(one, list) else (one,))) for name, one in given.items()}


def with_files(fields: Mapping[str, Field], values: Mapping[str, Raw], refer: Refer) -> dict[str, Raw]:
    """The values with each file named by its path turned into what is recorded of it."""
    return {
        name: refer(value)
        if isinstance(value, str) and name in fields and fields[name].type is FieldType.FILE
        else value
        for name, value in values.items()
    }
