"""The commands of `sop run` for steps that run, read, ask or wait, and for the rounds of loops."""

import click

from sopbook.cli.acting import because, parsed, setting
from sopbook.cli.giving import RUN, STEP, giving, giving_at
from sopbook.cli.quiz import ask_quiz, picked, quiz_of
from sopbook.cli.screen import screen_here
from sopbook.cli.session import Session
from sopbook.documents.ids import StepId
from sopbook.runs import commands as cmd
from sopbook.runs.commands import Command
from sopbook.runs.state import Run

Pairs = tuple[str, ...]


@click.command()
@RUN
@STEP
@setting
@giving
def read(step: StepId, pairs: Pairs) -> Command:
    """Say that what STEP names was read and understood.

    Of a document, the version that is in force now is recorded.
    """
    return cmd.Acknowledge(step=step, values=parsed(pairs))


@click.command()
@RUN
@STEP
@setting
@giving_at
def quiz(opened: Session, run: Run, step: StepId, pairs: Pairs) -> Command:
    """Answer the questions of the quiz STEP.

    A question is answered with --set QUESTION=OPTION, by the option's words or its number, several times where several
    are right. At a terminal, the questions that were not answered so are asked.
    """
    given, asked = parsed(pairs), quiz_of(run, step)
    fields = run.plan.leaf(step).fields if asked else {}
    values = {name: raw for name, raw in given.items() if name in fields}
    answers = picked(asked, {name: raw for name, raw in given.items() if name not in fields}) if asked else {}
    if asked and opened.talks:
        answers = ask_quiz(asked, screen_here(), answers)
    return cmd.AnswerQuiz(step=step, answers=answers, values=values)


@click.command(name="end-wait")
@RUN
@STEP
@because
@giving
def end_wait(step: StepId, reason: str) -> Command:
    """End the wait STEP before its time, with a reason."""
    return cmd.EndWait(step=step, reason=reason)


@click.command(name="start-child")
@RUN
@STEP
@setting
@giving
def start_child(step: StepId, pairs: Pairs) -> Command:
    """Start the procedure that STEP runs.

    What STEP does not give of its inputs is given with --set.
    """
    return cmd.StartChild(step=step, inputs=parsed(pairs))


@click.command()
@RUN
@STEP
@because
@giving
def detach(step: StepId, reason: str) -> Command:
    """Let the run that STEP started go its own way.

    STEP is then left with the reason.
    """
    return cmd.Detach(step=step, reason=reason)


@click.command(name="add-item")
@RUN
@STEP
@click.argument("item")
@giving
def add_item(step: StepId, item: str) -> Command:
    """Add a round for ITEM to the loop STEP."""
    return cmd.AddItem(step=step, item=item)


@click.command(name="end-loop")
@RUN
@STEP
@giving
def end_loop(step: StepId) -> Command:
    """Say that no more items come for the loop STEP."""
    return cmd.EndLoop(step=step)


VERBS = (read, quiz, end_wait, start_child, detach, add_item, end_loop)
"""In the order of the help."""
