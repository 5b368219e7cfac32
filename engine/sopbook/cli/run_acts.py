"""The commands of `sop run` by which a step is done, judged, signed or left; for scripts, and for people in a hurry."""

import click

from sopbook.cli.acting import because, parsed, setting
from sopbook.cli.giving import RUN, STEP, giving
from sopbook.documents.ids import OptionId, StepId
from sopbook.runs import commands as cmd
from sopbook.runs.commands import Command

Pairs = tuple[str, ...]


@click.command()
@RUN
@STEP
@setting
@giving
def do(step: StepId, pairs: Pairs) -> Command:
    """Mark STEP of RUN as done, with the values of its fields.

    Of a check that is judged by the values of its fields, they are the verdict.
    """
    return cmd.Complete(step=step, values=parsed(pairs))


@click.command(name="pass")
@RUN
@STEP
@setting
@giving
def pass_(step: StepId, pairs: Pairs) -> Command:
    """Say that the check STEP of RUN holds."""
    return cmd.Pass(step=step, values=parsed(pairs))


@click.command()
@RUN
@STEP
@because
@setting
@giving
def fail(step: StepId, reason: str, pairs: Pairs) -> Command:
    """Say that the check STEP of RUN does not hold.

    That needs a reason.
    """
    return cmd.Fail(step=step, reason=reason, values=parsed(pairs))


@click.command()
@RUN
@STEP
@click.argument("option")
@setting
@giving
def choose(step: StepId, option: str, pairs: Pairs) -> Command:
    """Take OPTION at the branch STEP of RUN."""
    return cmd.Choose(step=step, option=OptionId(option), values=parsed(pairs))


@click.command()
@RUN
@STEP
@click.argument("word", metavar="yes|no", type=click.Choice(["yes", "no"]))
@because
@giving
def answer(step: StepId, word: str, reason: str) -> Command:
    """Say whether STEP of RUN applies."""
    return cmd.Answer(step=step, yes=word == "yes", reason=reason)


@click.command()
@RUN
@STEP
@setting
@giving
def approve(step: StepId, pairs: Pairs) -> Command:
    """Sign the approval STEP of RUN."""
    return cmd.Approve(step=step, values=parsed(pairs))


@click.command()
@RUN
@STEP
@because
@giving
def reject(step: StepId, reason: str) -> Command:
    """Refuse to sign the approval STEP of RUN, with a reason."""
    return cmd.Reject(step=step, reason=reason)


@click.command()
@RUN
@STEP
@because
@click.option("--result", "pairs", multiple=True, metavar="NAME=VALUE", help="For a decision: an output.")
@click.option("--option", help="For a branch: the option to take instead.")
@giving
def override(step: StepId, reason: str, pairs: Pairs, option: str | None) -> Command:
    """Set aside what the engine said of STEP.

    Lets a failed check go, decides by hand where no rule answers, or takes another branch than the computed one.
    """
    return cmd.Override(step=step, reason=reason, result=parsed(pairs), option=OptionId(option) if option else None)


@click.command()
@RUN
@STEP
@giving
def heed(step: StepId) -> Command:
    """Say that the danger of STEP has been read."""
    return cmd.Heed(step=step)


@click.command()
@RUN
@STEP
@because
@giving
def skip(step: StepId, reason: str) -> Command:
    """Leave STEP of RUN undone, with a reason.

    An optional step needs none.
    """
    return cmd.Skip(step=step, reason=reason)


@click.command(name="not-applicable")
@RUN
@STEP
@because
@giving
def not_applicable(step: StepId, reason: str) -> Command:
    """Say that STEP does not fit this run, with a reason."""
    return cmd.MarkNotApplicable(step=step, reason=reason)


@click.command()
@RUN
@STEP
@because
@click.option("--from-here-on", is_flag=True, help="Every later step as well.")
@giving
def reopen(step: StepId, reason: str, from_here_on: bool) -> Command:
    """Open the closed STEP of RUN again, with a reason."""
    return cmd.Reopen(step=step, reason=reason, from_here_on=from_here_on)


@click.command()
@RUN
@STEP
@because
@giving
def confirm(step: StepId, reason: str) -> Command:
    """Say that STEP may stay as it is.

    For a step that was done on grounds that changed after it.
    """
    return cmd.Confirm(step=step, reason=reason)


ACTS = (do, pass_, fail, choose, answer, approve, reject, override, heed, skip, not_applicable, reopen, confirm)
"""In the order of the help."""
