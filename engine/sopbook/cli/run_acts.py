"""The commands of `sop run` that do one thing to a run; for scripts, and for people who know what they want."""

from pathlib import Path

import click

from sopbook.cli.acting import Acting, acting, because, parsed, setting
from sopbook.cli.session import session, telling_what_can_be_done, with_files_read
from sopbook.documents.ids import OptionId, StepId
from sopbook.runs import commands as cmd
from sopbook.runs.commands import Command
from sopbook.runs.rounds import typed_id

Pairs = tuple[str, ...]

RUN = click.argument("run_id", metavar="RUN")
STEP = click.argument("step", callback=lambda _ctx, _argument, text: typed_id(text))


def _give(ctx: click.Context, run_id: str, command: Command, how: Acting) -> None:
    """Give one command and say what came of it."""
    with session(ctx, how) as opened:
        found, actor = opened.find(run_id), opened.desk.actor
        with telling_what_can_be_done(opened, found.id):
            opened.say(opened.act(found.id, with_files_read(found, command, Path.cwd()), by=actor))


@click.command()
@RUN
@STEP
@setting
@acting
@click.pass_context
def do(ctx: click.Context, run_id: str, step: str, pairs: Pairs, acting: Acting) -> None:
    """Mark STEP of RUN as done, with the values of its fields."""
    _give(ctx, run_id, cmd.Complete(step=StepId(step), values=parsed(pairs)), acting)


@click.command()
@RUN
@STEP
@click.argument("verdict", type=click.Choice(["pass", "fail"]), required=False)
@setting
@because
@acting
@click.pass_context
def check(
    ctx: click.Context, run_id: str, step: str, verdict: str | None, pairs: Pairs, reason: str, acting: Acting
) -> None:
    """Judge the check STEP of RUN: pass or fail.

    A check that is judged by the values of its fields needs no verdict.
    """
    values, at = parsed(pairs), StepId(step)
    command: Command = cmd.Complete(step=at, values=values)
    if verdict == "pass":
        command = cmd.Pass(step=at, values=values)
    elif verdict == "fail":
        command = cmd.Fail(step=at, values=values, reason=reason)
    _give(ctx, run_id, command, acting)


@click.command()
@RUN
@STEP
@click.argument("option")
@setting
@acting
@click.pass_context
def choose(ctx: click.Context, run_id: str, step: str, option: str, pairs: Pairs, acting: Acting) -> None:
    """Take OPTION at the branch STEP of RUN."""
    command = cmd.Choose(step=StepId(step), option=OptionId(option), values=parsed(pairs))
    _give(ctx, run_id, command, acting)


@click.command()
@RUN
@STEP
@click.argument("word", metavar="yes|no", type=click.Choice(["yes", "no"]))
@because
@acting
@click.pass_context
def answer(ctx: click.Context, run_id: str, step: str, word: str, reason: str, acting: Acting) -> None:
    """Say whether STEP of RUN applies."""
    _give(ctx, run_id, cmd.Answer(step=StepId(step), yes=word == "yes", reason=reason), acting)


@click.command()
@RUN
@STEP
@setting
@acting
@click.pass_context
def approve(ctx: click.Context, run_id: str, step: str, pairs: Pairs, acting: Acting) -> None:
    """Sign the approval STEP of RUN."""
    _give(ctx, run_id, cmd.Approve(step=StepId(step), values=parsed(pairs)), acting)


@click.command()
@RUN
@STEP
@because
@acting
@click.pass_context
def reject(ctx: click.Context, run_id: str, step: str, reason: str, acting: Acting) -> None:
    """Refuse to sign the approval STEP of RUN, with a reason."""
    _give(ctx, run_id, cmd.Reject(step=StepId(step), reason=reason), acting)


@click.command()
@RUN
@STEP
@because
@click.option("--result", "pairs", multiple=True, metavar="NAME=VALUE", help="For a decision: an output.")
@click.option("--option", help="For a branch: the option to take instead.")
@acting
@click.pass_context
def override(
    ctx: click.Context, run_id: str, step: str, reason: str, pairs: Pairs, option: str | None, acting: Acting
) -> None:
    """Set aside what the engine said of STEP.

    Lets a failed check go, decides by hand where no rule answers, or takes another branch than the computed one.
    """
    taken = OptionId(option) if option else None
    command = cmd.Override(step=StepId(step), reason=reason, result=parsed(pairs), option=taken)
    _give(ctx, run_id, command, acting)


@click.command()
@RUN
@STEP
@acting
@click.pass_context
def heed(ctx: click.Context, run_id: str, step: str, acting: Acting) -> None:
    """Say that the danger of STEP has been read."""
    _give(ctx, run_id, cmd.Heed(step=StepId(step)), acting)


@click.command()
@RUN
@STEP
@because
@acting
@click.pass_context
def skip(ctx: click.Context, run_id: str, step: str, reason: str, acting: Acting) -> None:
    """Leave STEP of RUN undone, with a reason.

    An optional step needs none.
    """
    _give(ctx, run_id, cmd.Skip(step=StepId(step), reason=reason), acting)


@click.command(name="not-applicable")
@RUN
@STEP
@because
@acting
@click.pass_context
def not_applicable(ctx: click.Context, run_id: str, step: str, reason: str, acting: Acting) -> None:
    """Say that STEP does not fit this run, with a reason."""
    _give(ctx, run_id, cmd.MarkNotApplicable(step=StepId(step), reason=reason), acting)


@click.command()
@RUN
@STEP
@because
@click.option("--from-here-on", is_flag=True, help="Every later step as well.")
@acting
@click.pass_context
def reopen(ctx: click.Context, run_id: str, step: str, reason: str, from_here_on: bool, acting: Acting) -> None:
    """Open the closed STEP of RUN again, with a reason."""
    _give(ctx, run_id, cmd.Reopen(step=StepId(step), reason=reason, from_here_on=from_here_on), acting)


@click.command()
@RUN
@click.argument("text")
@click.option("--step", help="The step it is about.")
@acting
@click.pass_context
def note(ctx: click.Context, run_id: str, text: str, step: str | None, acting: Acting) -> None:
    """Write TEXT down, to RUN or to one of its steps."""
    _give(ctx, run_id, cmd.Note(text=text, step=StepId(step) if step else None), acting)


@click.command()
@RUN
@acting
@click.pass_context
def finish(ctx: click.Context, run_id: str, acting: Acting) -> None:
    """Confirm that everything RUN was to bring about is so."""
    _give(ctx, run_id, cmd.Finish(), acting)


@click.command()
@RUN
@because
@acting
@click.pass_context
def cancel(ctx: click.Context, run_id: str, reason: str, acting: Acting) -> None:
    """End RUN before it is done, with a reason."""
    _give(ctx, run_id, cmd.Cancel(reason=reason), acting)


ACTS = (do, check, choose, answer, approve, reject, override, heed, skip, not_applicable, reopen, note, finish, cancel)
"""In the order of the help."""
