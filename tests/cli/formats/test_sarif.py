"""The log against the part of the standard's schema that it uses, and against what the schema cannot say."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reports import a_problem, checked
from sopbook.actions.handbook import Checked
from sopbook.cli.formats.sarif import written
from sopbook.cli.screen import Screen
from sopbook.handbook.catalogue import catalogue
from sopbook.source.diagnostic import Severity
from sopbook.workspace.codes import ENTRIES

SUBSET = json.loads((Path(__file__).parent / "sarif-subset.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SUBSET)


def run_of(found: Checked) -> dict[str, Any]:
    """The only run of the log, which is valid and refers to its own rules."""
    text = written(found, Screen())
    assert text.isascii()
    log = json.loads(text)
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [one["ruleId"] for one in run["results"]]
    assert len(set(rules)) == len(rules)
    return dict(run)


def test_the_schema_is_a_schema_and_refuses_something() -> None:
    Draft202012Validator.check_schema(SUBSET)
    assert not VALIDATOR.is_valid({"version": "2.1.0", "runs": [{"tool": {}, "results": []}]})


def test_a_problem_is_a_result_at_its_place_with_its_rule() -> None:
    problem = a_problem(4, 8, "there is no role `x`", "did you mean `y`?", severity=Severity.WARNING)
    run = run_of(checked(problem, prefix="book/"))
    (result,) = run["results"]
    assert result["level"] == "warning"
    assert result["message"]["text"] == "there is no role `x` (did you mean `y`?)"
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "book/sops/a.yml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 4, "startColumn": 8},
            }
        }
    ]
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert len(rule["help"]["text"]) > 40


def test_columns_are_said_to_be_characters() -> None:
    assert run_of(checked())["columnKind"] == "unicodeCodePoints"


def test_without_problems_there_are_no_results_and_no_rules() -> None:
    run = run_of(checked())
    assert run["results"] == []
    assert run["tool"]["driver"] == {"name": "sopbook", "rules": []}


def test_every_code_has_a_rule() -> None:
    codes = [entry.code for entry in catalogue(ENTRIES)]
    run = run_of(checked(*(a_problem(code=code) for code in reversed(codes))))
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == codes


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a b.yml", "a%20b.yml"),
        ("a:b.yml", "a%3Ab.yml"),
        ("a/ü#?%.yml", "a/%C3%BC%23%3F%25.yml"),
        ("\x1b\n.yml", "%1B%0A.yml"),
    ],
)
def test_a_file_name_is_a_relative_address(file: str, uri: str) -> None:
    (result,) = run_of(checked(a_problem(file=file)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_what_is_not_seen_is_written_out() -> None:
    (result,) = run_of(checked(a_problem(message="a\u202eb\x1bc")))["results"]
    assert result["message"]["text"] == "a<U+202E>b<U+001B>c"
