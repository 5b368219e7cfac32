"""What was typed, completed: files read and digested, options of a quiz put for their numbers."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sopbook.actions.answers import with_files
from sopbook.cli.quiz import picked, quiz_of
from sopbook.documents.fields import Field
from sopbook.documents.ids import StepId
from sopbook.documents.procedure import Procedure
from sopbook.runs.checklist import Leaf
from sopbook.runs.commands import (
    Acknowledge,
    Amend,
    AnswerQuiz,
    Approve,
    Choose,
    Command,
    Complete,
    Fail,
    Pass,
    StartChild,
)
from sopbook.runs.state import Run
from sopbook.runs.values import Raw
from sopbook.wiring import Desk


def referring(desk: Desk, fields: Mapping[str, Field], values: Mapping[str, Raw], base: Path) -> dict[str, Raw]:
    """The values with files, named by their paths from `base`, read and digested."""
    return with_files(fields, values, lambda path: desk.files.refer(base / path))


def completed(desk: Desk, run: Run, command: Command, base: Path) -> Command:
    """The command with files, named from `base`, read and digested, and options of a quiz that were given by number."""
    match command:
        case AnswerQuiz():
            quiz = quiz_of(run, command.step)
            values = referring(desk, _fields(run, command.step), command.values, base)
            return replace(command, answers=picked(quiz, command.answers) if quiz else {}, values=values)
        case Complete() | Pass() | Fail() | Choose() | Approve() | Acknowledge():
            return replace(command, values=referring(desk, _fields(run, command.step), command.values, base))
        case StartChild():
            wanted = child_inputs(desk, run, command.step)
            return replace(command, inputs=referring(desk, wanted, command.inputs, base))
        case Amend():
            fields = _fields(run, command.step) if command.step else run.plan.checklist.inputs
            return replace(command, value=referring(desk, fields, {command.name: command.value}, base)[command.name])
        case _:
            return command


def _fields(run: Run, step: StepId) -> Mapping[str, Field]:
    part = run.plan.parts.get(step)
    return part.fields if isinstance(part, Leaf) else {}


def child_inputs(desk: Desk, run: Run, step: StepId) -> Mapping[str, Field]:
    """What the procedure that a step runs asks for; nothing when it is not there."""
    part = run.plan.parts.get(step)
    child = part.child if isinstance(part, Leaf) else None
    document = desk.loaded.handbook.get(child.document) if child else None
    return document.inputs if isinstance(document, Procedure) else {}
