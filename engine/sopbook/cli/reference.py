"""The manual's reference pages, from the code they describe: all commands, and all checks.

`python -m sopbook.cli.reference FOLDER` writes them; a test fails when what is written there is not what this says.
"""

import importlib
import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click

from sopbook.cli import COMMANDS, main
from sopbook.cli.explaining import blocks, is_switched_off
from sopbook.cli.formats.table import FORMATS
from sopbook.handbook.catalogue import catalogue
from sopbook.workspace.codes import ENTRIES


def pages() -> dict[str, str]:
    """File name -> Markdown."""
    return {"commands.md": commands_page(), "checks.md": checks_page()}


def commands_page() -> str:
    """Every command with its options, in the order of `sop --help`."""
    parts = [
        "# Commands\n",
        "Exit codes: 0 fine, 1 findings in the content, 2 wrong usage, 3 refused or unavailable. Data goes to standard "
        "output, progress to standard error. `NO_COLOR` is respected.\n",
    ]
    context = click.Context(main, info_name="sop")
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        parts += _command(command, context, name)
    return "\n".join(parts)


def _command(command: click.Command, parent: click.Context, name: str) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=parent)
    yield f"## {context.command_path}\n"
    yield f"{_paragraphs(command.help or '')}\n"
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            child = command.get_command(context, each)
            assert child is not None
            yield from _command(child, context, each)
        return
    yield f"```\n{context.command_path} {' '.join(command.collect_usage_pieces(context))}\n```\n"
    options = [one.get_help_record(context) for one in command.params if isinstance(one, click.Option)]
    rows = [record for record in options if record is not None]
    if rows:
        yield "| option | meaning |\n|---|---|"
        yield from (f"| <code>{flags.replace('|', '&#124;')}</code> | {words} |" for flags, words in rows)
        yield ""
    if context.command_path == "sop check":
        yield from _formats()


def _formats() -> Iterator[str]:
    """How the formats of problems are meant, in the words of their modules."""
    for name, module in FORMATS.items():
        yield f"### --format {name}\n"
        yield f"{_paragraphs(importlib.import_module(module).__doc__ or '')}\n"


def _paragraphs(text: str) -> str:
    return "\n\n".join(blocks(cleandoc(text)))


def checks_page() -> str:
    """Every problem that `sop check` can tell, with its manual text."""
    parts = [
        "# Checks\n",
        "What `sop check` can say. An *error* fails the check; a *warning* does not. From SOP200 on, `severities` in "
        "`handbook.yml` sets another severity, or `off`; those *off by default* run once they are given one.\n",
        "A comment suppresses one finding of a check, from SOP200 on, and says why. It stands behind the value, or on "
        "a line of its own above it; for a text of several lines, where the text begins or ends:\n",
        "```yaml\nowner: account-lead   # sop: ignore SOP202 because the role is filled in May\n```\n",
        "A comment without a reason, and one that suppresses nothing, are findings themselves. What stops a file from "
        "being read (SOP0.. and SOP1..) cannot be suppressed.\n",
    ]
    for entry in catalogue(ENTRIES):
        parts.append(f"## {entry.code}: {entry.title} {{ #{entry.code.lower()} }}\n")
        off = ", off by default" if is_switched_off(entry) else ""
        parts.append(f"*{entry.severity.value.capitalize()}{off}.* {_paragraphs(entry.text)}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    for file, text in pages().items():
        (Path(sys.argv[1]) / file).write_text(text, encoding="utf-8")
