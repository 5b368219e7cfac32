"""Annotations as the runner reads them back."""

import re

import pytest

from reports import a_problem, checked
from sopbook.cli.formats.github import written
from sopbook.cli.screen import Screen
from sopbook.source.diagnostic import Diagnostic, Severity

COMMAND = re.compile(r"::(?P<level>\w+) (?P<pairs>[^:]*)::(?P<message>.*)")


def annotation(problem: Diagnostic, prefix: str = "") -> tuple[str, dict[str, str], str]:
    """The level, the properties and the message, unescaped as the runner does it."""
    command, _summary = written(checked(problem, prefix=prefix), Screen()).split("\n")
    found = COMMAND.fullmatch(command)
    assert found is not None
    pairs = dict(pair.split("=", 1) for pair in found["pairs"].split(","))
    return found["level"], {key: unescaped(value) for key, value in pairs.items()}, unescaped(found["message"])


def unescaped(text: str) -> str:
    for escape, meant in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, meant)
    return text


def test_a_problem_is_one_command_and_the_summary_is_last() -> None:
    problem = a_problem(4, 8, "there is no role `onwer`", "did you mean `owner`?")
    assert written(checked(problem), Screen()) == (
        "::error file=sops/a.yml,line=4,col=8,title=SOP204::there is no role `onwer`%0Adid you mean `owner`?\n"
        "1 document, 1 error"
    )


@pytest.mark.parametrize(
    ("severity", "level"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.HINT, "notice")]
)
def test_severities_are_levels_that_the_runner_knows(severity: Severity, level: str) -> None:
    assert annotation(a_problem(severity=severity))[0] == level


def test_files_are_named_from_the_root_of_the_repository() -> None:
    assert annotation(a_problem(), prefix="docs/book/")[1]["file"] == "docs/book/sops/a.yml"


@pytest.mark.parametrize("text", ["100% of `a: b`, or %0A", "::error::no", "%", "%25", "a,line=9::x", "%%3A"])
def test_what_means_something_to_the_runner_comes_back_as_it_was(text: str) -> None:
    level, properties, message = annotation(a_problem(2, 3, text, file=f"sops/{text}.yml"))
    assert (level, message) == ("error", text)
    assert properties == {"file": f"sops/{text}.yml", "line": "2", "col": "3", "title": "SOP204"}


def test_nothing_can_begin_a_line_of_its_own_or_move_the_terminal() -> None:
    problem = a_problem(message="a\n::warning::b\r\x1b[2J\u202e", hint="c\n::d", file="x\n::error::\x1b.yml")
    lines = written(checked(problem), Screen()).split("\n")
    assert len(lines) == 2
    assert all(one.isprintable() for one in lines)
    assert annotation(problem)[2] == "a<U+000A>::warning::b<U+000D><U+001B>[2J<U+202E>\nc<U+000A>::d"


def test_without_problems_there_is_only_the_summary() -> None:
    assert written(checked(documents=3), Screen()) == "3 documents are fine"
