"""The manual's reference pages say what the code says; `pytest --update-golden` writes them anew."""

from pathlib import Path

import pytest
from click import Group

from sopbook.cli import COMMANDS, main
from sopbook.cli.reference import pages

MANUAL = Path(__file__).resolve().parents[2] / "site/pages/manual"


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_reference_is_what_the_code_says(name: str, request: pytest.FixtureRequest) -> None:
    made = pages()[name]
    if request.config.getoption("--update-golden"):
        (MANUAL / name).write_text(made, encoding="utf-8")
    assert (MANUAL / name).read_text(encoding="utf-8") == made, "run this test with --update-golden and read the diff"


def test_every_command_and_every_option_says_what_it_is_for() -> None:
    silent = [path for path, words in _helps(main, "sop") if not words.strip()]
    assert silent == []


def _helps(command: object, path: str):
    yield path, command.help or ""
    for option in command.params:
        if option.param_type_name == "option":
            yield f"{path} {option.opts[0]}", option.help or ""
    if isinstance(command, Group):
        context = command.make_context(path, [], resilient_parsing=True)
        for name in command.list_commands(context):
            yield from _helps(command.get_command(context, name), f"{path} {name}")


def test_the_table_of_commands_names_each_command_as_it_is_called() -> None:
    context = main.make_context("sop", [], resilient_parsing=True)
    assert [main.get_command(context, name).name for name in COMMANDS] == list(COMMANDS)
