"""The command `sop`: parses, calls one action, shows what it answers, exits.

Exit codes: 0 fine, 1 findings in the content, 2 wrong usage, 3 refused or unavailable; what is our own fault shows its
traceback. A command's module is imported when the command is used, so `sop --help` costs what click costs. To add a
command, write its module and add a row to `COMMANDS`.
"""

import errno
import importlib
import io
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from sopbook.errors import SopbookError

FINDINGS = 1
REFUSED = 3
INTERRUPTED = 130

COMMANDS: Mapping[str, tuple[str, str]] = {
    "check": ("sopbook.cli.check:check", "Check all documents and say what is wrong, where, and what to do."),
    "build": ("sopbook.cli.build:build", "Build the handbook as a website."),
    "preview": ("sopbook.cli.build:preview", "Show the handbook in the browser and follow every change."),
    "run": ("sopbook.cli.run:run", "Run a procedure as a checklist that records what was done."),
    "todo": ("sopbook.cli.todo:todo_", "Show what you have to do in all open runs."),
    "decide": ("sopbook.cli.decide:decide", "Answer a decision, prove it, compare and exchange it."),
    "seal": ("sopbook.cli.seal:seal", "Seal all records: nothing in them can be changed unseen afterwards."),
    "verify": ("sopbook.cli.verify:verify", "Verify that the records are as they were written."),
    "records": ("sopbook.cli.records:records", "Take records out, bring them in, and look after them."),
}
"""Name -> where the command is, and its line in the help."""

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class TableGroup(click.Group):
    """Knows its commands by a table, name -> where the command is and its line in the help, and imports them late."""

    table: Mapping[str, tuple[str, str]] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """In the order of the table, which is the order of use."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command's module now."""
        if cmd_name not in self.table:
            return None
        module, attribute = self.table[cmd_name][0].split(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Names the nearest command where there is none of that name."""
        if args[0] not in self.table and not args[0].startswith("-"):
            from sopbook.source.nearest import nearest

            likely = nearest(args[0], self.table)
            ctx.fail(f"No such command {args[0]!r}." + (f" Did you mean `{likely}`?" if likely else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The help from the table, so that nothing is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in self.table.items()])


class LazyGroup(TableGroup):
    """The command itself: turns refusals into a sentence and an exit code."""

    table = COMMANDS

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Characters that the terminal cannot show are written as escapes; they are no reason to stop."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it wrote is out, or known not to be, before the exit code is decided."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except SopbookError as refusal:
            _complain(str(refusal))
            ctx.exit(REFUSED)
        except BrokenPipeError:  # whoever read our output has left, as `head` does
            _write_nowhere()
            ctx.exit(REFUSED)
        except (KeyboardInterrupt, click.Abort):
            _complain("Stopped.")
            ctx.exit(INTERRUPTED)
        except OSError as failure:
            if failure.errno not in FULL:
                raise
            _write_nowhere()
            _complain(f"The output could not be written: {failure.strerror}.")
            ctx.exit(REFUSED)


def _complain(words: str) -> None:
    """Say why not; what others wrote may be quoted in it, and must not move the terminal."""
    from sopbook.cli.screen import screen_here

    screen = screen_here()
    lines = (screen.visible(line) for line in screen.drawn(words).split("\n"))
    click.echo("sop: " + "\n".join(lines), err=True)


def _write_nowhere() -> None:
    """What is still buffered can no longer be written, and Python would complain about that when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="sopbook", prog_name="sop", message="%(prog)s %(version)s")
@click.option(
    "--root",
    envvar="SOP_ROOT",
    show_envvar=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder with handbook.yml; without it, the nearest one upwards from here.",
)
@click.pass_context
def main(ctx: click.Context, root: Path | None) -> None:
    """Procedures, guidelines, decisions and escalations: checked, read as a handbook, run as checklists."""
    ctx.obj = root
    if os.environ.get("NO_COLOR"):
        ctx.color = False
