"""The report as GitLab wants it: a list of objects with these keys and no others needed."""

import json

from reports import a_problem, checked
from sopbook.cli.formats.gitlab import written
from sopbook.cli.screen import Screen
from sopbook.source.diagnostic import Severity


def test_a_problem_is_an_object_with_the_keys_that_are_required() -> None:
    problem = a_problem(4, 8, "there is no role `x`", "did you mean `y`?")
    (issue,) = json.loads(written(checked(problem, prefix="book/"), Screen()))
    fingerprint = issue.pop("fingerprint")
    assert issue == {
        "description": "there is no role `x` (did you mean `y`?)",
        "check_name": "SOP204",
        "severity": "major",
        "location": {"path": "book/sops/a.yml", "lines": {"begin": 4}},
    }
    assert len(fingerprint) == 32
    assert int(fingerprint, 16) > 0


def test_severities_are_those_that_gitlab_knows() -> None:
    issues = json.loads(written(checked(*(a_problem(severity=one) for one in Severity)), Screen()))
    assert [issue["severity"] for issue in issues] == ["major", "minor", "info"]


def test_without_problems_the_list_is_empty() -> None:
    assert written(checked(), Screen()) == "[]"


def test_what_is_not_seen_is_written_out_and_the_report_is_ascii() -> None:
    text = written(checked(a_problem(message="a\u202eb\x1b顧", file="x\udcff\n.yml")), Screen(encoding="ascii"))
    assert text.isascii()
    (issue,) = json.loads(text)
    assert issue["description"] == "a<U+202E>b<U+001B>顧"
    assert issue["location"]["path"] == "x<U+DCFF><U+000A>.yml"
