"""`sop decide`: what is done with decisions. `sop decide ID` is short for `sop decide answer ID`."""

from collections.abc import Mapping

import click

from sopbook.cli import TableGroup

ANSWER = "answer"

SUBCOMMANDS: Mapping[str, tuple[str, str]] = {
    ANSWER: ("sopbook.cli.decide_answer:answer", "Answer a decision, and say by which rule and why."),
    "prove": ("sopbook.cli.decide_prove:prove", "Prove that the rules of a decision leave no gap and no conflict."),
    "compare": ("sopbook.cli.decide_compare:compare", "Say for which inputs another version answers otherwise."),
    "export": ("sopbook.cli.decide_exchange:export", "Write a decision for another program."),
    "import": ("sopbook.cli.decide_exchange:import_", "Make a document of a decision from another program."),
}
"""Name -> where the command is, and its line in the help."""


class DecideGroup(TableGroup):
    """Takes what is none of its commands for the id of a decision to answer."""

    table = SUBCOMMANDS

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts `answer` in front where it was left out."""
        bare = bool(args) and args[0] not in (*self.table, *ctx.help_option_names)
        return super().parse_args(ctx, [ANSWER, *args] if bare else args)


@click.group(cls=DecideGroup, subcommand_metavar="[COMMAND] ID [ARGS]...")
def decide() -> None:
    """Answer a decision, prove it, compare and exchange it.

    `sop decide ID` is short for `sop decide answer ID`.
    """
